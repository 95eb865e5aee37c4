import { defineScript } from '../platform/redis/script';
import { sessionKey } from './neighbour-keys';

export interface SessionView {
  visitor: string;
  article: number;
  atMs: number;
}

/** Views of visitors of one partition, in one command. A session ends when nothing is read for `gapMs`. */
export const addToSessions = defineScript({
  file: 'add-to-sessions.lua',
  folder: __dirname,
  keys: (views: readonly SessionView[], _gapMs: number) => views.map(({ visitor }) => sessionKey(visitor)),
  args: (views: readonly SessionView[], gapMs: number) => [
    gapMs,
    ...views.map(({ article, atMs }) => `${article}@${atMs}`),
  ],
  answer: (reply: unknown) =>
    (reply as string[]).map((readings) => (readings === '' ? [] : readings.split(' '))),
});
