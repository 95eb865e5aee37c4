import { MostreadError, RequestRefused } from '../errors';

export interface Excess {
  /** The limit in a word, for programs. */
  limit: 'DEPTH' | 'ALIASES' | 'FIELDS' | 'ROOT_FIELDS' | 'DIRECTIVES' | 'ITEMS' | 'COST';
  found: number;
  allowed: number;
}

type Words = (figures: { found: string; allowed: string }) => string;

const words: Record<Excess['limit'], Words> = {
  DEPTH: ({ found, allowed }) => `The query nests ${found} fields; at most ${allowed} are allowed.`,
  ALIASES: ({ found, allowed }) => `The query has ${found} aliases; at most ${allowed} are allowed.`,
  FIELDS: ({ found, allowed }) =>
    `The query selects ${found} fields in one place; at most ${allowed} are allowed.`,
  ROOT_FIELDS: ({ found, allowed }) =>
    `The query asks for ${found} things at once; at most ${allowed} are allowed. Send several queries.`,
  DIRECTIVES: ({ found, allowed }) => `The query has ${found} directives; at most ${allowed} are allowed.`,
  ITEMS: ({ found, allowed }) =>
    `The query could give ${found} items of lists; at most ${allowed} are allowed. Ask for smaller pages.`,
  COST: ({ found, allowed }) =>
    `The query costs ${found} points; at most ${allowed} are allowed. Ask for smaller pages or fewer fields.`,
};

/** A query that asks for more than this server allows; it names the limit, what there was and what may be. */
export class QueryTooLarge extends MostreadError {
  readonly code = 'QUERY_TOO_LARGE';

  constructor(excess: Excess) {
    const { limit, allowed } = excess;
    const found = Math.min(excess.found, Number.MAX_SAFE_INTEGER); // of spreads of spreads it may be no number
    const message = words[limit]({ found: String(found), allowed: String(allowed) });
    super(message, { details: { limit, found, allowed } });
  }
}

/** A document of more tokens than are read: how many there are is not known. */
export class DocumentTooLong extends MostreadError {
  readonly code = 'QUERY_TOO_LARGE';

  constructor(allowed: number) {
    super(
      `The document has more than ${allowed} tokens (names, values, brackets). ` +
        'Send lists and long input as variables, whose values are not counted, or send several queries.',
      { details: { limit: 'TOKENS', allowed } },
    );
  }
}

/** The document has several operations and none was named, or none of that name. */
export class OperationNotFound extends MostreadError {
  readonly code = 'OPERATION_RESOLUTION_FAILURE';

  constructor(name: string | undefined) {
    super(
      name === undefined
        ? 'The document has not one operation but several, or none: name one as "operationName".'
        : `The document has no operation named "${name}".`,
      { field: 'operationName' },
    );
  }
}

/** The caller has spent what a minute may cost; the answer says when there is more. */
export class RateLimited extends RequestRefused {
  readonly code = 'RATE_LIMITED';
  readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;

  constructor({ retryAfterMs, pointsPerMinute }: { retryAfterMs: number; pointsPerMinute: number }) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
    super(
      `What you ask for costs more than the ${pointsPerMinute} points a minute that you may spend. ` +
        `Try again in ${seconds} s.`,
      { retryable: true, details: { retryAfterMs: Math.ceil(retryAfterMs) } },
    );
    this.headers = { 'retry-after': String(seconds) };
  }
}

/** The answer took longer than the server waits for one; it may be quicker the next time. */
export class RequestTimeout extends RequestRefused {
  readonly code = 'REQUEST_TIMEOUT';
  readonly status = 503;

  constructor(seconds: number) {
    super(`The query was given up after ${seconds} s. Ask for less, or try again.`, { retryable: true });
  }
}
