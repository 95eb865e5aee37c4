import { performance } from 'node:perf_hooks';
import { composeNewsroom } from '../../src/compose/newsroom';
import { settingsFrom } from '../../src/compose/settings';
import { type DemoParts, seedDemo } from '../../src/demo/seed-demo';
import { SimulatedClock } from '../../src/platform/clock';
import { useStores } from '../setup/stores';

const NOW_MS = Date.UTC(2026, 4, 1, 12);
const FULL = { articles: 97, comments: 48, picks: 8 };
const NOTHING = { articles: 0, comments: 0, picks: 0 };

describe('filling the demo newsroom', () => {
  const stores = useStores();
  const clock = new SimulatedClock(NOW_MS);
  let parts: DemoParts;

  beforeAll(() => {
    const { dataSource, redis, log } = stores;
    const newsroom = composeNewsroom({ dataSource, redis, clock }, settingsFrom({}), log);
    parts = { ...newsroom, clock, progress: () => undefined };
  });

  beforeEach(async () => {
    await stores.dataSource.query('truncate article, author, image, section, tag cascade');
  });

  const count = async (table: string): Promise<number> =>
    Number((await stores.dataSource.query(`select count(*) from ${table}`))[0].count);

  test('writes everything once, in under two seconds', async () => {
    const startedMs = performance.now();
    expect(await seedDemo(parts)).toEqual(FULL);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(await count('article')).toBe(97);
    expect(await count('section')).toBe(15);
    expect(await count('author')).toBe(15);
    expect(await count('must_read_pick')).toBe(8);
    expect(await count('comment where parent_id is not null')).toBeGreaterThan(10);
  });

  test('adds and changes nothing the second time, not even a day later', async () => {
    await seedDemo(parts);
    const changes = await count('article_change');
    const later = new SimulatedClock(NOW_MS + 86_400_000);
    expect(await seedDemo({ ...parts, clock: later })).toEqual(NOTHING);
    expect(await count('article_change')).toBe(changes);
  });

  test.each(['writer', 'comments', 'picks'] as const)(
    'completes what was cut short at the %s',
    async (where) => {
      const cutShort = async () => {
        throw new Error('killed');
      };
      const broken: DemoParts = {
        ...parts,
        ...(where === 'writer' && {
          writer: { write: async (drafts) => parts.writer.write(drafts.slice(0, 40)) },
        }),
        comments: { countsOf: (ids) => parts.comments.countsOf(ids), writeVisible: cutShort },
        ...(where === 'picks' && {
          comments: parts.comments,
          picks: { activePicks: (nowMs) => parts.picks.activePicks(nowMs), writePicks: cutShort },
        }),
      };
      await expect(seedDemo(broken)).rejects.toThrow('killed');
      await seedDemo(parts);
      expect(await count('article')).toBe(97);
      expect(await count('comment where parent_id is null')).toBe(FULL.comments);
      expect(await count('must_read_pick')).toBe(8);
    },
  );

  test('leaves a database with other articles alone', async () => {
    await parts.writer.write([
      {
        source: 'https://example.com/feed',
        externalId: '1',
        headline: 'Our own',
        standfirst: '',
        bodyHtml: '<p>News.</p>',
        language: 'en',
        status: 'PUBLISHED',
        publishedAt: new Date(NOW_MS),
        section: { slug: 'news', name: 'News' },
        authors: [],
        tags: [],
      },
    ]);
    expect(await seedDemo(parts)).toEqual(NOTHING);
    expect(await count('article')).toBe(1);
  });

  test('keeps sections in their order and under their parents', async () => {
    await seedDemo(parts);
    const rows: { slug: string; parent: string | null }[] = await stores.dataSource.query(
      `select s.slug, p.slug as parent from section s left join section p on p.id = s.parent_id order by s.position`,
    );
    expect(rows.slice(0, 4)).toEqual([
      { slug: 'city', parent: null },
      { slug: 'world', parent: null },
      { slug: 'karsk-coast', parent: 'world' },
      { slug: 'outer-isles', parent: 'world' },
    ]);
  });

  test('gives each story a picture with its size, a byline with e-mail, and a time in the past', async () => {
    await seedDemo(parts);
    const [row] = await stores.dataSource.query(
      `select count(*) filter (where i.width = 1200 and i.height = 675 and i.url like '/pictures/%.svg') as pictures,
         count(*) filter (where a.published_at < $1) as past,
         (select count(*) from article_author) as bylines,
         (select count(*) from author where email like '%.example' and picture_id is not null) as authors
       from article a join image i on i.id = a.lead_image_id`,
      [new Date(NOW_MS)],
    );
    expect(row).toMatchObject({ pictures: '97', past: '97', authors: '15' });
    expect(Number(row.bylines)).toBeGreaterThan(97);
  });
});
