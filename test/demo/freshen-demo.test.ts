import { ArticleChangeRepository } from '../../src/articles/article-change.repository';
import { TombstoneRepository } from '../../src/articles/tombstone.repository';
import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { settingsFrom } from '../../src/compose/settings';
import { type FreshenParts, freshenDemo } from '../../src/demo/freshen-demo';
import { seedDemo } from '../../src/demo/seed-demo';
import { SimulatedClock } from '../../src/platform/clock';
import { Transactions } from '../../src/publishing/article-writing.repository';
import { anArticleDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { useStores } from '../setup/stores';

const FILLED_MS = Date.UTC(2026, 4, 1, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Passes over hours and days in one step: what ticks four times a second would else take its time. */
class LeapingClock extends SimulatedClock {
  private leaptMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.leaptMs;
  }

  leap(ms: number): void {
    this.leaptMs += ms;
  }
}

describe('keeping the demo newsroom young', () => {
  const stores = useStores();
  let clock: LeapingClock;
  let newsroom: Newsroom;
  let parts: FreshenParts;

  beforeEach(async () => {
    const { dataSource, redis, log } = stores;
    await dataSource.query('truncate article, author, image, section, tag cascade');
    clock = new LeapingClock(FILLED_MS);
    newsroom = composeNewsroom({ dataSource, redis, clock }, settingsFrom({}), log);
    await newsroom.start();
    await seedDemo({ ...newsroom, clock, progress: () => undefined });
    parts = {
      transactions: new Transactions(dataSource),
      changeRows: new ArticleChangeRepository(dataSource),
      changes: newsroom.changes,
      clock,
    };
  });

  afterEach(() => newsroom.stop());

  const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
    stores.dataSource.query(sql, values);
  const timesOf = (table: string, column: string) =>
    query<{ id: string; at: Date }>(`select id, ${column} as at from ${table} order by id`);

  test.each([
    { hours: 1, moved: 0 },
    { hours: 23, moved: 0 },
    { hours: 25, moved: 97 },
    { hours: 45 * 24, moved: 97 },
  ])('after $hours h it moves $moved stories', async ({ hours, moved }) => {
    clock.leap(hours * HOUR_MS);
    expect(await freshenDemo(parts)).toBe(moved);
    expect(await freshenDemo(parts)).toBe(0);
  });

  test('moves stories, comments and picks together, the newest to three minutes ago', async () => {
    const tables = [
      ['article', 'published_at'],
      ['comment', 'created_at'],
      ['must_read_pick', '"from"'],
    ] as const;
    const before = await Promise.all(tables.map(([table, column]) => timesOf(table, column)));
    clock.leap(30 * DAY_MS);
    await freshenDemo(parts);
    const after = await Promise.all(tables.map(([table, column]) => timesOf(table, column)));
    for (const [index, rows] of before.entries()) {
      expect(rows.length).toBeGreaterThan(7);
      const steps = rows.map(({ at }, row) => after[index]![row]!.at.getTime() - at.getTime());
      expect(new Set(steps)).toEqual(new Set([30 * DAY_MS]));
    }
    const newest = Math.max(...after[0]!.map(({ at }) => at.getTime()));
    expect(clock.nowMs() - newest).toBe(3 * 60_000);
  });

  test('this process shows it when it is done: cards, latest stories, and comments in their place', async () => {
    const [newest] = newsroom.latest.newest({ limit: 1 });
    clock.leap(30 * DAY_MS);
    expect(newsroom.latest.youngerThan(HOUR_MS)).toEqual([]);
    await freshenDemo(parts);
    const [still] = newsroom.latest.newest({ limit: 1 });
    expect(still!.id).toBe(newest!.id);
    expect(clock.nowMs() - still!.publishedAt!.getTime()).toBe(3 * 60_000);
    expect(newsroom.latest.youngerThan(HOUR_MS).length).toBeGreaterThan(5);
    const early = await query(
      'select c.id from comment c join article a on a.id = c.article_id where c.created_at < a.published_at',
    );
    expect(early).toEqual([]);
  });

  test('leaves words, versions and withdrawals as they are', async () => {
    const [shown] = newsroom.latest.newest({ limit: 1 });
    await withdraw(newsroom, shown!.id);
    const words = 'select id, headline, body, status, version, number from article order by id';
    const before = await query(words);
    clock.leap(30 * DAY_MS);
    await freshenDemo(parts);
    expect(await query(words)).toEqual(before);
    expect(await new TombstoneRepository(stores.dataSource).ofId(shown!.id)).toMatchObject({ id: shown!.id });
  });

  test('leaves everything else alone, and puts nothing into the future', async () => {
    const own = anArticleDraft({ externalId: 'own', publishedAt: new Date(FILLED_MS - HOUR_MS) });
    await newsroom.writer.write([own]);
    const [story] = newsroom.latest.newest({ limit: 1 });
    clock.leap(20 * HOUR_MS);
    const said = { articleId: story!.id, authorName: 'A reader', text: 'Later.' };
    await newsroom.comments.writeVisible([{ ...said, createdAt: new Date(clock.nowMs()) }]);
    clock.leap(5 * HOUR_MS);
    await freshenDemo(parts);
    const [row] = await query<{ at: Date }>(`select published_at as at from article where source <> 'demo'`);
    expect(row!.at.getTime()).toBe(FILLED_MS - HOUR_MS);
    const [late] = await query<{ at: Date }>(`select created_at as at from comment where text = 'Later.'`);
    expect(late!.at.getTime()).toBe(clock.nowMs());
  });

  test('does nothing where there is no demo', async () => {
    await stores.dataSource.query('truncate article, author, image, section, tag cascade');
    clock.leap(30 * DAY_MS);
    expect(await freshenDemo(parts)).toBe(0);
  });
});
