import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { resolverClasses } from '../../../src/compose/resolver-classes';
import { buildSilentSchema } from '../../../src/platform/graphql/build-schema';
import { isCompilable } from '../../../src/platform/graphql/compilable';

const schema = buildSchema(`
  scalar Odd
  interface Named { name: String }
  type Tree implements Named { name: String, left: Tree, right: Tree, odd(odd: Odd): String }
  input Place { height: Int!, names: [String!] }
  type Query {
    tree(height: Int! = 3, optional: Int, place: Place, names: [String!]): Tree
    named: Named
  }
`);

const doubling = [
  '{ tree { ...F1 } }',
  ...Array.from({ length: 11 }, (_, n) => {
    const next = n === 10 ? '{ name }' : `{ ...F${n + 2} }`;
    return `fragment F${n + 1} on Tree { left ${next} right ${next} }`;
  }),
].join('\n');

test.each([
  { what: 'plain fields', text: '{ tree(height: 1) { name left { name } } }', runs: true },
  {
    what: 'fragments',
    text: '{ tree { ...F ... on Tree { name } } } fragment F on Tree { name }',
    runs: true,
  },
  { what: 'a variable as an argument', text: 'query ($h: Int!) { tree(height: $h) { name } }', runs: true },
  { what: 'an object', text: '{ tree(place: { height: 1, names: ["a"] }) { name } }', runs: true },
  { what: 'fragments that double with every step', text: doubling, runs: false },
  { what: '@include', text: '{ tree { name @include(if: true) } }', runs: false },
  { what: '@skip', text: 'query ($t: Boolean!) { tree { ... @skip(if: $t) { name } } }', runs: false },
  { what: 'an interface', text: '{ named { name } }', runs: false },
  { what: 'two operations', text: 'query A { tree { name } } query B { tree { name } }', runs: false },
  { what: 'a question about the schema', text: '{ __schema { description } }', runs: false },
  {
    what: 'a variable in an object',
    text: 'query ($h: Int = 1) { tree(place: { height: $h }) { name } }',
    runs: false,
  },
  {
    what: 'a variable in a list',
    text: 'query ($n: String!) { tree(names: [$n]) { name } }',
    runs: false,
  },
  {
    what: 'a variable that may be null where null may not be',
    text: 'query ($h: Int = 1) { tree(height: $h) { name } }',
    runs: false,
  },
  { what: 'an object of a custom scalar', text: '{ tree { odd(odd: { a: 1 }) } }', runs: false },
])('a document with $what is compiled: $runs', ({ text, runs }) => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  expect(isCompilable(schema, document)).toBe(runs);
});

test('the article page is compiled', () => {
  const mostread = buildSilentSchema(resolverClasses);
  const page = readFileSync(join(__dirname, '../../../schema/operations/article-page.graphql'), 'utf8');
  expect(isCompilable(mostread, parse(page))).toBe(true);
});
