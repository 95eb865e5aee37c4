import { MostreadError } from '../platform/errors';

/** A feed that cannot be imported; the message names it, says what is wrong and, where there is one, the way on. */
export class FeedRefused extends MostreadError {
  readonly code = 'FEED_REFUSED';

  constructor(
    /** The file or address as it was given. */
    readonly place: string,
    reason: string,
    cause?: unknown,
  ) {
    super(`${place} ${reason}`, { field: 'feed', cause });
  }
}
