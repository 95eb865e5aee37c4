import { MostreadError } from '../platform/errors';

interface Length {
  has: number | string;
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

/** The article that is commented on. */
export class NoArticleToComment extends MostreadError {
  readonly code = 'ARTICLE_NOT_FOUND';

  constructor() {
    super('There is no such article, or readers cannot see it.', { field: 'articleId' });
  }
}

/** By the setting COMMENTS for all articles, or by a moderator for this one. */
export class CommentsClosed extends MostreadError {
  readonly code = 'COMMENTS_CLOSED';

  constructor() {
    super('This article takes no comments any more.', { field: 'articleId' });
  }
}

/** The comment that is to be answered cannot be seen, or is on another article. */
export class NoCommentToAnswer extends MostreadError {
  readonly code = 'PARENT_NOT_FOUND';

  constructor() {
    super('There is no such comment on this article. It may have been taken away.', { field: 'parentId' });
  }
}

/** Answers are one level deep. */
export class AnswerToAnswer extends MostreadError {
  readonly code = 'ANSWER_TO_ANSWER';

  constructor(topId: string) {
    super(`This is an answer, and answers have none. Answer the comment above it: ${topId}.`, {
      field: 'parentId',
    });
  }
}

export class TooManyAnswers extends MostreadError {
  readonly code = 'TOO_MANY_ANSWERS';

  constructor(max: number) {
    super(`This comment has ${max} answers, and takes no more. Write a comment on the article.`, {
      field: 'parentId',
    });
  }
}

/** Another comment has been sent with the same id. */
export class EventIdTaken extends MostreadError {
  readonly code = 'EVENT_ID_TAKEN';

  constructor() {
    super('Another comment was sent with this eventId. Draw a new random one for each comment.', {
      field: 'eventId',
    });
  }
}

export class CommentRepeated extends MostreadError {
  readonly code = 'COMMENT_REPEATED';

  constructor(minutes: number) {
    super(`You have written the same within the last ${minutes} minutes. It is there, or waits its turn.`, {
      field: 'text',
    });
  }
}

/** One visitor, or one network, writes or reports more than the settings allow. */
export class CommentsTooFast extends MostreadError {
  readonly code = 'COMMENTS_TOO_FAST';

  constructor({ waitMs }: { waitMs: number }) {
    super(`That is too much at once. Try again in ${Math.max(1, Math.ceil(waitMs / 1_000))} seconds.`, {
      field: 'visitor',
    });
  }
}

/** To be reported, approved or rejected. */
export class NoSuchComment extends MostreadError {
  readonly code = 'COMMENT_NOT_FOUND';

  constructor(field: string) {
    super('There is no such comment.', { field });
  }
}

/** Another moderator was first, or readers' reports have held it meanwhile. */
export class CommentDecided extends MostreadError {
  readonly code = 'COMMENT_DECIDED';

  constructor({ seen, present, what }: { seen: number; present: number; what: string }) {
    super(
      `You saw version ${seen} of the comment; it is at version ${present}: ${what}. Nothing was changed. ` +
        'Look at it again, and decide on its present version.',
      { field: 'version' },
    );
  }
}

export class RejectionReasonWrong extends MostreadError {
  readonly code = 'REASON_WRONG';

  constructor(max: number) {
    super(`A rejection needs a reason of 1 to ${max} characters, for the other moderators.`, {
      field: 'reason',
    });
  }
}
