import { MostreadError } from '../platform/errors';

export type Surrounding = 'section' | 'author' | 'tag' | 'image';

/** An id that an editor gives, and nothing has it. */
export class NoSuchSurrounding extends MostreadError {
  readonly code: 'SECTION_NOT_FOUND' | 'AUTHOR_NOT_FOUND' | 'TAG_NOT_FOUND' | 'IMAGE_NOT_FOUND';

  constructor(what: Surrounding, { field, id }: { field: string; id: string }) {
    super(`"${field}" is "${id.slice(0, 100)}"; no ${what} has this id.`, { field });
    this.code = notFound[what];
  }
}

const notFound = {
  section: 'SECTION_NOT_FOUND',
  author: 'AUTHOR_NOT_FOUND',
  tag: 'TAG_NOT_FOUND',
  image: 'IMAGE_NOT_FOUND',
} as const;

/** Someone else has changed it since the caller read it: nothing was written. */
export class StaleVersion extends MostreadError {
  readonly code = 'VERSION_CONFLICT';

  constructor(what: Surrounding, { seen, present }: { seen: number; present: number }) {
    super(
      `You saw version ${seen}; the ${what} is at version ${present}: someone has changed it meanwhile. Nothing was ` +
        'changed. Look at the present one, then send your change again with its version.',
      { field: 'version' },
    );
  }
}

/** A name in addresses that something else of its kind has. */
export class NameTaken extends MostreadError {
  readonly code = 'SLUG_TAKEN';

  constructor(slug: string, what: Surrounding) {
    super(`The slug "${slug}" belongs to another ${what}. Give "slug" a value of its own.`, {
      field: 'slug',
    });
  }
}

/** A section cannot stand under itself. */
export class SectionCycle extends MostreadError {
  readonly code = 'SECTION_CYCLE';

  constructor(names: { section: string; parent: string }) {
    super(
      `"${names.section}" cannot stand under "${names.parent}", which is the section itself or one under it. ` +
        'Choose another "parentId".',
      { field: 'parentId' },
    );
  }
}

export class SectionTooDeep extends MostreadError {
  readonly code = 'SECTION_TOO_DEEP';

  constructor({ depth, max }: { depth: number; max: number }) {
    super(`Sections would stand ${depth} deep; they may stand ${max} deep. Choose a "parentId" further up.`, {
      field: 'parentId',
    });
  }
}

/** It can only go when nothing stands in it. */
export class SectionNotEmpty extends MostreadError {
  readonly code = 'SECTION_NOT_EMPTY';

  constructor({ name, articles, sections }: { name: string; articles: number; sections: number }) {
    super(
      `"${name}" holds ${counted(articles, 'article')} and ${counted(sections, 'section')}. ` +
        'Move them elsewhere first; drafts and withdrawn articles count too.',
      { field: 'id' },
    );
  }
}

/** Articles stay with their byline. */
export class AuthorHasArticles extends MostreadError {
  readonly code = 'AUTHOR_HAS_ARTICLES';

  constructor({ name, articles }: { name: string; articles: number }) {
    super(
      `"${name}" has ${counted(articles, 'article')}. Merge the author into another one, or change the bylines ` +
        'first; drafts and withdrawn articles count too.',
      { field: 'id' },
    );
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
