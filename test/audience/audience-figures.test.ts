import fc from 'fast-check';
import { AudienceFigures } from '../../src/audience/audience-figures';
import { Calendar } from '../../src/audience/calendar';
import { FiguresRepository } from '../../src/audience/figures.repository';
import { SeriesInterval } from '../../src/audience/figures.type';
import { RollupReading } from '../../src/audience/rollup-reading.repository';
import { SimulatedClock } from '../../src/platform/clock';
import { counterNumberOf } from '../../src/views/counter-names';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { anArticleDraft } from '../builders/an-article-draft';
import { type Log, writeRollups } from '../builders/some-rollups';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
/** Articles 1 and 2, each in a section of its own. */
beforeAll(async () => {
  const sections = [
    { slug: 'town', name: 'Town' },
    { slug: 'sea', name: 'Sea' },
  ];
  const written = await newsroom.writer.write(
    sections.map((section, index) => anArticleDraft({ number: index + 1, section })),
  );
  expect(written.map(({ number }) => number)).toEqual([1, 2]);
});
const timeOf = (slice: number) => new Date(slice * SLICE_MS);

function figuresIn(timeZone: string, atMs: number, keepApartDays = 30) {
  const calendar = new Calendar(timeZone);
  const reading = new RollupReading({ dataSource: stores.dataSource, timeoutMs: 20_000, atOnce: 4 });
  const figures = new FiguresRepository(reading, calendar);
  const { sections } = newsroom;
  return {
    calendar,
    figures,
    audience: new AudienceFigures({
      ...{ figures, sections, calendar, clock: new SimulatedClock(atMs), keepApartDays },
    }),
  };
}

const nothingCompacted = { hour: Number.NEGATIVE_INFINITY, day: Number.NEGATIVE_INFINITY };

/** Net amount of counters that match, in slices [from, until). */
function plainSum(
  log: Log,
  matches: (one: { slice: number; article: number; counter: number }) => boolean,
): number {
  const counted = log.amounts.filter(matches).reduce((sum, { amount }) => sum + amount, 0);
  return log.excluded.filter(matches).reduce((sum, { amount, restored }) => sum - amount + restored, counted);
}

/** The rails of the counters that the logs below have. */
const railCounters = [
  { rail: 'POPULAR_NOW', slot: 1, clicks: 101, impressions: 1_101 },
  { rail: 'YOU_MAY_ALSO_LIKE', slot: 3, clicks: 203, impressions: 1_203 },
];

function plainRecirculation(
  log: Log,
  { from, to }: { from: Date; to: Date },
  { article, section, rail }: { article?: number; section?: string; rail?: string | undefined },
) {
  const of = (isMeant: (counter: number) => boolean) =>
    Math.max(
      0,
      plainSum(
        log,
        (one) =>
          (section === undefined || one.article === 2) &&
          (article === undefined || one.article === article) &&
          one.slice >= sliceOf(from.getTime()) &&
          one.slice < sliceOf(to.getTime()) &&
          isMeant(one.counter),
      ),
    );
  const slots = railCounters
    .filter((one) => rail === undefined || one.rail === rail)
    .map(({ rail: name, slot, clicks, impressions }) => {
      const figures = { clicks: of((one) => one === clicks), impressions: of((one) => one === impressions) };
      const clickThrough = figures.impressions === 0 ? null : figures.clicks / figures.impressions;
      return { rail: name, slot, ...figures, clickThrough };
    })
    .filter(({ clicks, impressions }) => clicks + impressions > 0);
  const viewsFromRails = slots.reduce((sum, { clicks }) => sum + clicks, 0);
  return {
    views: of((one) => one < 1_000),
    viewsFromRails,
    slots,
    rails: slots.map(({ slot, clicks, ...rest }) => ({
      ...rest,
      clicks,
      averageSlotClicked: clicks === 0 ? null : slot,
    })),
  };
}

