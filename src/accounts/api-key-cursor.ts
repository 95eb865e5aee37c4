import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import type { KeyPlace } from './api-key.repository';
import { isKeyId } from './api-key-text';

const NEWEST = 'keys:newest';

export function writeKeyCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return writeCursor(NEWEST, [createdAt.getTime(), id]);
}

/** @throws BadUserInput when it is no cursor of this list. */
export function readKeyCursor(cursor: string): KeyPlace {
  const [createdAtMs, id, ...rest] = readCursor(NEWEST, cursor);
  const isTime =
    typeof createdAtMs === 'number' && Number.isInteger(createdAtMs) && Math.abs(createdAtMs) < 1e14;
  if (!isTime || typeof id !== 'string' || !isKeyId(id) || rest.length > 0) throw wrongCursor();
  return { createdAtMs, id };
}
