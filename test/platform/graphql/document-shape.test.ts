import { parse } from 'graphql';
import { shapeOf } from '../../../src/platform/graphql/document-shape';

describe('the shape of a document', () => {
  test.each([
    { text: '{ a }', depth: 1, aliases: 0, rootFields: 1, widest: 1, directives: 0 },
    { text: '{ a { b c } d { e { f } } }', depth: 3, aliases: 0, rootFields: 2, widest: 2, directives: 0 },
    { text: '{ x: a { y: b } a }', depth: 2, aliases: 2, rootFields: 2, widest: 2, directives: 0 },
    { text: '{ a ... { b ... on T { c } } }', depth: 1, aliases: 0, rootFields: 3, widest: 3, directives: 0 },
    {
      text: 'query ($v: Int @d) @d { a @d ... @d { b } ...F @d } fragment F on T @d { c }',
      depth: 1,
      aliases: 0,
      rootFields: 3,
      widest: 3,
      directives: 6,
    },
    {
      text: '{ a { ...F } ...F } fragment F on T { x: b { c } }',
      depth: 3,
      aliases: 2,
      rootFields: 2,
      widest: 2,
      directives: 0,
    },
    {
      text: 'query A { a b c } query B { a { b } }',
      depth: 2,
      aliases: 0,
      rootFields: 3,
      widest: 3,
      directives: 0,
    },
    {
      text: '{ ...F } fragment F on T { a ...F }',
      depth: 1,
      aliases: 0,
      rootFields: 1,
      widest: 1,
      directives: 0,
    },
    { text: '{ a ...Nobody }', depth: 1, aliases: 0, rootFields: 1, widest: 1, directives: 0 },
  ])('$text', ({ text, ...shape }) => {
    expect(shapeOf(parse(text))).toEqual(shape);
  });

  test('counts directives of fragments that nobody spreads', () => {
    expect(shapeOf(parse(`{ a } fragment F on T { b ${'@d '.repeat(9)} }`)).directives).toBe(9);
  });

  test('of fragments that spread each other twice, forty levels deep, is found at once', () => {
    const levels = Array.from(
      { length: 40 },
      (_, at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`,
    );
    const { widest, aliases } = shapeOf(parse(`{ ...F0 } ${levels.join(' ')} fragment F40 on T { x: a }`));
    expect([widest, aliases]).toEqual([2 ** 40, 2 ** 40]);
  });
});
