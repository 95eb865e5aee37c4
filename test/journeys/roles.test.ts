// One newsroom in two processes: one answers readers, the other ranks. Together they do what one alone does.

import { anArticleDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { recordView } from '../setup/record-view';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const running: RunningProgram[] = [];

afterAll(async () => {
  for (const program of running.splice(0)) await program.end();
});

async function start(role: 'api' | 'worker'): Promise<RunningProgram> {
  const program = await RunningProgram.start({
    ROLE: role,
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisPlace.url,
    REDIS_MODE: stores.redisPlace.mode ?? 'single',
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
  });
  running.push(program);
  return program;
}

interface Places {
  popularNow: { edges: { reason: string; node: { id: string } }[]; snapshot: { id: string } };
}
const PLACES = '{ popularNow { edges { reason node { id } } snapshot { id } } }';

test('an API shows what a worker has ranked, and the worker serves nothing but its health', async () => {
  const [api, worker] = [await start('api'), await start('worker')];
  const [written] = await newsroom.writer.write([anArticleDraft({ publishedAt: new Date() })]);
  const articleId = written!.id;
  expect(await recordView(api, { articleId, visitor: 'reader' })).toMatchObject({ status: 'COUNTED' });
  await until(async () => {
    const { data } = await api.ask<Places>(PLACES);
    const [first] = data.popularNow.edges;
    return first?.node.id === articleId && first.reason === 'READ_NOW';
  });

  expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200);
  expect((await fetch(`${worker.url}/graphql?query={__typename}`)).status).toBe(404);
  expect((await fetch(`${worker.url}/graphiql`)).status).toBe(404);
  await expect(worker.end()).resolves.toBe(0);

  // With nobody to rank, lists stay as they are and go on being served.
  const { data } = await api.ask<Places>(PLACES);
  expect(data.popularNow.edges[0]?.node.id).toBe(articleId);
}, 180_000);
