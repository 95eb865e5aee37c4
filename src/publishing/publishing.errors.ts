import { MostreadError } from '../platform/errors';

/** No article has this id. */
export class NoSuchArticle extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor(id: string, field = 'id') {
    super(`"${field}" is "${id}"; there is no such article.`, { field });
  }
}

/** Somebody else has changed the article since the caller read it. */
export class VersionConflict extends MostreadError {
  readonly code = 'VERSION_CONFLICT';
  /** The version that the article is at. */
  readonly present: number;

  constructor({ seen, present, by, at }: { seen: number; present: number; by: string; at: Date }) {
    super(
      `You saw version ${seen}; the article is at version ${present}, written by ${by} at ${at.toISOString()}. ` +
        'Nothing was changed. Look at the present one, then send your change again with its version.',
      { field: 'version' },
    );
    this.present = present;
  }
}

/** The act does not follow from where the article stands. */
export class WrongStatus extends MostreadError {
  readonly code = 'WRONG_STATUS';

  constructor({ act, status, possible }: { act: string; status: string; possible: readonly string[] }) {
    super(`${act} is not possible: the article is ${status}. Possible now: ${possible.join(', ')}.`, {
      field: 'id',
    });
  }
}

/** Something that every public article has is missing from this one. */
export class NotReady extends MostreadError {
  readonly code = 'NOT_READY';

  constructor(field: string, message: string) {
    super(message, { field });
  }
}

/** The time at which an article is to be published is not one that it can have; the message says which it may be. */
export class WrongPublishAt extends MostreadError {
  readonly code = 'WRONG_PUBLISH_AT';

  constructor(message: string) {
    super(message, { field: 'publishAt' });
  }
}

export class SlugTaken extends MostreadError {
  readonly code = 'SLUG_TAKEN';

  constructor(slug: string) {
    super(`"slug" is "${slug}"; another article has it. Give another one, or none.`, { field: 'slug' });
  }
}

/** Links to a public article must go on leading there. */
export class SlugIsPublic extends MostreadError {
  readonly code = 'SLUG_IS_PUBLIC';

  constructor(slug: string) {
    super(`The article has been public as "${slug}", and links lead there. Its slug stays.`, {
      field: 'slug',
    });
  }
}

/** The article is to refer to a section that does not exist. */
export class SectionNotFound extends MostreadError {
  readonly code = 'SECTION_NOT_FOUND';

  constructor(section: string) {
    super(`"section" is "${section}"; no section has this id or slug.`, { field: 'section' });
  }
}

export class AuthorNotFound extends MostreadError {
  readonly code = 'AUTHOR_NOT_FOUND';

  constructor(field: string, author: string) {
    super(`"${field}" is "${author}"; no author has this id or slug.`, { field });
  }
}

export class ImageNotFound extends MostreadError {
  readonly code = 'IMAGE_NOT_FOUND';

  constructor(field: string, id: string) {
    super(`"${field}" is "${id}"; no image has this id.`, { field });
  }
}

export class NoSuchRevision extends MostreadError {
  readonly code = 'REVISION_NOT_FOUND';

  constructor(revision: number) {
    super(`"revision" is ${revision}; the article has no earlier version of this number.`, {
      field: 'revision',
    });
  }
}
