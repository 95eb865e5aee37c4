import { parse } from 'graphql';
import { ParsedDocuments } from '../../../src/platform/graphql/parsed-documents';

async function kept(texts: readonly string[]): Promise<string[]> {
  const documents = new ParsedDocuments();
  for (const text of texts) await documents.set(text, parse(text));
  const found = await Promise.all(texts.map((text) => documents.get(text)));
  return texts.filter((_text, index) => found[index] !== undefined);
}

const commented = (number: number, characters: number) => `{ a${number} } # ${'x'.repeat(characters)}`;

test('a document is given back as it was parsed, until it is deleted', async () => {
  const documents = new ParsedDocuments();
  const document = parse('{ a }');
  await documents.set('key', document);
  expect(await documents.get('key')).toBe(document);
  await documents.delete('key');
  expect(await documents.get('key')).toBeUndefined();
});

test('a million characters are kept, comments included, the latest of them', async () => {
  const texts = [1, 2, 3, 4, 5].map((number) => commented(number, 300_000));
  expect(await kept(texts)).toEqual(texts.slice(2));
});

test('what is longer than that by itself pushes nothing out', async () => {
  expect(await kept(['{ a }', commented(1, 1_000_000)])).toEqual(['{ a }']);
});
