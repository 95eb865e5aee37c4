import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';

const REVISIONS = 'revisions:latest';

export function writeRevisionCursor({ articleId, version }: { articleId: string; version: number }): string {
  return writeCursor(REVISIONS, [articleId, version]);
}

/**
 * The version after which the next page begins.
 * @throws BadUserInput when it is no cursor of this article's versions
 */
export function readRevisionCursor(articleId: string, cursor: string): number {
  const [ofArticle, version, ...rest] = readCursor(REVISIONS, cursor);
  const isVersion =
    Number.isInteger(version) && (version as number) >= 1 && (version as number) <= 2 ** 31 - 1;
  if (ofArticle !== articleId || !isVersion || rest.length > 0) throw wrongCursor();
  return version as number;
}
