import fc from 'fast-check';
import { drawApiKey, isMeantAsKey, readApiKey, readKeyId } from '../../src/accounts/api-key-text';

describe('an API key', () => {
  test('is read back as it was drawn', () => {
    for (let at = 0; at < 200; at += 1) {
      const { text, id, secretHash } = drawApiKey();
      expect(readApiKey(text)).toEqual({ id, secretHash });
      expect(isMeantAsKey(text)).toBe(true);
    }
  });

  test('has a secret of its own each time', () => {
    const secrets = Array.from({ length: 1_000 }, () => drawApiKey().text.slice(21));
    expect(new Set(secrets).size).toBe(1_000);
  });

  test('with one character changed, left out or added is told from one that is unknown', () => {
    const { text } = drawApiKey();
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(fc.integer({ min: 9, max: text.length - 1 }), character, (at, other) => {
        fc.pre(text[at] !== other);
        expect(readApiKey(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
        expect(readApiKey(text.slice(0, at) + text.slice(at + 1))).toBeUndefined();
        expect(readApiKey(text.slice(0, at) + other + text.slice(at))).toBeUndefined();
      }),
    );
  });

  test.each(['', 'mostread_', 'mostread__', ' ', 'Mostread_AAAAAAAAAAA_x', `mostread_${'é'.repeat(61)}`])(
    'is not "%s"',
    (text) => expect(readApiKey(text)).toBeUndefined(),
  );

  test('is named by its id, or by itself', () => {
    const { id, text } = drawApiKey();
    expect([readKeyId(id), readKeyId(text), readKeyId(text.slice(1)), readKeyId('the site')]).toEqual([
      id,
      id,
      undefined,
      undefined,
    ]);
  });
});
