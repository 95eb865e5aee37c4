import { MostreadError } from '../platform/errors';

interface Length {
  has: number;
  unit: string;
  max: number;
}

export class CommentEmpty extends MostreadError {
  readonly code = 'COMMENT_EMPTY';

  constructor() {
    super('A comment needs at least one character that can be seen.', { field: 'text' });
  }
}

export class CommentTooLong extends MostreadError {
  readonly code = 'COMMENT_TOO_LONG';

  constructor({ has, unit, max }: Length) {
    super(`The comment has ${has} ${unit}; it may have ${max}.`, { field: 'text' });
  }
}

export class NameEmpty extends MostreadError {
  readonly code = 'NAME_EMPTY';

  constructor() {
    super('A comment needs the name of its writer, with at least one character that can be seen.', {
      field: 'authorName',
    });
  }
}

export class NameTooLong extends MostreadError {
  readonly code = 'NAME_TOO_LONG';

  constructor({ has, unit, max }: Length) {
    super(`The name has ${has} ${unit}; it may have ${max}.`, { field: 'authorName' });
  }
}

/** The staff's, by the setting COMMENT_RESERVED_NAMES. */
export class NameReserved extends MostreadError {
  readonly code = 'NAME_RESERVED';

  constructor() {
    super('This name belongs to the newsroom. Choose another one.', { field: 'authorName' });
  }
}

/** Marks above and below letters pile up beyond what any script writes. */
export class TooManyMarks extends MostreadError {
  readonly code = 'TOO_MANY_MARKS';

  constructor(field: 'text' | 'authorName') {
    super(`"${field}" has more marks on its letters than can be read. Take some of them away.`, { field });
  }
}

export class CommentUnreadable extends MostreadError {
  readonly code = 'COMMENT_UNREADABLE';

  constructor(field: 'text' | 'authorName') {
    super(`"${field}" holds a NUL or half of a character, which cannot be stored. Take it out.`, { field });
  }
}
