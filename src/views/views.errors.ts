import { MostreadError, RequestRefused } from '../platform/errors';

export class UnknownArticle extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(field = 'articleId') {
    super('There is no such article, or readers cannot see it.', { field });
  }
}

export class ViewTooOld extends MostreadError {
  readonly code = 'VIEW_TOO_OLD';

  constructor() {
    super('A view can be reported up to 24 hours after it happened.', { field: 'occurredAt' });
  }
}

export class LateViewNeedsEventId extends MostreadError {
  readonly code = 'LATE_VIEW_NEEDS_EVENT_ID';

  constructor() {
    super(
      'A view that is reported more than 15 minutes late needs an eventId, a random one that it keeps when ' +
        'it is sent again: nothing else tells it from a repeat.',
      { field: 'eventId' },
    );
  }
}

/** Two different views under one event id: one of them would be lost if the second were taken for a repeat. */
export class EventIdReused extends MostreadError {
  readonly code = 'EVENT_ID_REUSED';

  constructor() {
    super(
      'This eventId has been used for another view. Give each reading a random id of its own, and send it ' +
        'again as it was.',
      { field: 'eventId' },
    );
  }
}

/** More views wait for Redis than may. */
export class ViewsBackedUp extends MostreadError {
  readonly code = 'VIEWS_BACKED_UP';

  constructor() {
    super(
      'Views come in faster than they can be counted at the moment. Send this one again in a few seconds.',
      {
        retryable: true,
      },
    );
  }
}

/** A beacon is one report, or a list of at most 20, as JSON in the shape of RecordViewInput or its like. */
export class MalformedBeacon extends RequestRefused {
  readonly code = 'MALFORMED_BEACON';
  readonly status = 400;

  constructor(reason: string) {
    super(`The beacon cannot be read: ${reason}. Send one report, or a list of at most 20, as JSON.`);
  }
}
