// What an acknowledged comment is worth when the server is killed: it is there afterwards, once, and the counts are right.

import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
let program: RunningProgram;

async function start(): Promise<void> {
  program = await RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'on',
  });
}

beforeAll(start, 90_000);
afterAll(() => program?.end());

interface Posted {
  postComment: { status: string | null; comment: { id: string } | null; userErrors: { code: string }[] };
}

async function post(articleId: string, key: string): Promise<Posted['postComment']> {
  const { data } = await program.ask<Posted>(
    `mutation ($input: PostCommentInput!) { postComment(input: $input) {
       status comment { id } userErrors { code } } }`,
    { input: { articleId, text: `Said by ${key}`, authorName: 'Ines', visitor: key, eventId: key } },
  );
  return data.postComment;
}

async function countsOf(articleId: string): Promise<[number, number]> {
  const { data } = await program.ask<{ article: { commentCount: number; comments: { totalCount: number } } }>(
    'query ($id: ID!) { article(id: $id) { commentCount comments(first: 3) { totalCount } } }',
    { id: articleId },
  );
  return [data.article.commentCount, data.article.comments.totalCount];
}

test('killed between two comments, it has every one that it acknowledged, and each once', async () => {
  const { data } = await program.ask<{
    latestStories: { edges: { node: { id: string; commentCount: number } }[] };
  }>('{ latestStories(first: 40) { edges { node { id commentCount } } } }');
  const quiet = data.latestStories.edges
    .map(({ node }) => node)
    .find(({ commentCount }) => commentCount === 0);
  const articleId = quiet!.id;

  const sent = new Map<string, string | undefined>();
  let alive = true;
  const readers = Array.from({ length: 10 }, async (_, lane) => {
    for (let count = 0; alive; count++) {
      const key = `reader-${lane}-${count}`;
      sent.set(key, undefined);
      const answer = await post(articleId, key).catch(() => undefined);
      if (answer === undefined) return;
      expect(answer.status).toBe('VISIBLE');
      sent.set(key, answer.comment!.id);
    }
  });
  await until(() => [...sent.values()].filter((id) => id !== undefined).length >= 60, {
    withinMs: 60_000,
    what: 'readers are answered',
  });
  await program.end('SIGKILL');
  alive = false;
  await Promise.all(readers);
  const acknowledged = [...sent].filter(([, id]) => id !== undefined);
  expect(acknowledged.length).toBeGreaterThan(20);

  await start();
  const [count] = await countsOf(articleId);
  expect(count).toBeGreaterThanOrEqual(acknowledged.length);
  expect(count).toBeLessThanOrEqual(sent.size);
  // Those whose answer was lost send again, as clients do; and so do a few of the others.
  for (const [key, id] of [...sent].filter(([, known], index) => known === undefined || index % 10 === 0)) {
    const answer = await post(articleId, key);
    expect(answer.userErrors).toEqual([]);
    if (id !== undefined) expect(answer.comment!.id).toBe(id);
  }
  const rows: unknown[] = await stores.dataSource.query(
    `select id from comment where article_id = $1 and status = 'VISIBLE'`,
    [articleId],
  );
  expect(rows).toHaveLength(sent.size);
  expect(await countsOf(articleId)).toEqual([sent.size, sent.size]);
}, 300_000);
