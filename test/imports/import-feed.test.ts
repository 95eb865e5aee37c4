import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportParts, type ImportRules, importFeed, tryFeed } from '../../src/imports/import-feed';
import { SimulatedClock } from '../../src/platform/clock';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const harbour = join(__dirname, 'feeds', 'harbour.rss');
const clock = new SimulatedClock(Date.UTC(2026, 2, 4, 12));

const rules: ImportRules = {
  // A worker's time limit never runs out under a clock that stands still.
  clock,
  maxBytes: 1_000_000,
  timeoutMs: 30_000,
  addresses: 'public',
  section: undefined,
  language: undefined,
};
const parts: ImportParts = {
  write: (drafts) => newsroom.writer.write(drafts),
  publishedBefore: (source, ids) => newsroom.articles.publishedBefore(source, ids),
};
const counts = ({ added, updated, unchanged }: { added: number; updated: number; unchanged: number }) => ({
  added,
  updated,
  unchanged,
});
const rows = (sql: string) => stores.dataSource.query(sql);

describe('importing a feed', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-feed-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('writes nothing on trial', async () => {
    const report = await tryFeed(harbour, rules);
    expect(report).toMatchObject({ added: 6, section: { slug: 'harbour-coast' } });
    expect(await rows('select from article')).toHaveLength(0);
  });

  test('adds its articles with all that belongs to them', async () => {
    const report = await importFeed(harbour, parts, rules);
    expect(counts(report)).toEqual({ added: 6, updated: 0, unchanged: 0 });
    expect([...report.skipped.values()]).toEqual([1, 1, 1]);
    const card = await newsroom.cards.bySlug('ferry-returns-after-nine-years');
    expect(card).toMatchObject({
      headline: 'Ferry returns after nine years',
      section: { name: 'Harbour & Coast' },
      authors: [{ name: 'Ines Okafor', email: 'ines@harbour.example' }],
      leadImage: { alt: 'A white ferry', caption: 'The Maren at Pier 3' },
    });
    const [{ body }] = await rows(`select body from article where slug = 'ferry-returns-after-nine-years'`);
    expect(body).toContain('Nine years ago the <a href="https://harbour.example/tags/maren">');
    expect(body).not.toContain('script');
  });

  test('adds nothing the second time, hours later, though some items have no date', async () => {
    const before = await rows('select external_id, published_at, version from article order by 1');
    await clock.advanceBy(5 * 3_600_000);
    expect(counts(await importFeed(harbour, parts, rules))).toEqual({ added: 0, updated: 0, unchanged: 6 });
    expect(await rows('select external_id, published_at, version from article order by 1')).toEqual(before);
  });

  test('updates what has changed, and that alone', async () => {
    const changed = join(folder, 'changed.rss');
    await writeFile(
      changed,
      (await readFile(harbour, 'utf8')).replace('Never dated', 'Never dated, but corrected'),
    );
    expect(counts(await importFeed(changed, parts, rules))).toEqual({ added: 0, updated: 1, unchanged: 5 });
  });

  test('puts everything where the options say', async () => {
    const report = await importFeed(join(__dirname, 'feeds', 'old.rdf'), parts, {
      ...rules,
      section: { slug: 'alps', name: 'Alps' },
      language: 'en',
    });
    expect(counts(report)).toEqual({ added: 2, updated: 0, unchanged: 0 });
    expect(await newsroom.cards.bySlug('bridge-opens')).toMatchObject({
      section: { slug: 'alps', name: 'Alps' },
      language: 'en',
    });
  });

  test('ends between two batches when asked to, and is completed by the next', async () => {
    const items = Array.from(
      { length: 250 },
      (_, id) => `<item><title>Item ${id}</title><guid>${id}</guid></item>`,
    );
    const long = join(folder, 'long.rss');
    await writeFile(long, `<rss version="2.0"><channel><title>Long</title>${items.join('')}</channel></rss>`);
    const done: number[] = [];
    const report = await importFeed(long, parts, {
      ...rules,
      progress: (count) => done.push(count),
      isStopped: () => done.length > 1,
    });
    expect([report.added, report.left, done]).toEqual([100, 150, [0, 100]]);
    expect(counts(await importFeed(long, parts, rules))).toEqual({ added: 150, updated: 0, unchanged: 100 });
  });

  test('writes nothing of a feed that is refused', async () => {
    const [{ count: before }] = await rows('select count(*) from article');
    const broken = join(folder, 'broken.rss');
    await writeFile(
      broken,
      (await readFile(harbour, 'utf8')).replace('</rss>', '').replaceAll('harbour-1', 'other-1'),
    );
    await expect(importFeed(broken, parts, rules)).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    expect(await rows('select count(*) from article')).toEqual([{ count: before }]);
  });
});
