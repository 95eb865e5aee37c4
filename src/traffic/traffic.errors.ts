import { MostreadError } from '../platform/errors';

/** A log of views that cannot be replayed: which file, which line, what is wrong with it, and the way on. */
export class LogRefused extends MostreadError {
  readonly code = 'LOG_REFUSED';

  constructor(place: string, reason: string, cause?: unknown) {
    super(`${place} ${reason}`, { field: 'log', cause });
  }
}

/** One line of it. */
/** A line of a log that is replayed; the message names the line and what is wrong with it. */
export class BadLogLine extends LogRefused {
  constructor(place: string, line: number, what: string, wayOn: string) {
    super(`${place}, line ${line}:`, `${what} ${wayOn}`);
  }
}

/** A running newsroom that traffic is sent to. */
export class NewsroomUnreachable extends MostreadError {
  readonly code = 'NEWSROOM_UNREACHABLE';

  constructor(url: string, what: string, cause?: unknown) {
    super(`${url} ${what}.`, { field: 'url', cause });
  }
}
