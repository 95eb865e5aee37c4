import { ArticleStatus } from '../../src/articles/article-status';
import { SimulatedClock } from '../../src/platform/clock';
import type { CountedReading, ViewReport } from '../../src/views/view-counter';
import type { Reader } from '../../src/visitors/readers';
import { aCard } from '../builders/a-card';
import { aCounting, aReader, aView, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A quarter of the clock, at midnight UTC. */
const BEGIN_MS = 1_764_028_800_000;

/** Articles of its own for each test, so that none sees what another has counted. */
let firstNumber = 1;

function aNewsroom(given: { atMs?: number; environment?: Record<string, string> } = {}) {
  const articles = new SomeArticles(20, firstNumber);
  firstNumber += 100;
  const clock = new SimulatedClock(given.atMs ?? BEGIN_MS);
  const counting = aCounting({ stores, clock, articles, environment: given.environment });
  const report = async (visitor: string, changes: Partial<ViewReport> = {}) => {
    const [outcome] = await counting.counter.record([aView(visitor, articles.id(1), changes)]);
    return outcome!;
  };
  return { articles, clock, ...counting, report };
}

describe('a view counts', () => {
  // Slices of arrival begin at :00, :15, :30, :45; the slice of the first read and the two after it remember it.
  test.each([
    { first: '0:00.000', second: '0:00.000', status: 'REPEAT' },
    { first: '0:00.000', second: '0:14:59.999', status: 'REPEAT' },
    { first: '0:00.000', second: '0:44:59.999', status: 'REPEAT' },
    { first: '0:00.000', second: '0:45:00.000', status: 'COUNTED' },
    { first: '0:14:59.999', second: '0:15:00.000', status: 'REPEAT' },
    { first: '0:14:59.999', second: '0:44:59.999', status: 'REPEAT' },
    { first: '0:14:59.999', second: '0:45:00.000', status: 'COUNTED' },
    { first: '0:07:00.000', second: '12:07:00.000', status: 'COUNTED' },
  ])('read at $first and at $second: $status', async ({ first, second, status }) => {
    const { clock, report } = aNewsroom();
    await clock.advanceTo(BEGIN_MS + msOf(first));
    expect(await report('a')).toEqual({ status: 'COUNTED', views: 1, refusal: null });
    await clock.advanceTo(BEGIN_MS + msOf(second));
    expect(await report('a')).toMatchObject({ status, views: status === 'COUNTED' ? 2 : 1 });
  });

  test('again and again for a page that reloads itself every ten minutes: repeats extend no window', async () => {
    const { clock, report } = aNewsroom();
    const counted: number[] = [];
    for (let minute = 0; minute <= 120; minute += 10) {
      await clock.advanceTo(BEGIN_MS + minute * MINUTE_MS);
      if ((await report('a')).status === 'COUNTED') counted.push(minute);
    }
    // Those of minute 0 and 50 are remembered until minute 45 and 90, when their third slice ends.
    expect(counted).toEqual([0, 50, 90]);
  });

  test('for each visitor and each article, and once within one batch', async () => {
    const { articles, counter, totals } = aNewsroom();
    const outcomes = await counter.record([
      aView('a', articles.id(1)),
      aView('b', articles.id(1)),
      aView('a', articles.id(2)),
      aView('a', articles.id(1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['COUNTED', 'COUNTED', 'COUNTED', 'REPEAT']);
    expect(await totals.totals([articles.number(1), articles.number(2), articles.number(3)])).toEqual([
      2, 1, 0,
    ]);
  });

  test('exactly once for each of 1,000 visitors over many calls at once, however often each reports', async () => {
    const { articles, counter, totals, boards, clock } = aNewsroom();
    const visitors = Array.from({ length: 1_000 }, (_, index) => `visitor ${index}`);
    const reports = [...visitors, ...visitors.slice(0, 300)].map((visitor) => aView(visitor, articles.id(1)));
    const outcomes = await Promise.all(reports.map((report) => counter.record([report])));
    const statuses = outcomes.map(([outcome]) => outcome!.status);
    expect(statuses.filter((status) => status === 'COUNTED')).toHaveLength(1_000);
    expect(statuses.filter((status) => status === 'REPEAT')).toHaveLength(300);
    expect(await totals.totals([articles.number(1)])).toEqual([1_000]);
    const minutes = await boards.minuteCounts(Math.floor(clock.nowMs() / MINUTE_MS));
    expect(minutes.get(articles.number(1))).toEqual({ views: 1_000, discount: 0 });
  });
});

function msOf(time: string): number {
  const parts = time.split(':').map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = parts.length === 2 ? [parts[0], 0, parts[1]] : parts;
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1_000;
}

describe('around midnight', () => {
  // In Seoul, where midnight is 15:00 UTC.
  const MIDNIGHT_MS = BEGIN_MS + 15 * HOUR_MS;
  const environment = { TIME_ZONE: 'Asia/Seoul' };

  test.each([
    { beforeMinutes: 10, afterMinutes: 0, status: 'REPEAT' },
    { beforeMinutes: 1, afterMinutes: 29.99, status: 'REPEAT' },
    { beforeMinutes: 1, afterMinutes: 30, status: 'COUNTED' },
    { beforeMinutes: 16, afterMinutes: 14.99, status: 'REPEAT' },
    { beforeMinutes: 16, afterMinutes: 15, status: 'COUNTED' },
  ])(
    'a read $beforeMinutes min before and one $afterMinutes min after, under two pseudonyms: $status',
    async ({ beforeMinutes, afterMinutes, status }) => {
      const { articles, clock, counter, visitorIds } = aNewsroom({
        atMs: MIDNIGHT_MS - beforeMinutes * MINUTE_MS,
        environment,
      });
      const read = async () => {
        const reader: Reader = { ...(await visitorIds.ofOwnId('someone')), kind: 'READER' };
        const [outcome] = await counter.record([{ reader, report: { articleId: articles.id(1) } }]);
        return { visitor: reader.visitor, status: outcome!.status };
      };
      const before = await read();
      await clock.advanceTo(MIDNIGHT_MS + afterMinutes * MINUTE_MS);
      const after = await read();
      expect(after.visitor).not.toBe(before.visitor);
      expect([before.status, after.status]).toEqual(['COUNTED', status]);
      // And a third read, now that the first is past, is known under the new pseudonym.
      expect((await read()).status).toBe('REPEAT');
    },
  );
});

describe('around midnight of UTC, where the days of event ids begin', () => {
  const MIDNIGHT_MS = BEGIN_MS + DAY_MS;

  test('one with an event id and no time is a repeat when it is sent again an hour later', async () => {
    const { articles, clock, report, totals } = aNewsroom({ atMs: MIDNIGHT_MS - 10 * MINUTE_MS });
    const reading = { eventId: 'no time', source: 'SEARCH' as const };
    expect((await report('a', reading)).status).toBe('COUNTED');
    await clock.advanceTo(MIDNIGHT_MS + HOUR_MS);
    expect((await report('a', reading)).status).toBe('REPEAT');
    expect((await report('b', { ...reading, source: 'SOCIAL' })).refusal?.code).toBe('EVENT_ID_REUSED');
    expect((await report('a', { ...reading, eventId: 'another' })).status).toBe('COUNTED');
    expect(await totals.totals([articles.number(1)])).toEqual([2]);
  });

  test('and stays one, where its id was used for another view of the day before meanwhile', async () => {
    const { clock, report } = aNewsroom({ atMs: MIDNIGHT_MS + HOUR_MS });
    const reading = { eventId: 'of two days' };
    expect((await report('a', reading)).status).toBe('COUNTED');
    const dayBefore = { ...reading, occurredAtMs: MIDNIGHT_MS - HOUR_MS };
    expect((await report('b', dayBefore)).status).toBe('COUNTED');
    await clock.advanceBy(HOUR_MS);
    expect((await report('a', reading)).status).toBe('REPEAT');
    expect((await report('b', dayBefore)).status).toBe('REPEAT');
    expect((await report('a', { ...reading, source: 'SOCIAL' })).refusal?.code).toBe('EVENT_ID_REUSED');
  });

  test('and one whose client has a clock that is ahead', async () => {
    const { clock, report } = aNewsroom({ atMs: MIDNIGHT_MS - 30 * MINUTE_MS });
    const reading = { eventId: 'ahead', occurredAtMs: MIDNIGHT_MS + 30 * MINUTE_MS };
    expect((await report('a', reading)).status).toBe('COUNTED');
    await clock.advanceTo(MIDNIGHT_MS + 50 * MINUTE_MS);
    expect((await report('a', reading)).status).toBe('REPEAT');
  });
});

describe('a view that is reported late', () => {
  test.each([
    { lateMinutes: 15, eventId: undefined, code: null },
    { lateMinutes: 15.001, eventId: undefined, code: 'LATE_VIEW_NEEDS_EVENT_ID' },
    { lateMinutes: 15.001, eventId: 'event', code: null },
    { lateMinutes: 24 * 60, eventId: 'event', code: null },
    { lateMinutes: 24 * 60 + 0.001, eventId: 'event', code: 'VIEW_TOO_OLD' },
  ])('by $lateMinutes min, event id $eventId: $code', async ({ lateMinutes, eventId, code }) => {
    const { report, clock } = aNewsroom({ atMs: BEGIN_MS + 2 * DAY_MS });
    const outcome = await report('a', { eventId, occurredAtMs: clock.nowMs() - lateMinutes * MINUTE_MS });
    expect(outcome.refusal?.code ?? null).toBe(code);
    expect(outcome.status).toBe(code === null ? 'COUNTED' : 'REFUSED');
  });

  test('is known by its event id alone: not by its visitor, and whenever it is sent again', async () => {
    const { report, clock } = aNewsroom();
    const read = { eventId: 'offline 1', occurredAtMs: clock.nowMs() - HOUR_MS };
    expect((await report('a')).status).toBe('COUNTED');
    expect((await report('a', read)).status).toBe('COUNTED');
    expect((await report('a', read)).status).toBe('REPEAT');
    expect((await report('b', read)).status).toBe('REPEAT');
    expect((await report('a', { ...read, eventId: 'offline 2' })).status).toBe('COUNTED');
    await clock.advanceBy(20 * HOUR_MS);
    expect((await report('a', read)).status).toBe('REPEAT');
  });

  test('and had been reported in time before is a repeat', async () => {
    const { report, clock } = aNewsroom();
    const read = { eventId: 'kept', occurredAtMs: clock.nowMs() };
    expect((await report('a', read)).status).toBe('COUNTED');
    await clock.advanceBy(2 * HOUR_MS);
    expect((await report('a', read)).status).toBe('REPEAT');
  });

  test('joins the boards of its own time', async () => {
    const { articles, boards, clock, report } = aNewsroom();
    const number = articles.number(1);
    const minute = Math.floor(clock.nowMs() / MINUTE_MS);
    await boards.takeLateMinutes(1);
    await report('a', { eventId: '1', occurredAtMs: clock.nowMs() - 64 * MINUTE_MS });
    await report('b', { eventId: '2', occurredAtMs: clock.nowMs() - 65 * MINUTE_MS });
    await report('c', { eventId: '3', occurredAtMs: clock.nowMs() - 24 * HOUR_MS });
    expect((await boards.takeLateMinutes(1)).minutes).toEqual([minute - 64]);
    expect((await boards.minuteCounts(minute - 64)).get(number)).toEqual({ views: 1, discount: 0 });
    expect((await boards.minuteCounts(minute - 65)).get(number)).toBeUndefined();
    const onDay = (await boards.top('day', 1_000, clock.nowMs())).find(({ article }) => article === number);
    expect(onDay?.decayedViews).toBeCloseTo(2 ** (-64 / 1_440) + 2 ** (-65 / 1_440) + 0.5, 9);
  });

  test('from the future means now', async () => {
    const { articles, boards, clock, report } = aNewsroom();
    expect((await report('a', { occurredAtMs: clock.nowMs() + DAY_MS })).status).toBe('COUNTED');
    const minutes = await boards.minuteCounts(Math.floor(clock.nowMs() / MINUTE_MS));
    expect(minutes.get(articles.number(1))?.views).toBe(1);
  });
});

describe('a view is refused, and the others of its batch are not, when', () => {
  test.each([
    { what: 'its article is unknown', articleId: '00000000-0000-7000-8000-999999999999' },
    { what: 'its article id is no id', articleId: "1'; drop table article; --" },
    { what: 'its article id is empty', articleId: '' },
  ])('$what', async ({ articleId }) => {
    const { articles, counter } = aNewsroom();
    const outcomes = await counter.record([aView('a', articleId), aView('a', articles.id(1))]);
    expect(outcomes[0]).toMatchObject({
      status: 'REFUSED',
      views: null,
      refusal: { code: 'ARTICLE_NOT_FOUND', field: 'articleId', retryable: false },
    });
    expect(outcomes[1]!.status).toBe('COUNTED');
  });

  test.each([
    { what: 'a draft', changes: { status: ArticleStatus.DRAFT } },
    { what: 'withdrawn', changes: { status: ArticleStatus.WITHDRAWN } },
    { what: 'not yet public', changes: { publishedAtMs: BEGIN_MS + 1 } },
  ])('its article is $what, and it reaches no board', async ({ changes }) => {
    const { articles, boards, counter } = aNewsroom();
    const card = articles.add(aCard({ number: firstNumber++, ...changes }));
    const [outcome] = await counter.record([aView('a', card.id)]);
    expect(outcome?.refusal?.code).toBe('ARTICLE_NOT_FOUND');
    const top = await boards.top('week', 10_000, BEGIN_MS);
    expect(top.map(({ article }) => article)).not.toContain(card.number);
  });

  test.each([
    { report: { eventId: '' }, field: 'eventId' },
    { report: { eventId: 'x'.repeat(101) }, field: 'eventId' },
    { report: { slot: 0 }, field: 'slot' },
    { report: { slot: 1.5 }, field: 'slot' },
    { report: { occurredAtMs: Number.NaN }, field: 'occurredAt' },
  ])('its $field is wrong: $report', async ({ report: changes, field }) => {
    const { report } = aNewsroom();
    expect((await report('a', changes)).refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('bots and the staff', () => {
  test.each(['BOT', 'STAFF'] as const)('%s: counted apart, in no total and on no board', async (kind) => {
    const { articles, boards, clock, counter, totals } = aNewsroom();
    await counter.record([aView('a', articles.id(1))]);
    const report = { reader: aReader('x', { kind }), report: { articleId: articles.id(1) } };
    const outcomes = await counter.record([report, report]);
    expect(outcomes).toEqual([
      { status: kind, views: 1, refusal: null },
      { status: kind, views: 1, refusal: null },
    ]);
    expect(await totals.totals([articles.number(1)])).toEqual([1]);
    const minutes = await boards.minuteCounts(Math.floor(clock.nowMs() / MINUTE_MS));
    expect(minutes.get(articles.number(1))?.views).toBe(1);
  });
});

describe('for ranking', () => {
  async function boardViews(newsroom: ReturnType<typeof aNewsroom>): Promise<number> {
    const { articles, boards, clock } = newsroom;
    const top = await boards.top('hour', 10_000, clock.nowMs());
    return top.find(({ article }) => article === articles.number(1))?.decayedViews ?? 0;
  }

  test.each([
    { source: 'RAIL', rail: 'POPULAR_NOW', weight: 0.25 },
    { source: 'RAIL', rail: 'TRENDING', weight: 0.25 },
    { source: 'RAIL', rail: 'MUST_READS', weight: 1 },
    { source: 'RAIL', rail: undefined, weight: 1 },
    { source: 'SEARCH', rail: 'POPULAR_NOW', weight: 1 },
    { source: undefined, rail: undefined, weight: 1 },
  ] as const)(
    'a view from $source $rail weighs $weight, and 1 in totals',
    async ({ source, rail, weight }) => {
      const newsroom = aNewsroom();
      expect((await newsroom.report('a', { source, rail })).views).toBe(1);
      expect(await boardViews(newsroom)).toBeCloseTo(weight, 9);
      const minutes = await newsroom.boards.minuteCounts(Math.floor(newsroom.clock.nowMs() / MINUTE_MS));
      const number = newsroom.articles.number(1);
      expect(minutes.get(number)).toEqual({ views: 1, discount: 1 - weight });
    },
  );

  test("a visitor's views above the cap weigh nothing, and count in totals", async () => {
    const newsroom = aNewsroom({ environment: { VISITOR_VIEW_CAP: '3' } });
    const { articles, clock, counter, totals } = newsroom;
    const reads = [2, 3, 4, 1].map((number) => aView('keen', articles.id(number)));
    expect((await counter.record(reads)).map(({ status }) => status)).toEqual(Array(4).fill('COUNTED'));
    expect(await totals.totals([articles.number(1)])).toEqual([1]);
    expect(await boardViews(newsroom)).toBeCloseTo(0, 9);
    await counter.record([aView('another', articles.id(1))]);
    expect(await boardViews(newsroom)).toBeCloseTo(1, 9);
    await clock.advanceBy(10 * MINUTE_MS);
    await counter.record([aView('keen', articles.id(5))]);
    const minutes = await newsroom.boards.minuteCounts(Math.floor(clock.nowMs() / MINUTE_MS));
    expect(minutes.get(articles.number(5))).toEqual({ views: 1, discount: 0 });
  });

  test('repeats use up no cap', async () => {
    const newsroom = aNewsroom({ environment: { VISITOR_VIEW_CAP: '2' } });
    const { articles, counter } = newsroom;
    await counter.record(Array.from({ length: 50 }, () => aView('reloads', articles.id(2))));
    await counter.record([aView('reloads', articles.id(1))]);
    expect(await boardViews(newsroom)).toBeCloseTo(1, 9);
  });

  test("a network's views above its cap weigh nothing", async () => {
    const newsroom = aNewsroom({ environment: { NETWORK_VIEW_CAP: '5' } });
    const { articles, counter, totals } = newsroom;
    const reports = Array.from({ length: 8 }, (_, index) => ({
      reader: aReader(`flat ${index}`, { network: 'house' }),
      report: { articleId: articles.id(1) },
    }));
    await counter.record(reports);
    expect(await totals.totals([articles.number(1)])).toEqual([8]);
    expect(await boardViews(newsroom)).toBeCloseTo(5, 9);
  });
});

describe('whoever listens', () => {
  test('hears of counted views alone, with source and time, and a failing listener harms nobody', async () => {
    const { articles, clock, counter } = aNewsroom();
    const heard: CountedReading[] = [];
    counter.onCounted(() => {
      throw new Error('a listener fails');
    });
    const stop = counter.onCounted((view) => heard.push(view));
    await counter.record([
      aView('a', articles.id(1), { source: 'SOCIAL' }),
      aView('a', articles.id(1)),
      { reader: aReader('b', { kind: 'BOT' }), report: { articleId: articles.id(1) } },
      { reader: aReader('c', { isPrivate: true }), report: { articleId: articles.id(1) } },
    ]);
    const common = { article: articles.number(1), atMs: clock.nowMs() };
    expect(heard).toEqual([
      { ...common, visitor: 'a', source: 'SOCIAL', isPrivate: false },
      { ...common, visitor: 'c', source: 'OTHER', isPrivate: true },
    ]);
    stop();
    await counter.record([aView('d', articles.id(1))]);
    expect(heard).toHaveLength(2);
  });
});
