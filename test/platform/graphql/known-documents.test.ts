import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, print } from 'graphql';
import { KnownDocuments } from '../../../src/platform/graphql/known-documents';

const text = '# The front page\nquery Front($first: Int = 5) { popularNow(first: $first) { totalCount } }\n';
const known = new KnownDocuments([text]);

test.each([
  { title: 'as it stands in its file', sent: text, isKnown: true },
  { title: 'as graphql-js prints it', sent: print(parse(text)), isKnown: true },
  {
    title: 'without blanks and comments',
    sent: 'query Front($first:Int=5){popularNow(first:$first){totalCount}}',
    isKnown: true,
  },
  { title: 'with one more field', sent: text.replace('totalCount', 'totalCount __typename'), isKnown: false },
  { title: 'under another name', sent: text.replace('Front', 'Back'), isKnown: false },
  { title: 'cut', sent: text.slice(0, 40), isKnown: false },
  { title: 'with a text that never ends', sent: `${text}"`, isKnown: false },
  { title: 'empty', sent: '', isKnown: false },
])('a document $title is known: $isKnown', ({ sent, isKnown }) => {
  expect(known.has(sent)).toBe(isKnown);
});

test('operations are known by their names', () => {
  expect([...known.operationNames]).toEqual(['Front']);
});

describe('a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'known-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives the documents right in it', () => {
    writeFileSync(join(folder, 'front.graphql'), text);
    writeFileSync(join(folder, 'notes.md'), 'no document');
    expect(KnownDocuments.from(folder).has(text)).toBe(true);
  });

  test('that holds what is no GraphQL, or is not there, is named', () => {
    writeFileSync(join(folder, 'broken.graphql'), 'query {');
    expect(() => KnownDocuments.from(folder)).toThrow(
      expect.objectContaining({ code: 'WRONG_KNOWN_DOCUMENTS', message: expect.stringContaining(folder) }),
    );
    expect(() => KnownDocuments.from(join(folder, 'nowhere'))).toThrow(/nowhere/);
  });
});
