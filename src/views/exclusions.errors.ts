import { MostreadError } from '../platform/errors';

/** No view is left that the exclusion means, or its whole range lies where figures are kept by days alone. */
/** An exclusion would take no view: it is not made. */
export class NothingToExclude extends MostreadError {
  readonly code = 'NOTHING_TO_EXCLUDE';

  /** `byDaysUntil`, where the whole range lies before it, and figures of that time are kept by days alone. */
  constructor(byDaysUntil?: Date) {
    super(
      byDaysUntil === undefined
        ? 'No view is left that all of this holds for: there was none, or earlier exclusions have taken them out. ' +
            'Ask with dryRun: true for what another range would take.'
        : `Views before ${byDaysUntil.toISOString()} have been added up to whole days, and nothing can be taken out ` +
            'of those any more; what was excluded before stays so. ROLLUP_HOUR_DAYS says after how many.',
      {
        field: 'from',
        ...(byDaysUntil === undefined ? {} : { details: { byDaysUntil: byDaysUntil.toISOString() } }),
      },
    );
  }
}

/** The range begins in a time that is kept by days alone: only a part of it could be taken out. */
export class ExclusionBeginsTooEarly extends MostreadError {
  readonly code = 'EXCLUSION_BEGINS_TOO_EARLY';

  constructor(byDaysUntil: Date) {
    const from = byDaysUntil.toISOString();
    super(
      `Views before ${from} have been added up to whole days, and nothing can be taken out of those any more. ` +
        `Give "from": ${from} for what is left of this range.`,
      { field: 'from', details: { byDaysUntil: from } },
    );
  }
}

/** Only whole quarters (later whole hours) are known of that time, and the range cuts one. */
export class ExclusionCutsSlice extends MostreadError {
  readonly code = 'EXCLUSION_CUTS_SLICE';

  constructor({ field, at, aligned }: { field: 'from' | 'to'; at: Date; aligned: readonly [Date, Date] }) {
    const [before, after] = aligned.map((one) => one.toISOString());
    super(
      `Views around ${at.toISOString()} are no longer kept one by one, and "${field}" lies inside of what is kept ` +
        `together. Give ${before} or ${after}.`,
      { field, details: { aligned: [before, after] } },
    );
  }
}

/** Only the view stream knows visitors, and it has an end. */
export class ViewStreamTooShort extends MostreadError {
  readonly code = 'VIEW_STREAM_TOO_SHORT';

  constructor(reachesBackTo: Date) {
    super(
      `Views one by one, with their visitors, are kept only since ${reachesBackTo.toISOString()}. Begin there or ` +
        'later, or exclude by source or article over whole quarters of an hour. VIEW_STREAM_HOURS and ' +
        'VIEW_STREAM_VIEWS say how many are kept.',
      { field: 'from', details: { reachesBackTo: reachesBackTo.toISOString() } },
    );
  }
}

export class ExclusionNotFound extends MostreadError {
  readonly code = 'EXCLUSION_NOT_FOUND';

  constructor(id: string) {
    super(`There is no exclusion with the id "${id.slice(0, 80)}".`, { field: 'id' });
  }
}

/** The same event id came with other content before. */
export class ExclusionEventUsed extends MostreadError {
  readonly code = 'EXCLUSION_EVENT_USED';

  constructor() {
    super(
      'An exclusion of other views was made under this eventId. Send each exclusion under an id of its own, and only ' +
        'a repetition under the same.',
      { field: 'eventId' },
    );
  }
}

export class ExclusionTooLarge extends MostreadError {
  readonly code = 'EXCLUSION_TOO_LARGE';

  constructor(max: number) {
    super(
      `More than ${max} figures (of an article, a source and a quarter of an hour) lie in this range. Narrow it, or ` +
        'exclude it in parts.',
      { field: 'from', details: { max } },
    );
  }
}
