import { SimulatedClock } from '../../src/platform/clock';
import {
  ReplayCourse,
  type ReplayParts,
  replayAtOnce,
  replayPaced,
  UNKNOWN_ARTICLE,
} from '../../src/traffic/replay';
import { ReplayClock } from '../../src/traffic/replay-clock';
import type { LogView } from '../../src/traffic/view-log';
import { SLICE_MS } from '../../src/views/slice';
import { aCounting, aReader, SomeArticles } from '../builders/a-counting';
import { countedViews } from '../oracles/counted-views.oracle';
import { useStores } from '../setup/stores';

const stores = useStores();
const DAY_MS = 86_400_000;
const startMs = Date.UTC(2026, 0, 10, 21, 7);

async function* inGroups(views: readonly LogView[], size = 100): AsyncGenerator<LogView[]> {
  for (let start = 0; start < views.length; start += size) yield views.slice(start, start + size);
}

/** Three hours over midnight, in which few visitors read few articles again and again. */
function someViews(count: number): LogView[] {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  return Array.from({ length: count }, () => ({
    atMs: startMs + random(6 * 3_600_000),
    visitor: `visitor ${random(40)}`,
    article: `article ${random(12) + 1}`,
    source: 'OTHER' as const,
  })).sort((a, b) => a.atMs - b.atMs);
}

const noSteps = { fromMs: Infinity, ms: 1, begin: async () => undefined };

describe('a replay as fast as possible', () => {
  test('counts exactly the views that the rule counts, over slices and over midnight', async () => {
    const articles = new SomeArticles(12);
    const clock = new ReplayClock(startMs);
    const counting = aCounting({ stores, clock, articles });
    await counting.start();
    const views = someViews(4_000);
    const done: number[] = [];
    const outcomes = await replayAtOnce(
      inGroups(views),
      {
        counter: counting.counter,
        readerOf: (visitor) => counting.readers.ofLog(visitor),
        articleId: (name) => articles.id(Number(name.split(' ')[1])),
        wait: async () => undefined,
      },
      { course: new ReplayCourse(clock, noSteps), progress: (count) => done.push(count) },
    );
    await counting.stop();
    const counted = countedViews(views, SLICE_MS).filter(Boolean).length;
    expect(counted).toBeGreaterThan(1_000);
    expect(Object.fromEntries(outcomes)).toEqual({ COUNTED: counted, REPEAT: views.length - counted });
    const totals = await counting.totals.totals(articles.cards.map(({ number }) => number));
    expect(totals.reduce((sum, views) => sum + views, 0)).toBe(counted);
    expect(done.at(-1)).toBe(views.length);
    expect(clock.nowMs()).toBe(views.at(-1)?.atMs);
  });

  test('hands views over with their own times, none from another slice', async () => {
    const clock = new ReplayClock(startMs);
    const calls: { nowMs: number; times: number[] }[] = [];
    const parts: ReplayParts = {
      counter: {
        async record(views) {
          calls.push({ nowMs: clock.nowMs(), times: views.map(({ report }) => report.occurredAtMs ?? 0) });
          return views.map(() => ({ status: 'COUNTED', refusal: null }));
        },
      },
      readerOf: async (visitor) => aReader(visitor),
      articleId: (name) => name,
      wait: async () => undefined,
    };
    const views = someViews(3_000);
    await replayAtOnce(inGroups(views), parts, { course: new ReplayCourse(clock, noSteps) });
    expect(calls.flatMap(({ times }) => times)).toEqual(views.map(({ atMs }) => atMs));
    for (const { nowMs, times } of calls) {
      expect(new Set([nowMs, ...times].map((ms) => Math.floor(ms / SLICE_MS))).size).toBe(1);
      expect(Math.max(...times)).toBeLessThanOrEqual(nowMs);
    }
  });

  test('ends when it is asked to, with what was under way counted', async () => {
    const counted: number[] = [];
    const outcomes = await replayAtOnce(inGroups(someViews(4_000)), alwaysCounted, {
      course: new ReplayCourse(new ReplayClock(startMs), noSteps),
      progress: (done) => counted.push(done),
      isStopped: () => counted.length >= 2,
    });
    expect(outcomes.get('COUNTED')).toBe(counted.at(-1));
    expect(counted.at(-1)).toBeLessThan(4_000);
  });

  test('ends with the trouble of a call, once none is under way', async () => {
    let underWay = 0;
    const replay = replayAtOnce(
      inGroups(someViews(4_000)),
      {
        ...alwaysCounted,
        counter: {
          async record(views) {
            underWay++;
            await new Promise(setImmediate);
            underWay--;
            if (views.some(({ report }) => report.articleId === 'article 7'))
              throw new Error('no such article');
            return views.map(() => ({ status: 'COUNTED', refusal: null }));
          },
        },
      },
      { course: new ReplayCourse(new ReplayClock(startMs), noSteps) },
    );
    await expect(replay).rejects.toThrow('no such article');
    expect(underWay).toBe(0);
  });

  test('says how many views were of unknown articles, and why others were refused', async () => {
    const outcomes = await replayAtOnce(
      inGroups([view('known'), view('unknown'), view('refused')]),
      {
        counter: {
          record: async (views) =>
            views.map(({ report }) =>
              report.articleId === 'refused'
                ? { status: 'REFUSED', refusal: { code: 'VIEW_TOO_OLD', retryable: false } }
                : { status: 'COUNTED', refusal: null },
            ),
        },
        readerOf: async (visitor) => aReader(visitor),
        articleId: (name) => (name === 'unknown' ? undefined : name),
        wait: async () => undefined,
      },
      { course: new ReplayCourse(new ReplayClock(startMs), noSteps) },
    );
    expect(Object.fromEntries(outcomes)).toEqual({ COUNTED: 1, [UNKNOWN_ARTICLE]: 1, VIEW_TOO_OLD: 1 });
  });
});

