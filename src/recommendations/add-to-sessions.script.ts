import { defineScript } from '../platform/redis/script';
import { sessionKey } from './neighbour-keys';

export interface SessionView {
  visitor: string;
  article: number;
  atMs: number;
}

export interface SessionRules {
  /** A session ends when nothing is read for so long. */
  gapMs: number;
  /** Readings that are remembered. */
  remembered: number;
}

/** Views of visitors of one partition, in one command: four for each view cost as much as its counting. */
export const addToSessions = defineScript({
  file: 'add-to-sessions.lua',
  folder: __dirname,
  keys: (views: readonly SessionView[], _rules: SessionRules) =>
    views.map(({ visitor }) => sessionKey(visitor)),
  args: (views: readonly SessionView[], { gapMs, remembered }: SessionRules) => [
    gapMs,
    remembered,
    ...views.map(({ article, atMs }) => `${article}@${atMs}`),
  ],
  answer: (reply: unknown) => reply as string[][],
});
