// Where an article stands in a list, as a cursor. A list by time goes on after (publishedAt, id), so a page stays whole
// while articles are published above it; the rank travels along, so that the next page counts on.

import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import type { ArticleCard } from './article-card';

const NEWEST = 'articles:newest';
const VIEWS = 'articles:views';

export interface NewestPlace {
  publishedAtMs: number;
  id: string;
  rank: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function writeNewestCursor(card: ArticleCard, rank: number): string {
  return writeCursor(NEWEST, [card.publishedAt?.getTime() ?? 0, card.id, rank]);
}

/** @throws BadUserInput when it is no cursor of a list by time. */
export function readNewestCursor(cursor: string): NewestPlace {
  const [publishedAtMs, id, rank, ...rest] = readCursor(NEWEST, cursor);
  if (
    !isTime(publishedAtMs) ||
    typeof id !== 'string' ||
    !uuid.test(id) ||
    !isRank(rank) ||
    rest.length > 0
  ) {
    throw wrongCursor();
  }
  return { publishedAtMs, id, rank };
}

export interface ViewsCursor {
  views: number;
  number: number;
  rank: number;
}

/**
 * A list by views goes on after (views, number), the larger first: what gains views while a reader turns pages moves to
 * pages already turned, so that nothing comes twice.
 */
export function writeViewsCursor({ views, number, rank }: ViewsCursor): string {
  return writeCursor(VIEWS, [views, number, rank]);
}

/** @throws BadUserInput when it is no cursor of a list by views. */
export function readViewsCursor(cursor: string): ViewsCursor {
  const [views, number, rank, ...rest] = readCursor(VIEWS, cursor);
  // It may be below 0 where a loss has left less than was excluded; a number is an integer of Postgres.
  if (!Number.isSafeInteger(views) || !isNumber(number) || !isRank(rank) || rest.length > 0)
    throw wrongCursor();
  return { views: views as number, number, rank };
}

// The years 1 to 9999: what a timestamp of Postgres and a Date both hold.
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;
const MAX_RANK = 1_000_000_000;

function isTime(part: unknown): part is number {
  return Number.isInteger(part) && (part as number) >= FIRST_MS && (part as number) <= LAST_MS;
}

function isRank(part: unknown): part is number {
  return Number.isInteger(part) && (part as number) >= 1 && (part as number) <= MAX_RANK;
}

function isNumber(part: unknown): part is number {
  return Number.isInteger(part) && (part as number) >= 0 && (part as number) <= 2_147_483_647;
}
