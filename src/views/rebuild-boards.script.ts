import {
  boardKey,
  boardsKnownKey,
  KEPT_MINUTES,
  landmarksKey,
  minuteDiscountKey,
  minuteKey,
  minutesTouchedLateKey,
} from '../boards/board-keys';
import { allBoards, halfLifeMs } from '../boards/decay';
import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import type { ArticleWorth } from './article-worth';

/** A partition's articles are given back in so many calls, or Redis would serve nobody else for long. */
export const BOARD_PARTS = 16;

export function boardPartOf(article: number): number {
  return article % BOARD_PARTS;
}

export interface ViewsOfMinute {
  minute: number;
  article: number;
  views: number;
  discount: number;
}

export interface PartsToRebuild {
  partition: Partition;
  lineage: string;
  foundMs: number;
  nowMs: number;
  /** By the clock of Postgres. */
  figuresMs: number;
  /** One; or several, of which nothing is missing. */
  parts: readonly number[];
  articles: readonly ArticleWorth[];
  minutes: readonly ViewsOfMinute[];
}

const KEEP_MINUTE_SECONDS = (KEPT_MINUTES + 1) * 60;

const minutesOf = ({ minutes }: PartsToRebuild): number[] => [
  ...new Set(minutes.map(({ minute }) => minute)),
];

export const rebuildBoards = defineScript({
  file: 'rebuild-boards.lua',
  folder: __dirname,
  keys: (asked: PartsToRebuild) => [
    boardsKnownKey(asked.partition),
    ...allBoards.map((board) => boardKey(board, asked.partition)),
    landmarksKey(asked.partition),
    minutesTouchedLateKey(asked.partition),
    ...minutesOf(asked).flatMap((minute) => [
      minuteKey(minute, asked.partition),
      minuteDiscountKey(minute, asked.partition),
    ]),
  ],
  args: (asked: PartsToRebuild) => {
    const minutes = minutesOf(asked);
    const placeOf = new Map(minutes.map((minute, at) => [minute, at + 1]));
    return [
      ...[asked.lineage, asked.foundMs, BOARD_PARTS, asked.nowMs, asked.figuresMs],
      ...allBoards.map((board) => halfLifeMs[board]),
      ...[KEEP_MINUTE_SECONDS, asked.parts.length, minutes.length, asked.articles.length],
      ...asked.parts,
      ...minutes,
      ...asked.articles.flatMap(({ article, worth }) => [article, ...worth]),
      ...asked.minutes.flatMap(({ minute, article, views, discount }) => [
        ...[placeOf.get(minute) ?? 0, article, views, discount],
      ]),
    ];
  },
  answer: (reply: unknown): 'done' | 'had been done' => (reply === 1 ? 'done' : 'had been done'),
});
