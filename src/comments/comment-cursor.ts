import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Comment } from './comment.entity';
import type { CommentPlace } from './comment.repository';

// The article is part of it: after a comment on another article there is nothing to go on with.
const NEWEST = 'comments:newest';

// The years 1970 to 9999: readers have written none before.
const LAST_MS = 253_402_300_799_999;

export function writeCommentCursor({ articleId, createdAt, id }: Comment): string {
  return writeCursor(NEWEST, [articleId, createdAt.getTime(), id]);
}

/** @throws BadUserInput when it is no cursor of this article's comments. */
export function readCommentCursor(articleId: string, cursor: string): CommentPlace {
  const [ofArticle, createdAtMs, id, ...rest] = readCursor(NEWEST, cursor);
  const isWhole = ofArticle === articleId && isTime(createdAtMs) && isId(id) && rest.length === 0;
  if (!isWhole) throw wrongCursor();
  return { createdAtMs, id };
}

function isTime(part: unknown): part is number {
  return Number.isInteger(part) && (part as number) >= 0 && (part as number) <= LAST_MS;
}

function isId(part: unknown): part is string {
  return typeof part === 'string' && readUuid(part) === part;
}
