import { MostreadError } from '../platform/errors';

/** Counting it took longer than a question may. */
export class CountingTookTooLong extends MostreadError {
  readonly code = 'COUNTING_TOOK_TOO_LONG';

  constructor(timeoutMs: number, cause: unknown) {
    super(
      `Counting this took longer than ${timeoutMs} ms. Ask for a shorter range, or once more when less is asked.`,
      { field: 'from', retryable: true, cause },
    );
  }
}

/** More questions wait to be counted than may. */
export class TooManyQuestions extends MostreadError {
  readonly code = 'TOO_MANY_QUESTIONS';

  constructor() {
    super('Too many figures are being counted at the moment. Ask again in a few seconds.', {
      retryable: true,
    });
  }
}

/** Figures of that time have been deleted. */
export class NotKeptAnyMore extends MostreadError {
  readonly code = 'NOT_KEPT_ANY_MORE';

  constructor(sinceMs: number) {
    const since = new Date(sinceMs).toISOString();
    super(
      `These figures are kept from ${since} on. Ask for that time and later; lists of the most read, and all views ` +
        'of an article, reach further back.',
      { field: 'from' },
    );
  }
}

/** A bucket would cut through an hour or a day that is kept as a whole. */
export class FinerThanKept extends MostreadError {
  readonly code = 'FINER_THAN_KEPT';

  constructor(field: string, { interval, sinceMs }: { interval: string; sinceMs: number }) {
    const since = new Date(sinceMs).toISOString();
    super(
      `Figures for each ${interval} of that time zone are kept from ${since} on. Ask for a longer interval, for the ` +
        `publisher's own time zone, or for that time and later.`,
      { field },
    );
  }
}
