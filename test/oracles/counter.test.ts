// The real counter with its script, under a clock that is moved by hand, against the oracle: the same totals and
// counters exactly, the same scores within 1e-9. FAULTS=all runs more random logs, and the real ones to their end.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { BoardStore } from '../../src/boards/board.store';
import { allBoards, halfLifeMs } from '../../src/boards/decay';
import { partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { logViews } from '../../src/traffic/view-log';
import { viewCounterName } from '../../src/views/counter-names';
import type { ReportedView, ViewCounter, ViewReport } from '../../src/views/view-counter';
import { readersKey } from '../../src/views/view-keys';
import { rankingWeight } from '../../src/views/view-source';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { aCounting, aReader, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';
import { CountedInRedis } from './counted-in-redis';
import { OracleCounter } from './counter.oracle';
import { decayedFromLog } from './decayed-board.oracle';

const stores = useStores();
const isLong = process.env['FAULTS'] === 'all';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BEGIN_MS = Date.UTC(2026, 0, 1, 13);
/** No caps: they have tests of their own, and ask for weights that this log does not know. */
const environment = {
  TIME_ZONE: 'Asia/Seoul',
  VISITOR_VIEW_CAP: '1000000',
  NETWORK_VIEW_CAP: '1000000',
  VIEW_STREAM_VIEWS: '1600',
};
const days = new PublisherDays(environment.TIME_ZONE);

interface Told {
  visitor: string;
  article: number;
  report: Omit<ViewReport, 'articleId'>;
  isPrivate?: boolean;
}

/** Both counters, told the same. */
class Pair {
  readonly oracle = new OracleCounter((atMs) => days.dayOf(atMs));
  readonly redis = new CountedInRedis(stores.redis, stores.keySpace);
  readonly clock: SimulatedClock;
  private readonly counter: ViewCounter;

  constructor(
    beginMs: number,
    private readonly articles: SomeArticles,
  ) {
    this.clock = new SimulatedClock(beginMs);
    this.counter = aCounting({ stores, clock: this.clock, articles, environment }).counter;
  }

  /** Tells both, and expects the same outcomes. */
  async tell(views: readonly Told[]): Promise<void> {
    const arrivedAtMs = this.clock.nowMs();
    const reported = views.map(({ visitor, article, report, isPrivate }): ReportedView => {
      return {
        reader: aReader(visitor, { isPrivate: isPrivate ?? false }),
        report: { articleId: this.articles.id(article), ...report },
      };
    });
    const outcomes = await this.counter.record(reported);
    const wanted = views.map(({ visitor, article, report, isPrivate }) => {
      const { source = 'OTHER', rail, slot, occurredAtMs, eventId } = report;
      return this.oracle.record({
        ...{ visitor, article, arrivedAtMs, isPrivate: isPrivate ?? false },
        ...(occurredAtMs === undefined ? {} : { occurredAtMs }),
        ...(eventId === undefined ? {} : { eventId }),
        partition: partitionOf(article),
        counter: viewCounterName(source, rail, slot),
        weight: rankingWeight(source, rail),
      });
    });
    expect(outcomes.map(({ status }) => status)).toEqual(wanted);
  }

  async agree(): Promise<void> {
    expect(differing(await this.redis.totals(), this.oracle.totals)).toEqual([]);
    expect(differing(await this.redis.ofSlices(), this.oracle.ofSlices)).toEqual([]);
    await this.agreeOnBoards();
  }

  async agreeOnMinutes(): Promise<void> {
    const boards = new BoardStore(stores.redis);
    const minutes = [...this.oracle.ofMinutes];
    for (let at = 0; at < minutes.length; at += MINUTES_READ_AT_ONCE) {
      const asked = minutes.slice(at, at + MINUTES_READ_AT_ONCE);
      const found = await Promise.all(asked.map(([minute]) => boards.minuteCounts(minute)));
      const inOrder = (counts: ReadonlyMap<number, object>) => [...counts].sort(([a], [b]) => a - b);
      expect(found.map(inOrder)).toEqual(asked.map(([, wanted]) => inOrder(wanted)));
    }
  }

  /** `mayDiffer` says by how many, of so many readers. */
  async agreeOnReaders(mayDiffer: (readers: number) => number = () => 0): Promise<void> {
    const wanted = [...this.oracle.readers].map(([name, { size }]) => ({ name, size }));
    const wrong: object[] = [];
    for (let at = 0; at < wanted.length; at += READERS_ASKED_AT_ONCE) {
      const asked = wanted.slice(at, at + READERS_ASKED_AT_ONCE);
      const found = (await stores.redis.inOneWrite((commands) => {
        for (const { name } of asked) {
          const [day = '', article] = name.split(' ');
          commands.pfcount(readersKey(day, Number(article), partitionOf(Number(article))));
        }
      })) as number[];
      asked.forEach(({ name, size }, index) => {
        const differs = Math.abs(found[index]! - size);
        if (!(differs <= mayDiffer(size))) wrong.push({ name, size, found: found[index] });
      });
    }
    expect(wrong.slice(0, SHOWN_MAX)).toEqual([]);
  }

  private async agreeOnBoards(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const found = await this.redis.boards(nowMs);
    for (const board of allBoards) {
      const wanted = decayedFromLog(this.oracle.counted, nowMs, halfLifeMs[board]);
      const strangers = [...found[board].keys()].filter((article) => !wanted.has(article));
      expect([board, strangers.slice(0, SHOWN_MAX)]).toEqual([board, []]);
      const wrong = [...wanted].filter(([article, views]) => {
        const differs = Math.abs((found[board].get(article) ?? 0) - views);
        return !(differs <= 1e-9 * views + WORTH_NOTHING);
      });
      expect([board, wrong.slice(0, SHOWN_MAX)]).toEqual([board, []]);
    }
  }
}

const READERS_ASKED_AT_ONCE = 1_000;
const MINUTES_READ_AT_ONCE = 20;
/** Of what is wrong: a log of two million views could fill the screen for an hour. */
const SHOWN_MAX = 20;

/** What one of them has and the other has not, or not the same. */
function differing<Key>(found: ReadonlyMap<Key, number>, wanted: ReadonlyMap<Key, number>): unknown[] {
  const keys = new Set([...found.keys(), ...wanted.keys()]);
  const wrong = [...keys].filter((key) => found.get(key) !== wanted.get(key));
  return wrong.slice(0, SHOWN_MAX).map((key) => ({ key, found: found.get(key), wanted: wanted.get(key) }));
}

/** Of a view some three hundred half-lives old, of which rescaling may leave nothing. */
const WORTH_NOTHING = 1e-100;

const ARTICLES = 40;

const aReport = () =>
  fc.record({
    visitor: fc.constantFrom('a', 'b', 'c', 'd'),
    article: fc.integer({ min: 1, max: ARTICLES }),
    lateMs: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.nat(15 * MINUTE_MS) },
      { weight: 2, arbitrary: fc.nat(DAY_MS + 60 * MINUTE_MS) },
      { weight: 1, arbitrary: fc.integer({ min: -MINUTE_MS, max: 0 }) },
    ),
    event: fc.option(fc.nat(12), { nil: undefined }),
    source: fc.constantFrom('DIRECT' as const, 'SEARCH' as const, 'RAIL' as const, undefined),
    rail: fc.constantFrom('POPULAR_NOW' as const, 'LATEST' as const),
    slot: fc.integer({ min: 1, max: 60 }),
    isPrivate: fc.boolean(),
    /** Instead of all this, what was reported so many views before is reported again. */
    again: fc.option(fc.nat(20), { nil: undefined, freq: 4 }),
  });

