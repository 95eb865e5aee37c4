// What an operator watches of a worker that only flushes and ranks: its /metrics, with the age of what Postgres has not
// confirmed yet.

import { anArticleDraft } from '../builders/an-article-draft';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useNewsroom } from '../setup/newsroom';
import { recordView } from '../setup/record-view';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const running: RunningProgram[] = [];
let toPostgres: CuttingProxy;

afterAll(async () => {
  for (const program of running.splice(0)) await program.end();
  await toPostgres?.close();
});

async function start(role: 'api' | 'worker', databaseUrl: string): Promise<RunningProgram> {
  const program = await RunningProgram.start({
    ROLE: role,
    DATABASE_URL: databaseUrl,
    REDIS_URL: stores.redisPlace.url,
    REDIS_MODE: stores.redisPlace.mode ?? 'single',
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
  });
  running.push(program);
  return program;
}

async function figure(program: RunningProgram, name: string): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('a worker tells the flush lag, which grows while Postgres is away and falls when it is back', async () => {
  const target = new URL(stores.databaseUrl);
  toPostgres = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.port = String(toPostgres.port);
  const [api, worker] = [await start('api', stores.databaseUrl), await start('worker', target.href)];
  const [written] = await newsroom.writer.write([anArticleDraft({ publishedAt: new Date() })]);
  const articleId = written!.id;
  const view = (visitor: string) => recordView(api, { articleId, visitor });
  const stored = async () => {
    const [row] = await stores.dataSource.query('select sum(views)::int as views from article_total');
    return row.views as number | null;
  };
  const lag = () => figure(worker, 'mostread_flush_lag_seconds');
  const rows = () => figure(worker, 'mostread_flush_rows_total');

  await until(async () => (await view('ada')).status !== 'REFUSED', { what: 'the article is known' });
  await until(async () => (await stored()) === 1, { withinMs: 20_000, what: 'the view is in Postgres' });
  await until(async () => (await lag()) < 2, { withinMs: 20_000, what: 'the lag is small' });
  const rowsBefore = await rows();
  expect(rowsBefore).toBeGreaterThan(0);

  toPostgres.refuse();
  toPostgres.cut();
  expect((await view('bo')).status).toBe('COUNTED');
  await until(async () => (await lag()) > 5, { withinMs: 30_000, what: 'the lag grows' });
  expect(await stored()).toBe(1);

  toPostgres.accept();
  await until(async () => (await stored()) === 2, { withinMs: 30_000, what: 'both views are in Postgres' });
  await until(async () => (await lag()) < 2, { withinMs: 20_000, what: 'the lag is small again' });
  expect(await rows()).toBeGreaterThan(rowsBefore);
}, 180_000);
