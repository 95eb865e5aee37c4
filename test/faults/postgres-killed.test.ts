// kill -9 of Postgres while articles are being written and read: what was acknowledged is there afterwards, whole, and
// counting has gone on in the meantime.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { entities, migrations } from '../../src/compose/entities';
import { migrateJobs } from '../../src/platform/jobs/migrate-jobs';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { type EmbeddedStore, startEmbeddedPostgres } from '../../src/platform/postgres/embedded-postgres';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

let folder: string;
let postgres: EmbeddedStore;
let dataSource: DataSource;
/** `npm run test:faults` kills it again and again. */
const KILLS = process.env['FAULTS'] === 'all' ? 5 : 1;
const LANES = 4;

const api = useApi({}, async (stores) => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-postgres-killed-'));
  await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
  postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress: () => undefined });
  dataSource = await createDataSource({
    url: postgres.url,
    entities,
    migrations,
    connectTimeoutMs: 5_000,
  }).initialize();
  await dataSource.runMigrations();
  await migrateJobs(postgres.url, stores.log);
  return { dataSource, redis: stores.redis };
});

afterAll(async () => {
  await dataSource.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const answers = () =>
  dataSource.query('select 1').then(
    () => true,
    () => false,
  );

async function killPostgres(): Promise<void> {
  const pid = postgres.pid;
  process.kill(pid, 'SIGKILL');
  await until(() => postgres.pid !== pid, { withinMs: 30_000 });
  await until(answers, { withinMs: 30_000 });
}

async function read(articleId: string, visitor: string): Promise<string | undefined> {
  const { data } = await api.ask<{ recordView: { status: string } | null }>(
    'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
    { input: { articleId, visitor } },
    { headers: { 'user-agent': BROWSER } },
  );
  return data?.recordView?.status;
}

test('killed in the middle of writing, it has every article that was acknowledged, whole, and no view is missing', async () => {
  await api.publish([anArticleDraft({ number: 1 })]);
  const [first] = api.newsroom.latest.newest({ limit: 1 });
  await read(first!.id, 'the first');
  const acknowledged: number[] = [];
  let counted = 1;
  let isOver = false;
  const writers = Array.from({ length: LANES }, async (_, lane) => {
    for (let count = 0; !isOver; count++) {
      const number = 1_000 * (lane + 1) + count;
      const written = await api.newsroom.writer.write([anArticleDraft({ number })]).catch(() => undefined);
      if (written !== undefined) acknowledged.push(number);
    }
  });
  const readers = Array.from({ length: LANES }, async (_, lane) => {
    for (let count = 0; !isOver; count++) {
      if ((await read(first!.id, `reader ${lane} ${count}`)) === 'COUNTED') counted += 1;
    }
  });
  for (let kill = 0; kill < KILLS; kill++) {
    const [written, views] = [acknowledged.length, counted];
    await until(() => acknowledged.length > written + 20, { withinMs: 20_000 });
    const killing = killPostgres();
    await until(() => counted > views + 20, { withinMs: 20_000, what: 'views are counted without Postgres' });
    await killing;
  }
  isOver = true;
  await Promise.all([...writers, ...readers]);

  const rows: { slug: string; authors: number; tags: number; changes: number }[] = await dataSource.query(
    `select a.slug, (select count(*)::int from article_author x where x.article_id = a.id) as authors,
       (select count(*)::int from article_tag x where x.article_id = a.id) as tags,
       (select count(*)::int from article_change x where x.article_id = a.id) as changes from article a`,
  );
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  for (const number of acknowledged) expect(bySlug.has(`story-${number}`)).toBe(true);
  // What was not acknowledged may be there or not, but never half of it.
  for (const row of rows) expect(row).toMatchObject({ authors: 1, tags: 1, changes: 1 });
  expect(rows.length).toBeLessThanOrEqual(acknowledged.length + 1 + LANES * KILLS * 2);
  expect(await api.counting.totals.totals([first!.number])).toEqual([counted]);
}, 240_000);
