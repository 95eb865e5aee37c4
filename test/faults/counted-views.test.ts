// What an acknowledged view is worth when the server is killed: none is missing afterwards, and none is counted twice.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Reported, recordView } from '../setup/record-view';
import { RunningProgram } from '../setup/running-program';
import { testCacheFolder } from '../setup/stores-process';
import { until } from '../setup/until';

let folder: string;
let program: RunningProgram;

async function start(): Promise<void> {
  const stores = { DATA_FOLDER: folder, MOSTREAD_CACHE: testCacheFolder, DATABASE_URL: '', REDIS_URL: '' };
  program = await RunningProgram.start({ ...stores, DEMO: 'on' });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-killed-'));
  await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
  await start();
}, 240_000);

afterEach(async () => {
  await program?.end();
  await rm(folder, { recursive: true, force: true });
});

async function anArticle(): Promise<string> {
  const { data } = await program.ask<{ latestStories: { edges: { node: { id: string } }[] } }>(
    '{ latestStories(first: 1) { edges { node { id } } } }',
  );
  return data.latestStories.edges[0]!.node.id;
}

async function viewsOf(articleId: string): Promise<number> {
  const { data } = await program.ask<{ article: { views: number } }>(
    'query ($id: ID!) { article(id: $id) { views } }',
    { id: articleId },
  );
  return data.article.views;
}

/** Twenty readers at a time, each new, until the server is gone; gives what was answered, by visitor. */
async function readUntilKilled(articleId: string): Promise<Map<string, Reported | undefined>> {
  const answers = new Map<string, Reported | undefined>();
  let alive = true;
  const readers = Array.from({ length: 20 }, async (_, lane) => {
    for (let count = 0; alive; count++) {
      const visitor = `reader-${lane}-${count}`;
      answers.set(visitor, undefined);
      const answer = await recordView(program, { articleId, visitor }).catch(() => undefined);
      if (answer === undefined) return;
      answers.set(visitor, answer);
    }
  });
  await until(() => [...answers.values()].filter((answer) => answer !== undefined).length >= 200, {
    withinMs: 60_000,
    what: 'readers are answered',
  });
  await program.end('SIGKILL');
  alive = false;
  await Promise.all(readers);
  return answers;
}

test('killed between two views, it has every view that it acknowledged, and each once', async () => {
  const articleId = await anArticle();
  const answers = await readUntilKilled(articleId);
  const acknowledged = [...answers]
    .filter(([, answer]) => answer?.status === 'COUNTED')
    .map(([visitor]) => visitor);
  expect(acknowledged.length).toBeGreaterThan(20);

  await start();
  const views = await viewsOf(articleId);
  expect(views).toBeGreaterThanOrEqual(acknowledged.length);
  expect(views).toBeLessThanOrEqual(answers.size);

  for (const visitor of acknowledged) {
    expect(await recordView(program, { articleId, visitor })).toMatchObject({ status: 'REPEAT' });
  }
  // Those whose answer was lost send again, as clients do: afterwards each has been counted once.
  for (const visitor of answers.keys()) await recordView(program, { articleId, visitor });
  expect(await viewsOf(articleId)).toBe(answers.size);
}, 300_000);