const scenes = [
  { timeZone: 'UTC', around: '2026-03-01T00:00:00Z' },
  { timeZone: 'Asia/Kathmandu', around: '2026-02-28T18:15:00Z' },
  { timeZone: 'America/St_Johns', around: '2026-03-08T05:30:00Z' },
  { timeZone: 'America/St_Johns', around: '2026-11-01T04:30:00Z' },
  { timeZone: 'Pacific/Apia', around: '2011-12-30T10:00:00Z' },
];

describe.each(scenes)('in $timeZone around $around', ({ timeZone, around }) => {
  const middle = sliceOf(Date.parse(around));
  const made = () => figuresIn(timeZone, (middle + 96 * 40) * SLICE_MS);
  const calendar = new Calendar(timeZone);

  const aLog: fc.Arbitrary<Log> = fc
    .record({
      amounts: fc.array(
        fc.record({
          slice: fc.integer({ min: middle - 400, max: middle + 400 }),
          article: fc.integer({ min: 1, max: 3 }),
          counter: fc.constantFrom(1, 3, 101, 203, 1_101, 1_203, 2_000, 3_000, 3_001),
          amount: fc.integer({ min: 1, max: 9 }),
          isLate: fc.boolean(),
        }),
        { minLength: 1, maxLength: 80 },
      ),
      hoursTo: fc.option(fc.integer({ min: middle - 500, max: middle + 500 }), { nil: undefined }),
      daysBefore: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ amounts, hoursTo, daysBefore }) => {
      const hour = hoursTo === undefined ? Number.NEGATIVE_INFINITY : calendar.hourOf(hoursTo);
      const day = hoursTo === undefined ? hour : calendar.floor(hour - daysBefore * 96, 'DAY');
      const excluded = amounts.slice(0, 3).map((one) => ({ ...one, restored: one.amount % 2 }));
      return { amounts, excluded, hour, day };
    });

  test.each([SeriesInterval.DAY, SeriesInterval.WEEK, SeriesInterval.MONTH])(
    'a series by %s has what a plain count gives, of an article and of the site',
    async (interval) => {
      await fc.assert(
        fc.asyncProperty(
          aLog,
          fc.integer({ min: -500, max: 300 }),
          fc.nat(300),
          async (log, start, length) => {
            await writeRollups(stores.dataSource, log, calendar);
            const [from, to] = [timeOf(middle + start), timeOf(middle + start + length + 1)];
            for (const article of [1, undefined]) {
              const { points } = await made().audience.series({ article, interval, from, to });
              expect(points[0]!.from.getTime()).toBeLessThanOrEqual(from.getTime());
              expect(points.at(-1)!.to.getTime()).toBeGreaterThanOrEqual(to.getTime());
              for (const [index, point] of points.entries()) {
                if (index > 0) expect(point.from).toEqual(points[index - 1]!.to);
                const [first, end] = [sliceOf(point.from.getTime()), sliceOf(point.to.getTime())];
                const within = ({ slice }: { slice: number }) => slice >= first && slice < end;
                const views = plainSum(
                  log,
                  (one) =>
                    within(one) && one.counter < 1_000 && (article === undefined || one.article === article),
                );
                expect(point.views).toBe(views);
                expect(point.sources.reduce((sum, source) => sum + source.views, 0)).toBe(views);
              }
            }
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  test('a series of recirculation has what a plain count gives, of an article, a section and the site', async () => {
    await fc.assert(
      fc.asyncProperty(
        aLog,
        fc.constantFrom(SeriesInterval.HOUR, SeriesInterval.DAY),
        fc.constantFrom(undefined, 'POPULAR_NOW', 'YOU_MAY_ALSO_LIKE'),
        async (log, interval, rail) => {
          await writeRollups(stores.dataSource, log, calendar);
          // Days of single articles are kept as a whole, those of the site by the hour.
          const since = interval === SeriesInterval.HOUR ? Math.max(middle - 300, log.day) : middle - 300;
          const [from, to] = [timeOf(since), timeOf(since + 500)];
          for (const asked of [{ article: 1 }, { section: 'sea' }, {}]) {
            const time = { interval, from, to };
            const { points } = await made().audience.recirculationSeries({
              ...asked,
              ...time,
              ...(rail ? { rail } : {}),
            });
            for (const point of points)
              expect(point).toMatchObject(plainRecirculation(log, point, { ...asked, rail }));
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test('hours and quarters are told as far as they are kept, and refused before', async () => {
    await fc.assert(
      fc.asyncProperty(
        aLog,
        fc.constantFrom(SeriesInterval.HOUR, SeriesInterval.QUARTER_HOUR),
        async (log, interval) => {
          await writeRollups(stores.dataSource, log, calendar);
          const since = interval === SeriesInterval.HOUR ? log.day : log.hour;
          const first = Math.max(middle - 96, since);
          const [from, to] = [timeOf(first), timeOf(first + 96)];
          const { points } = await made().audience.series({ article: 2, interval, from, to });
          for (const point of points) {
            const within = ({ slice }: { slice: number }) =>
              slice >= sliceOf(point.from.getTime()) && slice < sliceOf(point.to.getTime());
            expect(point.views).toBe(
              plainSum(log, (one) => one.article === 2 && one.counter < 1_000 && within(one)),
            );
          }
          if (!Number.isFinite(since)) return;
          const early = made().audience.series({
            article: 2,
            interval,
            from: timeOf(since - 8),
            to: timeOf(since),
          });
          await expect(early).rejects.toMatchObject({ code: 'FINER_THAN_KEPT', field: 'interval' });
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('figures of a time', () => {
  const middle = sliceOf(Date.parse('2026-03-10T12:00:00Z'));
  const made = () => figuresIn('UTC', (middle + 20) * SLICE_MS);
  const named: [string, number][] = [
    ...([
      ['DIRECT', 7],
      ['RAIL.POPULAR_NOW.1', 3],
      ['RAIL.POPULAR_NOW', 2],
      ['RAIL.LATEST.50', 1],
    ] as [string, number][]),
    ...([
      ['IMPRESSION.POPULAR_NOW.1', 12],
      ['IMPRESSION.TRENDING.2', 5],
      ['ENGAGED_SECONDS', 90],
    ] as [string, number][]),
    ...([
      ['ENGAGED_VIEWS', 4],
      ['BOT', 6],
      ['STAFF', 2],
    ] as [string, number][]),
  ];
  const amounts = named.map(([name, amount]) => ({
    slice: middle,
    article: 1,
    counter: counterNumberOf(name)!,
    amount,
  }));
  const asked = { from: timeOf(middle - 4), to: timeOf(middle + 4), section: undefined };

  beforeAll(() =>
    writeRollups(stores.dataSource, { amounts, excluded: [], ...nothingCompacted }, new Calendar('UTC')),
  );

  test('tell the sources, the largest first', async () => {
    const { views, sources } = await made().audience.sourcesOf(asked);
    expect(views).toBe(13);
    expect(sources).toEqual([
      { source: 'DIRECT', rail: null, views: 7 },
      { source: 'RAIL', rail: 'POPULAR_NOW', views: 5 },
      { source: 'RAIL', rail: 'LATEST', views: 1 },
    ]);
  });

  test('tell how rails lead on, by slot', async () => {
    expect(await made().audience.recirculationOf(asked)).toMatchObject({
      ...{ views: 13, viewsFromRails: 6, share: 6 / 13 },
      rails: [
        { rail: 'POPULAR_NOW', impressions: 12, clicks: 5, clickThrough: 5 / 12, averageSlotClicked: 1 },
        { rail: 'LATEST', impressions: 0, clicks: 1, clickThrough: null, averageSlotClicked: 50 },
        { rail: 'TRENDING', impressions: 5, clicks: 0, clickThrough: 0, averageSlotClicked: null },
      ],
      slots: [
        { rail: 'POPULAR_NOW', slot: null, impressions: 0, clicks: 2, clickThrough: null },
        { rail: 'POPULAR_NOW', slot: 1, impressions: 12, clicks: 3, clickThrough: 0.25 },
        { rail: 'LATEST', slot: 50, impressions: 0, clicks: 1, clickThrough: null },
        { rail: 'TRENDING', slot: 2, impressions: 5, clicks: 0, clickThrough: 0 },
      ],
    });
  });

  test('are refused for days that were deleted, and readers for theirs', async () => {
    const mark = middle - (middle % 96);
    await stores.dataSource.query(`insert into rollup_watermark values ('KEPT', $1), ('READERS_KEPT', $1)`, [
      mark,
    ]);
    try {
      const { audience, figures } = made();
      const [before, from, to] = [timeOf(mark - 1), timeOf(mark), timeOf(mark + 96)];
      const days = { interval: SeriesInterval.DAY, to };
      const refused = { code: 'NOT_KEPT_ANY_MORE', field: 'from' };
      for (const article of [1, undefined]) {
        await expect(audience.series({ ...days, article, from: before })).rejects.toMatchObject(refused);
        expect((await audience.series({ ...days, article, from })).points).toMatchObject([{ views: 13 }]);
      }
      await expect(audience.sourcesOf({ ...asked, from: before })).rejects.toMatchObject(refused);
      expect((await audience.sourcesOf({ ...asked, from })).views).toBe(13);
      const range = { from: mark - 1, until: mark + 96 };
      await expect(figures.sumsOfArticles(range, [1])).rejects.toMatchObject(refused);
      await expect(audience.readers(1, { from: '2026-03-09', to: '2026-03-10' })).rejects.toMatchObject(
        refused,
      );
      const { days: found } = await audience.readers(1, { from: '2026-03-10', to: '2026-03-10' });
      expect(found).toHaveLength(1);
    } finally {
      await stores.dataSource.query(`delete from rollup_watermark where level like '%KEPT'`);
    }
  });

  test('tell the attention of readers', async () => {
    const { audience, figures } = made();
    const { range, sums } = await figures.sumsOfArticles({ from: middle, until: middle + 1 }, [1, 2]);
    expect(audience.engagement(range, sums.get(1)!)).toMatchObject({
      seconds: 90,
      readings: 4,
      averageSeconds: 22.5,
    });
    expect(audience.engagement(range, new Map())).toMatchObject({
      seconds: 0,
      readings: 0,
      averageSeconds: null,
    });
  });

  test('tell bots and staff of thirty days', async () => {
    const days = await made().audience.apart();
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toEqual({ day: '2026-03-10', bots: 6, staff: 2 });
    expect(days.slice(0, -1).every(({ bots, staff }) => bots + staff === 0)).toBe(true);
    // No zeros for days of which nothing is kept.
    const { audience } = figuresIn('UTC', (middle + 20) * SLICE_MS, 10);
    expect(await audience.apart()).toEqual(days.slice(-10));
  });

  test('tell readers day by day, and their sum as a sum', async () => {
    await stores.dataSource.query(
      `create table article_readers_2026_03 partition of article_readers for values from ('2026-03-01') to ('2026-04-01')`,
    );
    await stores.dataSource.query(
      `insert into article_readers values ('2026-03-01', 1, 5), ('2026-03-03', 1, 6)`,
    );
    expect(await made().audience.readers(1, { from: '2026-03-01', to: '2026-03-03' })).toEqual({
      sumOfDailyReaders: 11,
      days: [
        { day: '2026-03-01', readers: 5 },
        { day: '2026-03-02', readers: 0 },
        { day: '2026-03-03', readers: 6 },
      ],
    });
  });

  test.each([
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['interval', { interval: SeriesInterval.QUARTER_HOUR, from: new Date(0) }],
    ['to', { to: new Date(0) }],
  ])('refuse a wrong %s', async (field, change) => {
    const wrong = { interval: SeriesInterval.DAY, from: timeOf(middle - 9), to: timeOf(middle), ...change };
    await expect(made().audience.series(wrong)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
