import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';

const NEWEST = 'exclusions:newest';

export function writeExclusionCursor({ excludedAt, id }: { excludedAt: Date; id: string }): string {
  return writeCursor(NEWEST, [excludedAt.getTime(), id]);
}

/** @throws BadUserInput when it is no cursor of this list. */
export function readExclusionCursor(cursor: string): { atMs: number; id: string } {
  const [atMs, id, ...rest] = readCursor(NEWEST, cursor);
  const isTime = typeof atMs === 'number' && Number.isInteger(atMs) && Math.abs(atMs) < 1e14;
  if (!isTime || typeof id !== 'string' || readUuid(id) !== id || rest.length > 0) throw wrongCursor();
  return { atMs, id };
}
