// The base of every error that a client, an editor or an operator may see. A class per mistake, each with a code that
// stays; the message names the field and the way on. Whatever is not a MostreadError is a bug or an accident: the API
// masks it and the log keeps it.

export interface MostreadErrorOptions {
  /** The argument, column or setting that was wrong, as its user wrote it. */
  field?: string;
  /** The same request may succeed later without any change. */
  retryable?: boolean;
  /** More for programs to read: it stands beside the code. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

export abstract class MostreadError extends Error {
  /** Stable and upper case; clients branch on it. */
  abstract readonly code: string;
  readonly field: string | undefined;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, options: MostreadErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.field = options.field;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** A value that the caller can put right: it names the field, what was given and what may be given. */
export class BadUserInput extends MostreadError {
  readonly code = 'BAD_USER_INPUT';

  constructor(field: string, message: string) {
    super(message, { field });
  }
}

/** A store (Postgres or Redis) does not answer; the same request may succeed when it is back. */
export class StoreUnavailable extends MostreadError {
  readonly code = 'STORE_UNAVAILABLE';

  constructor(
    readonly store: 'Postgres' | 'Redis',
    cause?: unknown,
  ) {
    super(`${store} does not answer at the moment. Try again in a few seconds.`, { retryable: true, cause });
  }
}

/** A check of a store rejects with it when a part of what is kept there can be had and another cannot. */
export class StorePartlyGone extends Error {
  constructor(readonly parts: string) {
    super(`${parts} cannot be reached`);
  }
}

/** The whole request is refused, before anything of it is run; HTTP says so by its status as well. */
export abstract class RequestRefused extends MostreadError {
  abstract readonly status: number;
  readonly headers: Readonly<Record<string, string>> = {};
}
