import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { KnownDocuments } from '../../../src/platform/graphql/known-documents';

const operation =
  '# The front page\nquery Front($first: Int = 5) { popularNow(first: $first) { totalCount ...C } }\n';
const fragment = 'fragment C on RankedArticleConnection { pageInfo { endCursor } }\n';
const text = operation + fragment;
const known = new KnownDocuments([text]);

test.each([
  { title: 'as it stands in its file', sent: text, isKnown: true },
  { title: 'as graphql-js prints it', sent: print(parse(text)), isKnown: true },
  { title: 'without blanks and comments', sent: stripIgnoredCharacters(text), isKnown: true },
  { title: 'with its fragment first', sent: fragment + operation, isKnown: true },
  { title: 'with one more field', sent: text.replace('endCursor', 'endCursor __typename'), isKnown: false },
  { title: 'with another default', sent: text.replace('= 5', '= 200'), isKnown: false },
  { title: 'under another name', sent: text.replace('Front', 'Back'), isKnown: false },
  { title: 'with another operation', sent: `${text} query Other { __typename }`, isKnown: false },
  { title: 'in part', sent: fragment, isKnown: false },
])('a document $title is known: $isKnown', ({ sent, isKnown }) => {
  const document = parse(sent);
  expect(known.has(document)).toBe(isKnown);
  expect(known.has(document)).toBe(isKnown);
});

test('a document is known by the hash of its file, and of what graphql-js prints', () => {
  for (const form of [text, print(parse(text))]) {
    const hash = createHash('sha256').update(form).digest('hex');
    expect(known.textOfHash.get(hash)).toBe(form);
  }
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
    expect(KnownDocuments.from(folder).has(parse(text))).toBe(true);
  });

  test('that holds what is no GraphQL, or is not there, is named', () => {
    writeFileSync(join(folder, 'broken.graphql'), 'query {');
    expect(() => KnownDocuments.from(folder)).toThrow(
      expect.objectContaining({ code: 'WRONG_KNOWN_DOCUMENTS', message: expect.stringContaining(folder) }),
    );
    expect(() => KnownDocuments.from(join(folder, 'nowhere'))).toThrow(/nowhere/);
  });
});
