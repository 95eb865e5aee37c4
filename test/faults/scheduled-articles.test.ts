// What an editor has set is kept, whatever dies: the article is public at its time, and the world is told of it once.

import { Role } from '../../src/accounts/role';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const running: RunningProgram[] = [];

async function start(role: 'all' | 'api', demo: 'on' | 'off'): Promise<RunningProgram> {
  const program = await RunningProgram.start({
    ...{ DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, KEY_SPACE: stores.keySpace },
    ...{ ROLE: role, DEMO: demo },
  });
  running.push(program);
  return program;
}

afterEach(async () => {
  for (const program of running.splice(0)) await program.end();
});

interface Act {
  act: {
    article: { version: number; status: string; article: { id: string } } | null;
    userErrors: unknown[];
  };
}

const result = '{ article { version status article { id } } userErrors { code message } }';

const toldOf = async (id: string): Promise<number> =>
  Number(
    (
      await stores.dataSource.query(
        `select count(*) as count from article_change where article_id = $1 and kind = 'PUBLISHED'`,
        [id],
      )
    )[0].count,
  );

async function schedule(program: RunningProgram, inMs: number): Promise<string> {
  const headers = { authorization: `Bearer ${await keyOf(stores, Role.EDITOR)}` };
  const [section] = await stores.dataSource.query('select id from section limit 1');
  const [author] = await stores.dataSource.query('select id from author limit 1');
  const draft = {
    ...{ headline: 'The tide turns', body: '<p>At six.</p>', language: 'en' },
    ...{ section: section.id, authors: [author.id] },
  };
  const created = await program.ask<Act>(
    `mutation ($input: CreateArticleInput!) { act: createArticle(input: $input) ${result} }`,
    { input: draft },
    headers,
  );
  const { id } = created.data.act.article!.article;
  const publishAt = new Date(systemClock.nowMs() + inMs).toISOString();
  const scheduled = await program.ask<Act>(
    `mutation ($input: ScheduleArticleInput!) { act: scheduleArticle(input: $input) ${result} }`,
    { input: { id, version: 1, publishAt } },
    headers,
  );
  expect(scheduled.data.act).toMatchObject({ article: { status: 'SCHEDULED' }, userErrors: [] });
  return id;
}

async function isPublic(program: RunningProgram, id: string): Promise<boolean> {
  const { data } = await program.ask<{
    article: object | null;
    latestStories: { edges: { node: { id: string } }[] };
  }>(`query ($id: ID!) { article(id: $id) { id } latestStories(first: 5) { edges { node { id } } } }`, {
    id,
  });
  return data.article !== null && data.latestStories.edges.some(({ node }) => node.id === id);
}

test('killed before its time, the process that set it is replaced by any other', async () => {
  const first = await start('all', 'on');
  const other = await start('all', 'off');
  const id = await schedule(first, 8_000);
  expect(await isPublic(other, id)).toBe(false);
  await first.end('SIGKILL');
  await until(() => isPublic(other, id), { withinMs: 30_000, what: 'the article is public' });
  await until(async () => (await toldOf(id)) === 1, { withinMs: 30_000, what: 'the world is told' });
  await systemClock.wait(1_000);
  expect(await toldOf(id)).toBe(1);
}, 300_000);

test('with no worker at all it is public at its time, and told of when there is one again', async () => {
  const api = await start('api', 'on');
  const id = await schedule(api, 5_000);
  await until(() => isPublic(api, id), { withinMs: 30_000, what: 'the article is public' });
  expect(await toldOf(id)).toBe(0);
  await start('all', 'off');
  await until(async () => (await toldOf(id)) === 1, { withinMs: 30_000, what: 'the world is told' });
}, 300_000);
