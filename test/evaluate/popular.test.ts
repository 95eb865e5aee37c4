// `npm run evaluate -- popular --quick` as a whole: its figures must hold together, and an independent judge must come
// to the same from what it writes. Lists are made once a minute here, and not every ten seconds: each is ranked through
// real stores, and the figures hold together as well with a sixth of them.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRODUCT } from '../../evaluate/popular/contestants';
import type { CountedLog } from '../../evaluate/popular/counted-log';
import { dumpLines } from '../../evaluate/popular/dump';
import type { Evaluated } from '../../evaluate/popular/evaluate-lists';
import { inProcessLists, type ScoredPlace } from '../../evaluate/popular/in-process';
import type { EvaluationOutcome, ListOutcome } from '../../evaluate/popular/outcome';
import { type PopularOptions, runPopular } from '../../evaluate/popular/run-popular';
import { seededLog } from '../../evaluate/popular/seeded-log';
import { RANKED_BEFORE_MS, type ShippingParts, shippingLists } from '../../evaluate/popular/shipping-path';
import { KEPT_PLACES, ticksBetween, timeOfTick } from '../../evaluate/popular/tick-lists';
import { QUICK_LOG } from '../../evaluate/popular/what-is-judged';
import { ruleOfSettings } from '../../src/compose/ranking';
import { settingsFrom } from '../../src/compose/settings';
import { RankReason } from '../../src/ranking/rank-reason';
import { LogRefused } from '../../src/traffic/traffic.errors';
import { useStores } from '../setup/stores';

/** Of one seed the log is made once: that it is the same each time is tried below, of a smaller one. */
jest.mock('../../evaluate/popular/seeded-log', () => {
  const { seededLog } = jest.requireActual('../../evaluate/popular/seeded-log');
  const made = new Map<string, unknown>();
  return {
    seededLog: (rules: object) => {
      const name = JSON.stringify(rules);
      if (!made.has(name)) made.set(name, seededLog(rules));
      return made.get(name);
    },
  };
});

// Far more than it takes where nothing else runs.
jest.setTimeout(900_000);

const stores = useStores();
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const options: PopularOptions = {
  ...{ tick: 60, pace: 'own', horizons: [5, 15, 60], least: 100, warmUp: 24, only: [], steadiness: [] },
  ...{ part: 1, seed: 'a test', quick: true },
};

function parts(): ShippingParts {
  const settings = settingsFrom({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
  });
  const { dataSource, redis, log } = stores;
  const none = async () => undefined;
  const clock = { nowMs: () => 0, every: () => () => {}, after: () => () => {}, wait: none };
  return { stores: { dataSource, redis, clock, places: [], announce: none, close: none }, settings, log };
}

async function run(given: Partial<PopularOptions> = {}, isStopped = () => false) {
  const printed: string[] = [];
  const evaluated = await runPopular(
    { ...options, ...given },
    {
      ...{ isStopped, tell: () => {}, openParts: async () => parts() },
      print: (line) => printed.push(line),
      progress: 'none',
    },
  );
  return { evaluated, printed: printed.join('\n') };
}

const listOf = ({ lists }: EvaluationOutcome, name: string): ListOutcome =>
  lists.find((list) => list.name === name)!;
const mainOf = (outcome: EvaluationOutcome, name: string) =>
  listOf(outcome, name).horizons.find(({ minutes }) => minutes === outcome.mainMinutes)!;
const withoutEnds = <T extends { lists: readonly { name: string }[] }>(outcome: T) => JSON.stringify(outcome);

