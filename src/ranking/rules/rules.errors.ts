import { MostreadError } from '../../platform/errors';

/** Two pins cannot stand on one place at one time. */
export class PlaceTaken extends MostreadError {
  readonly code = 'PLACE_TAKEN';

  constructor(place: number, other: { id: string; headline: string; from: Date; until: Date }) {
    super(
      `Place ${place} of this list is taken from ${other.from.toISOString()} to ${other.until.toISOString()} by ` +
        `"${other.headline.slice(0, 100)}" (placement ${other.id}). Take that back, or choose another place or time.`,
      { field: 'place', details: { placementId: other.id } },
    );
  }
}

/** What an article has on a list already, at that time. */
export class AlreadyPlaced extends MostreadError {
  readonly code = 'ALREADY_PLACED';

  constructor(done: 'pinned' | 'buried' | 'boosted', other: { id: string; from: Date; until: Date }) {
    super(
      `The article is ${done} there already, from ${other.from.toISOString()} to ${other.until.toISOString()} ` +
        `(placement ${other.id}). Take that back first, or choose another time.`,
      { field: 'articleId', details: { placementId: other.id } },
    );
  }
}

/** What is buried stands on no place, so nothing could come of a pin or a boost. */
export class ArticleBuried extends MostreadError {
  readonly code = 'ARTICLE_BURIED';

  constructor(other: { id: string; from: Date; until: Date }) {
    super(
      `The article is buried from ${other.from.toISOString()} to ${other.until.toISOString()} ` +
        `(placement ${other.id}) and would not be shown. Take that back first.`,
      { field: 'articleId', details: { placementId: other.id } },
    );
  }
}

/** It can be placed before it is public, but not before it is there. */
export class NothingToPlace extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(articleId: string) {
    super(`"articleId" is "${articleId.slice(0, 100)}"; there is no such article.`, { field: 'articleId' });
  }
}

/** A list of a section or a language holds only articles of it, by hand as well. */
export class ArticleNotOfList extends MostreadError {
  readonly code = 'ARTICLE_NOT_OF_LIST';

  constructor(of: 'section' | 'language', wanted: string) {
    super(
      of === 'section'
        ? `The article stands neither in the section "${wanted}" nor in one under it, so it cannot be on its list.`
        : `The article is not in the language "${wanted}", so it cannot be on its list.`,
      { field: of },
    );
  }
}

export class TooManyPlacements extends MostreadError {
  readonly code = 'TOO_MANY_PLACEMENTS';

  constructor(max: number) {
    super(`There are ${max} placements that are not over, and there may be no more. Take some back first.`, {
      field: 'articleId',
      details: { max },
    });
  }
}

export class PlacementNotFound extends MostreadError {
  readonly code = 'PLACEMENT_NOT_FOUND';

  constructor(id: string) {
    super(`"id" is "${id.slice(0, 100)}"; no placement has this id.`, { field: 'id' });
  }
}

/** There is nothing left to take back. */
export class PlacementOver extends MostreadError {
  readonly code = 'PLACEMENT_OVER';

  constructor(until: Date) {
    super(`The placement ended at ${until.toISOString()}: there is nothing to take back.`, { field: 'id' });
  }
}

export class RankingRuleNotFound extends MostreadError {
  readonly code = 'RANKING_RULE_NOT_FOUND';

  constructor(id: string) {
    super(`"id" is "${id.slice(0, 100)}"; no rule has this id. It may have been removed.`, { field: 'id' });
  }
}

/** Someone else has set or removed the rule since the caller read it: nothing was written. */
export class StaleRankingRule extends MostreadError {
  readonly code = 'VERSION_CONFLICT';

  constructor({ seen, present }: { seen: number; present: number }) {
    super(
      `You saw ${seen === 0 ? 'no rule' : `version ${seen}`}; the rule is at version ${present}. Nothing was ` +
        'changed. Look at the present one, then send your change again with its version.',
      { field: 'version', details: { present } },
    );
  }
}

/** A list must not be emptied by a slip of the pen: see previewRankingRule. */
export class ListWouldBeShort extends MostreadError {
  readonly code = 'LIST_WOULD_BE_SHORT';

  constructor({ field, left, now, why }: { field: string; left: number; now: number; why: string }) {
    super(
      `${left === 0 ? 'No article' : `Only ${left} of the first ${now} places`} would be left on this list: ${why}. ` +
        'Nothing was changed.',
      { field, details: { left, now } },
    );
  }
}

/** Each costs whoever ranks a little: they are not for asking with every key that is pressed. */
export class TooManyPreviews extends MostreadError {
  readonly code = 'TOO_MANY_PREVIEWS';

  constructor(max: number) {
    super(
      `${max} previews are being worked out already, and there may be no more at once. Try again in a second.`,
      {
        retryable: true,
      },
    );
  }
}

/** Whoever leads the ranking works previews out; for seconds after the leader has gone nobody does. */
export class PreviewUnanswered extends MostreadError {
  readonly code = 'PREVIEW_UNANSWERED';

  constructor() {
    super('No process that ranks has answered in time. Nothing was changed. Try again in a few seconds.', {
      retryable: true,
    });
  }
}
