// A Redis that hangs (SIGSTOP): connections stay open and nothing answers, the worst that a store can do to those who
// wait for it. What is asked of it while the first command still waits out its time-out waits as long; from then on
// everything that needs Redis fails at once, and readers have their pages as fast as ever. The figures are printed.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { request } from 'undici';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { testCacheFolder } from '../setup/stores-process';
import { until } from '../setup/until';

const LANES = 6;
const TIMEOUT_MS = 2_000;
/** On a machine where all tests run at once. */
const SLACK_MS = 3_000;
/** How long each state is looked at. */
const WATCH_MS = process.env['FAULTS'] === 'all' ? 15_000 : 4_000;
const pageQuery = readFileSync(resolve(__dirname, '../../schema/operations/article-page.graphql'), 'utf8');
let folder: string;
let store: EmbeddedStore;
let redis: RedisConnection;
let articleId: string;

const api = useApi({}, async ({ dataSource, keySpace, log }) => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-redis-hangs-'));
  store = await startEmbeddedRedis({ folder, cacheFolder: testCacheFolder, progress: () => undefined });
  redis = openRedis({ url: store.url, keySpace, commandTimeoutMs: TIMEOUT_MS }, log);
  await redis.ready();
  return { dataSource, redis };
});

beforeAll(async () => {
  await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
  articleId = (await api.newsroom.cards.bySlug('story-1'))?.id ?? '';
});

afterAll(async () => {
  if (store) process.kill(store.pid, 'SIGCONT');
  await redis?.close();
  await store?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function post(body: object): Promise<string> {
  const answer = await request(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': BROWSER },
    body: JSON.stringify(body),
  });
  return answer.body.text();
}

let views = 0;
const asks = {
  page: () => post({ query: pageQuery, variables: { slug: 'story-1', read: [] } }),
  view: () =>
    post({
      query: 'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      variables: { input: { articleId, visitor: `reader ${++views}` } },
    }),
};

interface Watched {
  asked: number;
  p50: number;
  p99: number;
  most: number;
  answers: Map<string, number>;
}

/** Some clients ask one after another for a while. */
async function watch(what: keyof typeof asks, forMs = WATCH_MS): Promise<Watched> {
  const tookMs: number[] = [];
  const answers = new Map<string, number>();
  const endMs = performance.now() + forMs;
  const lane = async () => {
    while (performance.now() < endMs) {
      const fromMs = performance.now();
      const text = await asks[what]();
      tookMs.push(performance.now() - fromMs);
      const kind = what === 'page' ? kindOfPage(text) : (/COUNTED|STORE_UNAVAILABLE/.exec(text)?.[0] ?? text);
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const sorted = tookMs.sort((a, b) => a - b);
  const at = (share: number) => Math.round(10 * (sorted[Math.floor(share * (sorted.length - 1))] ?? 0)) / 10;
  return { asked: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1), answers };
}

/** Whole, or with its rails and without what Redis alone knows. */
function kindOfPage(text: string): string {
  const { data, errors } = JSON.parse(text);
  const rails = data.article?.headline === 'Story 1' && data.popularNow.edges.length === 5;
  if (!rails) return text;
  return errors === undefined ? 'whole' : errors.map((one: { path: string[] }) => one.path.join('.')).join();
}

const told: string[] = [];
function tell(when: string, what: keyof typeof asks, { asked, p50, p99, most, answers }: Watched): void {
  const kinds = [...answers].map(([kind, count]) => `${count} ${kind}`).join(', ');
  told.push(`${when} ${what}: p50 ${p50} ms, p99 ${p99} ms, most ${most} ms of ${asked} (${kinds})`);
}

test('a Redis that hangs costs readers one time-out, and then nothing', async () => {
  for (const what of ['page', 'view'] as const) tell('before', what, await watch(what));

  process.kill(store.pid, 'SIGSTOP');
  const first = await Promise.all([watch('page', 500), watch('view', 500)]);
  tell('as it begins', 'page', first[0]);
  tell('as it begins', 'view', first[1]);
  const [page, view] = [await watch('page'), await watch('view')];
  tell('while it hangs', 'page', page);
  tell('while it hangs', 'view', view);

  process.kill(store.pid, 'SIGCONT');
  await until(async () => (await asks.view()).includes('COUNTED'), { withinMs: 20_000 });
  const after = [await watch('page'), await watch('view')] as const;
  tell('afterwards', 'page', after[0]);
  tell('afterwards', 'view', after[1]);
  process.stdout.write(`${told.join('\n')}\n`);

  // A page waits for one command at most, a view for its call and for as long as a call is tried again.
  expect(first[0].most).toBeLessThan(TIMEOUT_MS + SLACK_MS);
  expect(first[1].most).toBeLessThan(2 * TIMEOUT_MS + SLACK_MS);
  expect([...page.answers.keys()]).toEqual(['article.views']);
  expect([...view.answers.keys()]).toEqual(['STORE_UNAVAILABLE']);
  for (const { asked, p99 } of [page, view]) {
    expect(asked).toBeGreaterThan(50);
    expect(p99).toBeLessThan(TIMEOUT_MS / 2);
  }
  expect([...after[0].answers.keys()]).toEqual(['whole']);
  expect([...after[1].answers.keys()]).toEqual(['COUNTED']);
}, 180_000);