test('views that the store could not take are sent again, and those alone', async () => {
  const sent: string[][] = [];
  const outcomes = await replayAtOnce(
    inGroups([view('a'), view('b'), view('c')]),
    {
      ...alwaysCounted,
      counter: {
        async record(views) {
          sent.push(views.map(({ report }) => report.articleId));
          return views.map(({ report }) =>
            sent.length < 3 && report.articleId !== 'a'
              ? { status: 'REFUSED', refusal: { code: 'STORE_UNAVAILABLE', retryable: true } }
              : { status: 'COUNTED', refusal: null },
          );
        },
      },
    },
    { course: new ReplayCourse(new ReplayClock(startMs), noSteps) },
  );
  expect(sent).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
    ['b', 'c'],
  ]);
  expect(Object.fromEntries(outcomes)).toEqual({ COUNTED: 3 });
});

const view = (article: string, afterMs = 0): LogView => ({
  atMs: startMs + afterMs,
  visitor: 'ann',
  article,
  source: 'OTHER',
});

const alwaysCounted: ReplayParts = {
  counter: { record: async (views) => views.map(() => ({ status: 'COUNTED', refusal: null })) },
  readerOf: async (visitor) => aReader(visitor),
  articleId: (name) => name,
  wait: async () => undefined,
};

describe('the course of a replay', () => {
  test('jumps up to a moment, begins there, and goes on in steps', async () => {
    const clock = new ReplayClock(startMs);
    const ticks: number[] = [];
    let begunMs = 0;
    const course = new ReplayCourse(clock, {
      fromMs: startMs + DAY_MS,
      ms: 2_000,
      begin: async () => {
        begunMs = clock.nowMs();
        clock.every(400, () => void ticks.push(clock.nowMs()));
      },
    });
    await course.moveTo(startMs + 3_600_000);
    expect(begunMs).toBe(0);
    await course.moveTo(startMs + DAY_MS + 5_000);
    expect(begunMs).toBe(startMs + DAY_MS);
    expect(ticks.map((ms) => ms - startMs - DAY_MS)).toEqual([2_000, 4_000, 5_000]);
  });

  test('lets no batch reach over that moment, nor over a step', () => {
    const fromMs = Math.ceil(startMs / SLICE_MS) * SLICE_MS + 60_000;
    const course = new ReplayCourse(new ReplayClock(startMs), { ...noSteps, fromMs, ms: 2_000 });
    expect(course.endOfBatch(fromMs - 30_000)).toBe(fromMs);
    expect(course.endOfBatch(fromMs)).toBe(fromMs + 2_000);
    expect(course.endOfBatch(startMs)).toBe(Math.ceil(startMs / SLICE_MS) * SLICE_MS);
  });
});

describe('a replay at a pace', () => {
  test.each([
    { speed: 1, arrivals: [0, 1_000, 3_000] },
    { speed: 10, arrivals: [0, 100, 300] },
  ])('of $speed lets views arrive when they are due', async ({ speed, arrivals }) => {
    const clock = new SimulatedClock(Date.UTC(2030, 0, 1));
    const beganMs = clock.nowMs();
    const arrived: number[] = [];
    const replay = replayPaced(
      inGroups([view('a'), view('b', 1_000), view('c', 3_000)]),
      {
        ...alwaysCounted,
        counter: {
          async record(views) {
            for (const { report } of views) {
              expect(report.occurredAtMs).toBeUndefined();
              arrived.push(clock.nowMs() - beganMs);
            }
            return views.map(() => ({ status: 'COUNTED', refusal: null }));
          },
        },
      },
      { clock, speed, firstMs: startMs },
    );
    let isDone = false;
    void replay.then(() => {
      isDone = true;
    });
    for (let step = 0; step < 200 && !isDone; step++) {
      await clock.advanceBy(50);
      await new Promise(setImmediate);
    }
    expect((await replay).get('COUNTED')).toBe(3);
    arrived.forEach((ms, index) => {
      expect(ms).toBeGreaterThanOrEqual(arrivals[index] ?? 0);
      expect(ms).toBeLessThanOrEqual((arrivals[index] ?? 0) + 100);
    });
  });
});