const aStep = () =>
  fc.record({
    waitMs: fc.oneof(
      { weight: 5, arbitrary: fc.nat(2 * MINUTE_MS) },
      { weight: 4, arbitrary: fc.nat(40 * MINUTE_MS) },
      { weight: 1, arbitrary: fc.nat(30 * DAY_MS) },
      { weight: 1, arbitrary: fc.integer({ min: 20 * DAY_MS, max: 1_200 * DAY_MS }) },
    ),
    batch: fc.array(aReport(), { minLength: 1, maxLength: 12 }),
  });

test(
  'of any log, totals, slices, minutes and readers are the same, and the boards within 1e-9',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep(), { minLength: 3, maxLength: 25 }), async (steps) => {
        const pair = new Pair(BEGIN_MS, new SomeArticles(ARTICLES));
        await pair.redis.empty();
        const told: Told[] = [];
        for (const { waitMs, batch } of steps) {
          await pair.clock.advanceBy(waitMs);
          const views = batch.map((drawn) => {
            const before = drawn.again === undefined ? undefined : told[told.length - 1 - drawn.again];
            const view = before ?? toldOf(drawn, pair.clock.nowMs());
            told.push(view);
            return view;
          });
          await pair.tell(views);
        }
        await pair.agree();
        await pair.agreeOnMinutes();
        await pair.agreeOnReaders();
      }),
      { numRuns: isLong ? 400 : 25 },
    );
  },
  isLong ? 580_000 : 120_000,
);

