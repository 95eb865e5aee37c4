import { BestWindow } from '../../../../evaluate/popular/baselines/best-window';
import { countedLogOf, type PlainView } from '../../../../evaluate/popular/counted-log';
import { ticksBetween } from '../../../../evaluate/popular/tick-lists';

const MINUTE_MS = 60_000;

/** What is read changes wholly every `everyMinutes`. */
function* turns(everyMinutes: number, minutes: number): Generator<PlainView> {
  for (let at = 0; at < minutes * 20; at++) {
    const turn = Math.floor(at / 20 / everyMinutes);
    yield { atMs: at * 3_000, visitor: `v${at}`, article: `a${turn} ${at % 5}`, source: 'OTHER' };
  }
}

/** All is read alike but by chance of the minute, so that only a long window knows the five. */
function* steady(minutes: number): Generator<PlainView> {
  for (let at = 0; at < minutes * 20; at++) {
    const among = Math.floor(at / 20) % 2 === 0 ? at % 5 : 5 + (at % 7);
    yield { atMs: at * 3_000, visitor: `v${at}`, article: `a${among}`, source: 'OTHER' };
  }
}

const run = async (views: Iterable<PlainView>) => {
  const log = countedLogOf(views);
  const best = new BestWindow({
    windowsMinutes: [1, 30],
    horizonMs: 5 * MINUTE_MS,
    leastReaders: 1,
    gridMs: 5 * MINUTE_MS,
    warmUpMs: 0,
  });
  const ticks = ticksBetween(300 * MINUTE_MS, 360 * MINUTE_MS, 60_000);
  await best.lists({
    ...{ views: log, ticks, warmUpMs: 0, pace: 'every', progress: () => undefined, isStopped: () => false },
    openParts: () => Promise.reject(new Error('It needs no stores.')),
  });
  return best.source;
};

test('is the short one where what is read turns fast', async () => {
  expect(await run(turns(13, 400))).toMatch(/^window 1 min:/);
});

test('is the long one where only a long memory knows the five', async () => {
  expect(await run(steady(400))).toMatch(/^window 30 min:/);
});