describe('the quick evaluation', () => {
  let folder = '';
  let evaluated: Evaluated;
  let printed = '';
  let json: EvaluationOutcome;
  let dump: string[];
  let html = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-evaluated-'));
    const [toJson, toDump, toHtml] = ['json', 'tsv', 'html'].map((ending) => join(folder, `it.${ending}`));
    const outcome = await run({ json: toJson!, dump: toDump!, html: toHtml! });
    evaluated = outcome.evaluated!;
    printed = outcome.printed;
    json = JSON.parse(await readFile(toJson!, 'utf8'));
    dump = (await readFile(toDump!, 'utf8')).trimEnd().split('\n');
    html = await readFile(toHtml!, 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('finds that the product captures more than counts of all time and of a day', () => {
    for (const name of ['all-time count', '24-h count']) {
      expect(mainOf(json, PRODUCT).capture.mean).toBeGreaterThan(mainOf(json, name).capture.mean);
      expect(listOf(json, name).oursLeads!.mean).toBeGreaterThan(0);
    }
  });

  test('gives the oracle everything at its horizon, and nobody more', () => {
    expect(mainOf(json, 'oracle').capture.mean).toBe(1);
    for (const { name } of json.lists) expect(mainOf(json, name).capture.mean).toBeLessThanOrEqual(1);
    expect(mainOf(json, PRODUCT).ndcg.mean).toBeLessThan(1);
  });

  test('puts every mean into its interval', () => {
    const estimates = json.lists.flatMap((list) => [
      ...list.horizons.flatMap(({ capture, ndcg, precision }) => [capture, ndcg, precision]),
      list.entriesPerHour,
      list.oursLeads,
    ]);
    const some = estimates.filter((one) => one !== null && one.low !== null);
    expect(some.length).toBeGreaterThan(100);
    for (const one of some) {
      expect(one!.low).toBeLessThanOrEqual(one!.mean);
      expect(one!.high).toBeGreaterThanOrEqual(one!.mean);
    }
  });

  test('writes the lists of every tick, and these are the judged ones', () => {
    const lists = evaluated.lists.get(PRODUCT)!;
    const names = seededLogOf().names;
    expect(dump).toHaveLength(lists.ticks.count);
    expect(`${dump.join('\n')}\n`).toBe([...dumpLines(lists, names)].join(''));
    dump.forEach((line, tick) => {
      expect(line).toMatch(/^\d{13}\tstory-\d+(,story-\d+){9}$/);
      expect(Number(line.split('\t')[0])).toBe(timeOfTick(lists.ticks, tick));
    });
  });

  test('is confirmed by an independent judge of what it has written', () => {
    const verdict = independentVerdict(dump);
    expect(verdict.judged).toBe(json.judgedTicks);
    expect(verdict.capture).toBeCloseTo(mainOf(json, PRODUCT).capture.mean, 12);
    expect(verdict.entriesPerHour).toBeCloseTo(listOf(json, PRODUCT).entriesPerHour!.mean, 9);
  });

  test('prints a line for each list, the best first, and the same figures as it writes', () => {
    for (const { name } of json.lists) expect(printed).toContain(name);
    const product = printed.split('\n').find((line) => line.startsWith(`* ${PRODUCT}`))!;
    expect(product).toContain(mainOf(json, PRODUCT).capture.mean.toFixed(4).slice(1));
    expect(printed.indexOf('oracle')).toBeLessThan(printed.indexOf(`* ${PRODUCT}`));
  });

  test('draws one page that needs nothing from elsewhere', () => {
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<(script|link|img|iframe)\b|url\(|@import|(src|href)=["']?(https?:)?\/\//);
    expect(html.match(/<svg\b/g)!.length).toBeGreaterThanOrEqual(3);
    for (const { name } of json.lists) expect(html).toContain(name.replace('&', '&amp;'));
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('gives the same numbers again for the same seed', async () => {
    // Of the product it is told below: what it ranks follows from the log alone.
    const only = ['24-h count', 'all-time count'];
    const again = (await run({ only })).evaluated!.outcome;
    for (const name of only) {
      const { oursLeads: _, ...figures } = listOf(json, name);
      const { oursLeads: __, ...now } = JSON.parse(withoutEnds(again)).lists.find(
        (list: ListOutcome) => list.name === name,
      );
      expect(now).toEqual(figures);
    }
  });

  /** From the dumped lines and the log alone: sets of visitors, no code of the judge. */
  function independentVerdict(lines: readonly string[]) {
    const log = seededLogOf();
    const viewersBetween = (fromMs: number, toMs: number) => {
      const viewers = new Map<string, Set<number>>();
      log.atMs.forEach((atMs, at) => {
        if (atMs <= fromMs || atMs > toMs) return;
        const article = log.names[log.article[at]!]!;
        viewers.set(article, (viewers.get(article) ?? new Set()).add(log.visitor[at]!));
      });
      return viewers;
    };
    const lists = lines.map((line) => ({
      atMs: Number(line.split('\t')[0]),
      five: line.split('\t')[1]!.split(',').slice(0, 5),
    }));
    const lastMs = log.atMs.at(-1)!;
    const captures = lists
      .filter(({ atMs }) => atMs % (5 * MINUTE_MS) === 0 && atMs + 15 * MINUTE_MS <= lastMs)
      .map(({ atMs, five }) => {
        const viewers = viewersBetween(atMs, atMs + 15 * MINUTE_MS);
        const sizes = [...viewers.values()].map((who) => who.size).sort((a, b) => b - a);
        const best = sizes.slice(0, 5).reduce((sum, one) => sum + one, 0);
        return five.reduce((sum, article) => sum + (viewers.get(article)?.size ?? 0), 0) / best;
      });
    const grid = lists.map(({ atMs }, tick) => (atMs % (5 * MINUTE_MS) === 0 ? tick : 0));
    const lastJudged = Math.max(...grid);
    let entries = 0;
    for (let tick = 1; tick <= lastJudged; tick++) {
      const before = new Set(lists[tick - 1]!.five);
      entries += lists[tick]!.five.filter((article) => !before.has(article)).length;
    }
    const hours = (lists[lastJudged]!.atMs - lists[0]!.atMs) / HOUR_MS;
    const capture = captures.reduce((sum, one) => sum + one, 0) / captures.length;
    return { judged: captures.length, capture, entriesPerHour: entries / hours };
  }

  let made: CountedLog | undefined;
  const seededLogOf = () => {
    made ??= seededLog({ ...QUICK_LOG, seed: options.seed });
    return made;
  };
});

describe('what the product ranks through Redis', () => {
  test('is what its formulas say of the raw log', async () => {
    const ofSeed = { seed: 'formulas', hours: 3, visitorsPerMinute: 30 };
    const log = seededLog(ofSeed);
    const { seededLog: madeAnew } = jest.requireActual('../../evaluate/popular/seeded-log');
    expect(madeAnew(ofSeed)).toEqual(log);
    const startMs = Math.floor(log.atMs[0]! / HOUR_MS) * HOUR_MS;
    const ticks = ticksBetween(startMs + 2 * HOUR_MS, startMs + 2.25 * HOUR_MS, 20_000);
    const given = parts();
    const warmUpMs = 1.5 * HOUR_MS;
    const product: ScoredPlace[][] = [];
    const shipped = await shippingLists(log, ticks, given, {
      warmUpMs,
      onList: (tick, entries, articleOf) => {
        const read = entries.filter(({ reason }) => reason === RankReason.READ_NOW).slice(0, KEPT_PLACES);
        product[tick] = read.map(({ article, score }) => ({ article: articleOf(article), score }));
      },
    });
    const rule = { ...ruleOfSettings(given.settings), stories: 'each' as const };
    const rankedFromMs = ticks.firstMs - RANKED_BEFORE_MS;
    let largestError = 0;
    const fromMs = ticks.firstMs - warmUpMs;
    const computed = inProcessLists(log, ticks, rule, {
      ...{ fromMs, rankedFromMs },
      onList: (tick, places) => {
        expect(product[tick]!.map(({ article }) => article)).toEqual(places.map(({ article }) => article));
        for (const [place, { score }] of places.entries()) {
          largestError = Math.max(largestError, Math.abs(product[tick]![place]!.score / score - 1));
        }
      },
    });
    expect(largestError).toBeLessThan(1e-9);
    for (let tick = 0; tick < ticks.count; tick++) {
      expect(shipped.at(tick, KEPT_PLACES)).toEqual(computed.at(tick, KEPT_PLACES));
    }
    expect(new Set(product.map((list) => list.map(({ article }) => article).join())).size).toBeGreaterThan(5);
  });
});

describe('what cannot be evaluated', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-evaluated-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const few = (lines: number, broken: number) =>
    Array.from({ length: lines }, (_, at) => `${Date.UTC(2026, 0, 1) + at * MINUTE_MS}\tv${at}\ta${at % 3}`)
      .map((line, at) => (at === broken ? 'yesterday\tv\ta' : line))
      .join('\n');

  test('is a log with a wrong line, which is named', async () => {
    const log = join(folder, 'wrong.tsv');
    await writeFile(log, few(10, 6));
    const failed = await run({ quick: false, log }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(LogRefused);
    expect((failed as LogRefused).message).toMatch(/wrong\.tsv, line 7: "yesterday" is no time/);
  });

  test.each([
    {
      what: 'a day that the log has not',
      given: { fromDay: 7 },
      message: /nothing to judge.+from day 0 to day 0/,
    },
    { what: 'days and times at once', given: { fromDay: 0, from: 1 }, message: /Give days or times/ },
    {
      what: 'a list that nobody makes',
      given: { only: ['Nobody'] },
      message: /no list's name begins so.+oracle/,
    },
    {
      what: 'a part that there is not',
      given: { thin: 7, part: 8 },
      message: /of one in 7 there are 7 parts/,
    },
  ])('is $what', async ({ given, message }) => {
    const log = join(folder, 'right.tsv');
    await writeFile(log, few(600, -1));
    await expect(run({ quick: false, log, ...given })).rejects.toThrow(message);
  });

  test('is what is stopped, and then nothing is written', async () => {
    const json = join(folder, 'none.json');
    const log = join(folder, 'right.tsv');
    await writeFile(log, few(600, -1));
    const { evaluated, printed } = await run({ quick: false, log, only: [PRODUCT], json }, () => true);
    expect(evaluated).toBeUndefined();
    expect(printed).toBe('');
    await expect(readFile(json)).rejects.toThrow('ENOENT');
    const left = await stores.dataSource.query(
      `select from pg_database where datname like 'mostread_replay_%' and not exists
         (select from pg_stat_activity a where a.datname = pg_database.datname)`,
    );
    expect(left).toEqual([]);
  });
});