type Drawn = ReturnType<typeof aReport> extends fc.Arbitrary<infer T> ? T : never;

function toldOf({ visitor, article, isPrivate, ...drawn }: Drawn, nowMs: number): Told {
  const { lateMs, event, source, rail, slot } = drawn;
  return {
    ...{ visitor, article, isPrivate },
    report: {
      ...(lateMs === undefined ? {} : { occurredAtMs: nowMs - lateMs }),
      ...(event === undefined ? {} : { eventId: `event ${event}` }),
      ...(source === undefined ? {} : { source }),
      ...(source === 'RAIL' ? { rail, slot } : {}),
    },
  };
}

test('over years of busy days and silences every rescaling leaves the boards as they were', async () => {
  const pair = new Pair(BEGIN_MS, new SomeArticles(ARTICLES));
  await pair.redis.empty();
  const silences = [0, 3, 21, 22, 43, 44, 300, 511, 513, 1_024, 3_583, 3_585, 9_000];
  for (const [round, silentDays] of silences.entries()) {
    await pair.clock.advanceBy(silentDays * DAY_MS);
    for (let step = 0; step < 6; step++) {
      await pair.clock.advanceBy(47 * MINUTE_MS);
      const views = Array.from({ length: ARTICLES }, (_, index) => ({
        ...{ visitor: `${round} ${step} ${index % 7}`, article: 1 + ((index * (step + 1)) % ARTICLES) },
        report: {},
      }));
      await pair.tell(views);
    }
    await pair.agree();
  }
}, 180_000);

/**
 * A HyperLogLog of Redis counts with a standard error of 0.81 %, and two readers may share one of its 16,384 registers
 * however few there are: five times that, and two.
 */
const estimated = (readers: number) => Math.min(readers - 1, 2 + 0.0405 * readers);

const logs = [
  { name: 'deskdrop-views.tsv.zst', some: 2_000 },
  { name: 'globo-g1-days-00-09.tsv.zst', some: 10_000 },
];

describe.each(logs)('$name', ({ name, some }) => {
  const path = join(__dirname, '../../../shared/data', name);
  const isThere = existsSync(path);
  // The log is others' and lies beside the project, where not everyone has it; the name says so when it is left out.
  const testIfThere = isThere ? test : test.skip;
  const absent = isThere ? '' : ` (SKIPPED: ../shared/data/${name} IS NOT THERE)`;

  testIfThere(
    `is counted as the oracle counts it${absent}`,
    async () => {
      const numbers = new Map<string, number>();
      const visitors = new Map<string, string>();
      const rules = { format: undefined, columns: {}, fromMs: undefined, toMs: undefined } as const;
      const reading = {
        ...rules,
        badLines: 'refuse',
        order: 'given',
        limit: isLong ? undefined : some,
      } as const;
      let pair: Pair | undefined;
      let waiting: (Told & { atMs: number })[] = [];
      const send = async (): Promise<void> => {
        await pair?.clock.advanceTo(waiting.at(-1)?.atMs ?? 0);
        await pair?.tell(waiting);
        waiting = [];
      };
      for await (const views of logViews(path, reading, { badLines: 0 })) {
        pair ??= new Pair(views[0]!.atMs, new SomeArticles(50_000));
        if (numbers.size === 0) await pair.redis.empty();
        for (const { atMs, visitor, article, source } of views) {
          if (!numbers.has(article)) numbers.set(article, numbers.size + 1);
          // What came within ten minutes comes in one batch, each view with its own time.
          if (waiting.length === 200 || atMs - (waiting[0]?.atMs ?? atMs) > 10 * MINUTE_MS) await send();
          const report = source === 'RAIL' ? { occurredAtMs: atMs } : { occurredAtMs: atMs, source };
          // Each name once in memory, however often the log has it.
          if (!visitors.has(visitor)) visitors.set(visitor, visitor);
          const told = { visitor: visitors.get(visitor)!, article: numbers.get(article)! };
          waiting.push({ ...told, report, atMs });
        }
      }
      await send();
      await pair?.agree();
      await pair?.agreeOnMinutes();
      await pair?.agreeOnReaders(estimated);
      await pair?.redis.empty();
      expect(pair?.oracle.counted.length).toBeGreaterThan(some / 2);
    },
    isLong ? 1_500_000 : 120_000,
  );
});
