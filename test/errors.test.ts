// docs/errors.md against the code, both ways.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue, errorCatalogueMarkdown } from './structure/error-catalogue';
import { filesUnder } from './structure/source-file';

const entries = errorCatalogue();
const documented = readFileSync(join(__dirname, '../docs/errors.md'), 'utf8');

/** Codes that several classes share: the same mistake, met in several places. */
const shared: Record<string, string> = {
  ARTICLE_NOT_FOUND: 'an editor, a reader or the command line names an article that is not there',
  AUTHOR_NOT_FOUND: 'in the byline of an article, and when the author itself is edited',
  IMAGE_NOT_FOUND: 'in an article, and when the picture itself is edited',
  SECTION_NOT_FOUND: 'of an article, and when the section itself is edited',
  QUERY_TOO_LARGE: 'a document of too many tokens, which nobody has read, and a query that asks for too much',
  LOG_REFUSED: 'a log as a whole, and one line of it',
  SLUG_TAKEN: 'of articles, and of what stands around them',
  VERSION_CONFLICT: 'of articles, and of what stands around them',
};

test('docs/errors.md is what `npm run errors` prints', () => {
  expect(documented).toBe(errorCatalogueMarkdown());
});

describe('every error', () => {
  test('says what it means: in a comment on its class, or in a message that is written there', () => {
    const silent = entries.filter(
      ({ meaning, message = '' }) => Math.max(meaning.length, message.length) < 20,
    );
    expect(silent.map(({ code, source }) => `${code} ${source?.name} ${source?.path}`)).toEqual([]);
  });

  test('shows its message as it is read, not as it is programmed', () => {
    const messages = entries.map(({ message = '' }) => message);
    expect(messages.filter((message) => /\$\{|\\|:n\b|…n|=>/.test(message))).toEqual([]);
  });

  test.each([
    ['SCOPES_NOT_HELD', 'userErrors of a mutation'],
    ['FORBIDDEN', 'GraphQL error'],
    ['BODY_NOT_UTF8', 'HTTP 400'],
    ['PARTITION_COUNT_DIFFERS', 'command line'],
  ])('%s is met as %s', (code, place) => {
    expect(entries.filter((entry) => entry.code === code).map(({ where }) => where)).toEqual([place]);
  });

  test('has a code of its own', () => {
    const classesOf = new Map<string, string[]>();
    for (const { code, source } of entries)
      classesOf.set(code, [...(classesOf.get(code) ?? []), source?.name ?? 'without a class']);
    const twice = [...classesOf].filter(([code, classes]) => classes.length > 1 && !(code in shared));
    expect(twice).toEqual([]);
    expect(Object.keys(shared).filter((code) => (classesOf.get(code)?.length ?? 0) < 2)).toEqual([]);
  });

  test('that a class declares is found', () => {
    const declared = filesUnder(['src'], ['.ts']).flatMap(({ text }) =>
      [...text.matchAll(/readonly code(?:: [^=;]*)?(?: = |: )([^;]*);/g)].flatMap((match) =>
        [...(match[1] ?? '').matchAll(/'([A-Z_]+)'/g)].map((code) => code[1]!),
      ),
    );
    expect(declared.length).toBeGreaterThan(30);
    expect(declared.filter((code) => !entries.some((entry) => entry.code === code))).toEqual([]);
  });

  test('that the edges give by name is documented', () => {
    // GraphQL errors and HTTP answers get their codes here, as plain texts.
    const edges = filesUnder(
      [
        'src/platform/graphql/error-masking.ts',
        'src/platform/graphql/response-status.ts',
        'src/platform/http',
      ],
      ['.ts'],
    ).filter(({ path }) => !path.endsWith('.settings.ts'));
    const named = edges.flatMap(({ text }) =>
      [...text.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map((match) => match[1]!),
    );
    const systemCodes = /^(ERR|FST|EA)_/;
    const missing = named.filter((code) => !systemCodes.test(code) && !documented.includes(`\n## ${code}\n`));
    expect(named.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});

test('every code that is documented stands in the code', () => {
  const sources = filesUnder(['src', 'node_modules/@apollo/server/dist/cjs/errors/index.js'], ['.ts', '.js'])
    .map(({ text }) => text)
    .join('\n');
  const codes = [...documented.matchAll(/^## (\S+)$/gm)].map((match) => match[1]!);
  expect(codes.filter((code) => !new RegExp(`['"]${code}['"]|\\b${code}:`).test(sources))).toEqual([]);
});
