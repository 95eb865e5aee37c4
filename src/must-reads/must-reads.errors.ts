import { MostreadError } from '../platform/errors';

export class NoSuchPick extends MostreadError {
  readonly code = 'PICK_NOT_FOUND';

  constructor(id: string, field = 'id') {
    super(`"${field}" is "${id.slice(0, 100)}"; no pick has this id. It may have been taken back.`, {
      field,
    });
  }
}

/** It can be picked before it is public, but not before it is there. */
export class NothingToPick extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(articleId: string) {
    super(`"articleId" is "${articleId.slice(0, 100)}"; there is no such article.`, { field: 'articleId' });
  }
}

/** An article has one pick that holds or will hold. */
export class AlreadyPicked extends MostreadError {
  readonly code = 'ALREADY_PICKED';

  constructor(pickId: string) {
    super(`The article is picked already, as ${pickId}. Change that pick, or take it back first.`, {
      field: 'articleId',
    });
  }
}

/** Someone else has changed it since the caller read it: nothing was written. */
export class StalePick extends MostreadError {
  readonly code = 'VERSION_CONFLICT';

  constructor({ seen, present }: { seen: number; present: number }) {
    super(
      `You saw version ${seen}; the pick is at version ${present}: someone has changed it meanwhile. Nothing was ` +
        'changed. Look at the present one, then send your change again with its version.',
      { field: 'version' },
    );
  }
}
