// docs/errors.md, made from the error classes of src/ and from the codes that GraphQL and HTTP themselves give. It reads
// the sources as the formatter writes them; what it cannot read it does not list, and the test finds that out.

import { filesUnder, type SourceFile } from './source-file';

export interface CatalogueEntry {
  code: string;
  /** What the class says of itself; empty where its message is enough. */
  meaning: string;
  /** As its reader sees it, with … for what differs from time to time. */
  message?: string;
  field?: string;
  isRetryable: boolean;
  where: string;
  /** The class and its file; absent for codes that no class has. */
  source?: { name: string; path: string };
}

interface FoundClass {
  name: string;
  parent: string;
  isAbstract: boolean;
  comment: string;
  body: string;
  path: string;
}

const classPattern =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?(?:export )?(abstract )?class (\w+) extends (\w+) (?:\{\}|\{\n([\s\S]*?)\n\})/g;

/** Where an error is met, by the folder of its class; the first that fits. */
const placesByPath: readonly [RegExp, string][] = [
  [/^src\/(boards|cli|compose|imports|traffic|demo)\//, 'command line'],
  [/^src\/platform\/(config|postgres|redis|processes|jobs)\//, 'command line'],
  [/^src\/platform\/graphql\/known-documents/, 'command line'],
  [/^src\/platform\/http\//, 'command line'],
  [
    /^src\/platform\/graphql\//,
    'GraphQL error, HTTP 400 (200 for clients that accept only application/json)',
  ],
  [/^src\/ranking\//, 'GraphQL error'],
  [/./, 'userErrors of a mutation'],
];

/** Those that are met elsewhere than their folder says. */
const placesByCode: Record<string, string> = {
  BODY_NOT_UTF8: 'HTTP 400',
  FORBIDDEN: 'GraphQL error',
  UNAUTHENTICATED: 'GraphQL error',
  BAD_USER_INPUT: 'userErrors of a mutation; GraphQL error of a query',
  STORE_UNAVAILABLE: 'GraphQL error',
  VIEWS_BACKED_UP: 'GraphQL error; HTTP 503 of /beacon',
};

/** Codes that no class has. */
const others: readonly CatalogueEntry[] = [
  other(
    'BAD_REQUEST',
    'GraphQL error, HTTP 400',
    'The request is no GraphQL request: its body, its parameters or its method. Mind `apollo-require-preflight` for GET.',
  ),
  other(
    'BODY_TOO_LARGE',
    'HTTP 413',
    'The body is larger than BODY_LIMIT, or a beacon larger than 8 KB. Send less at once.',
  ),
  other(
    'GRAPHQL_PARSE_FAILED',
    'GraphQL error, HTTP 400 (200 for clients that accept only application/json)',
    'The document is no GraphQL.',
  ),
  other(
    'GRAPHQL_VALIDATION_FAILED',
    'GraphQL error, HTTP 400 (200 for clients that accept only application/json)',
    'The document does not fit the schema, or exceeds a limit of documents; the message says where.',
  ),
  other(
    'INTERNAL_SERVER_ERROR',
    'GraphQL error, HTTP 500',
    'A fault of this program. The log has it under the errorId that comes with it; tell its operator.',
  ),
  other('HEADERS_TOO_LARGE', 'HTTP 431', 'The headers of the request are too long: send shorter ones.'),
  other(
    'METHOD_NOT_ALLOWED',
    'HTTP 405',
    'This address does not answer this method. GraphQL takes GET (queries alone) and POST.',
  ),
  other('NOT_FOUND', 'HTTP 404', 'There is nothing at this address.'),
  other(
    'PERSISTED_QUERY_HASH_MISMATCH',
    'GraphQL error, HTTP 400',
    'The document is not the one of this hash: it is the SHA-256 of its text as sent, in hexadecimal.',
  ),
  other(
    'PERSISTED_QUERY_NOT_FOUND',
    'GraphQL error, HTTP 200',
    'This process does not know the hash yet, or no more. Send the document together with the hash.',
  ),
  other(
    'PERSISTED_QUERY_NOT_SUPPORTED',
    'GraphQL error',
    'Persisted queries are switched off (PERSISTED_QUERIES), or the version of their protocol is not 1. Send the document.',
  ),
  other(
    'UNSUPPORTED_MEDIA_TYPE',
    'HTTP 415',
    'The body has a content type that is not read here. Send application/json.',
  ),
  other('URI_TOO_LONG', 'HTTP 414', 'The address is too long. Send the query by POST, or its hash.'),
];

function other(code: string, where: string, meaning: string): CatalogueEntry {
  return { code, where, meaning, isRetryable: false };
}

export function errorCatalogue(): CatalogueEntry[] {
  const classes = filesUnder(['src'], ['.ts']).flatMap(classesIn);
  const byName = new Map(classes.map((found) => [found.name, found]));
  const isOurs = ({ parent }: FoundClass): boolean => {
    if (parent === 'MostreadError') return true;
    const above = byName.get(parent);
    return above !== undefined && isOurs(above);
  };
  const entries = classes
    .filter((found) => !found.isAbstract && isOurs(found))
    .flatMap((found) => entriesOf(found, byName));
  return [...entries, ...others].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

function classesIn({ path, text }: SourceFile): FoundClass[] {
  return [...text.matchAll(classPattern)].map(([, comment = '', isAbstract, name, parent, body = '']) => ({
    ...{ name: name!, parent: parent!, isAbstract: isAbstract !== undefined, path, body },
    comment: comment
      .replaceAll(/\n\s*\* ?/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  }));
}

function entriesOf(found: FoundClass, byName: ReadonlyMap<string, FoundClass>): CatalogueEntry[] {
  const bodies = [found.body, ...bodiesAbove(found, byName)];
  const declared = firstMatch(bodies, /^ {2}(?:override )?readonly code(?::|\s*=)\s*([^;]*);/m) ?? '';
  const codes = [...declared.matchAll(/'([A-Z0-9_]+)'/g)].map((match) => match[1]!);
  const status = firstMatch(bodies, /^ {2}(?:override )?readonly status = (\d+);/m);
  return codes.map((code) => ({
    code,
    meaning: found.comment,
    message: messageIn(found.body),
    field: firstMatch(bodies, /\bfield: '([^']+)'/),
    isRetryable: bodies.some((body) => /\bretryable: true\b/.test(body)),
    where: placesByCode[code] ?? (status === undefined ? placeOf(found.path) : `HTTP ${status}`),
    source: { name: found.name, path: found.path },
  }));
}

function bodiesAbove({ parent }: FoundClass, byName: ReadonlyMap<string, FoundClass>): string[] {
  const above = byName.get(parent);
  return above === undefined || above.parent === 'Error' ? [] : [above.body, ...bodiesAbove(above, byName)];
}

function placeOf(path: string): string {
  return placesByPath.find(([pattern]) => pattern.test(path))![1];
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The literals with which `super(` begins, put together; none where the message comes from elsewhere. */
function messageIn(body: string): string | undefined {
  const after = /\bsuper\(\s*([\s\S]*)$/.exec(body)?.[1] ?? '';
  const literal = /^\s*(?:\+\s*)?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/;
  let rest = after;
  let message = '';
  for (let found = literal.exec(rest); found !== null; found = literal.exec(rest)) {
    message += found[1] ?? found[2] ?? found[3] ?? '';
    rest = rest.slice(found[0].length);
    if (!/^\s*\+/.test(rest)) break;
  }
  if (message === '') return undefined;
  return (
    message
      .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
      // Up to a template within the template.
      .replace(/\$\{.*$/s, '…')
      .replaceAll('\\n', ' ')
      .replaceAll(/\\(.)/g, '$1')
      .replaceAll(/\s+/g, ' ')
  );
}

export function errorCatalogueMarkdown(entries: readonly CatalogueEntry[] = errorCatalogue()): string {
  const codes = [...new Set(entries.map(({ code }) => code))];
  const parts = codes.map((code) =>
    sectionOf(
      code,
      entries.filter((entry) => entry.code === code),
    ),
  );
  return `# Errors

Every error that a client, an editor or an operator may meet, by its code: branch on the code, show the message. In the
answer to a mutation they stand in \`userErrors\` (\`code\`, \`field\`, \`message\`); in GraphQL errors the code is
\`extensions.code\`, the argument that was wrong \`extensions.field\`, and \`extensions.retryable\` says whether the same
request may succeed later. HTTP errors have the same shape. The command line prints the message alone and ends with status
1, or 2 for a wrong use of it. Whatever is not listed here is a fault of the program: clients see
\`INTERNAL_SERVER_ERROR\`.

This file is what \`npm run errors\` writes; a test compares it with the code, both ways.

${parts.join('\n')}`;
}

function sectionOf(code: string, entries: readonly CatalogueEntry[]): string {
  const unique = (values: (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined && value !== '')),
  ];
  const lines = [
    ...unique(entries.map(({ message }) => message)).map((message) => `- Says: ${message}`),
    `- Where: ${unique(entries.map(({ where }) => where)).join('; ')}`,
  ];
  const fields = unique(entries.map(({ field }) => field));
  if (fields.length > 0) lines.push(`- Field: ${fields.map((field) => `\`${field}\``).join(', ')}`);
  if (entries.some(({ isRetryable }) => isRetryable)) lines.push('- The same request may succeed later.');
  const meanings = unique(entries.map(({ meaning }) => meaning));
  const paragraph = meanings.length === 0 ? '' : `${meanings.join(' ')}\n\n`;
  return `## ${code}\n\n${paragraph}${lines.join('\n')}\n`;
}
