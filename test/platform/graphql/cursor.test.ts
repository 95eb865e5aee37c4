import fc from 'fast-check';
import { BadUserInput } from '../../../src/platform/errors';
import { readCursor, writeCursor } from '../../../src/platform/graphql/cursor';

describe('cursor', () => {
  test('gives back what was written', () => {
    const parts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), { maxLength: 5 });
    fc.assert(
      fc.property(parts, (written) => {
        expect(readCursor('articles:newest', writeCursor('articles:newest', written))).toEqual(written);
      }),
    );
  });

  test.each([
    { title: 'an empty text', cursor: '' },
    { title: 'no base64url', cursor: 'not a cursor!' },
    { title: 'base64url of something else', cursor: Buffer.from('hello').toString('base64url') },
    { title: 'JSON that is no list', cursor: Buffer.from('{"0":"articles:newest"}').toString('base64url') },
    { title: 'a cursor of another list', cursor: writeCursor('comments', [1, 'a']) },
    {
      title: 'a part that is neither text nor number',
      cursor: Buffer.from('["articles:newest",{"$ne":1}]').toString('base64url'),
    },
    { title: 'a cut cursor', cursor: writeCursor('articles:newest', [1, 'a']).slice(0, -3) },
    { title: 'an endless cursor', cursor: writeCursor('articles:newest', ['a'.repeat(5_000)]) },
  ])('refuses $title, naming the argument', ({ cursor }) => {
    expect(() => readCursor('articles:newest', cursor, 'before')).toThrow(BadUserInput);
    expect(() => readCursor('articles:newest', cursor, 'before')).toThrow(/"before" is not a cursor/);
  });

  test('anything at all is read or refused, never an accident', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (anything) => {
        expect(() => readCursor('articles:newest', anything)).toThrow(BadUserInput);
      }),
    );
  });
});
