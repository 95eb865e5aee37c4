// A cursor is opaque to clients: base64url of JSON, [kind, ...parts]. Its kind names the list and its order, so that a
// cursor of another list is refused instead of giving a page from nowhere. It is a place in a list, not a secret: who
// forges a well-formed one gets the page that follows that place, and nothing that the list would not show anyway.

import { BadUserInput } from '../errors';

export type CursorPart = string | number;

const MAX_CURSOR_LENGTH = 1_024;
const cursorPattern = /^[A-Za-z0-9_-]+$/;

export function writeCursor(kind: string, parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/**
 * The parts that `writeCursor` was given. The caller still checks how many they are and what they mean
 * (see `wrongCursor`): only the list knows.
 * @throws BadUserInput when it is not a cursor at all, or one of another kind.
 */
export function readCursor(kind: string, cursor: string, field = 'after'): CursorPart[] {
  const [foundKind, ...parts] = decode(cursor) ?? [];
  if (foundKind === kind && parts.every(isPart)) return parts;
  throw wrongCursor(field);
}

export function wrongCursor(field = 'after'): BadUserInput {
  return new BadUserInput(
    field,
    `"${field}" is not a cursor of this list. Give the endCursor of a page of the same list, or leave it out.`,
  );
}

function decode(cursor: string): unknown[] | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH || !cursorPattern.test(cursor)) return undefined;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function isPart(part: unknown): part is CursorPart {
  return typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part));
}
