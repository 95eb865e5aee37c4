// What You May Also Like costs with 50,000 live articles, each with a full neighbour board: lists a second of one core
// in process, each of which nobody has asked for within the second before; how long the server takes for 1,000 requests
// a second over GraphQL, half of them with what was read; and what an article takes in Redis.
//   node --require ./test/setup/typescript-hook.cjs bench/recommendations.ts [--quick] [--seconds N] [--json FILE]

import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ArticleCard } from '../src/articles/article-card';
import { composeCounting } from '../src/compose/counting';
import { composeNewsroom } from '../src/compose/newsroom';
import { composeRails } from '../src/compose/rails';
import { settingsFrom } from '../src/compose/settings';
import { openStores } from '../src/compose/stores';
import { createLog } from '../src/platform/log/log';
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded-postgres';
import { startEmbeddedRedis } from '../src/platform/redis/embedded-redis';
import { KEPT_NEIGHBOURS } from '../src/recommendations/neighbour-board';
import { aligned } from './aligned';
import { askedEffort } from './asked-effort';
import { ServerProcess } from './http/server-process';
import { publishSite, readSite, type SiteSize } from './ranking/live-site';
import { Popularity } from './ranking/popularity';
import { askEvenly } from './recommendations/asking';
import { fillNeighbours } from './recommendations/neighbours-of-all';
import { quantileOf, servedTimes, shareWithin } from './recommendations/served-times';

const { asked } = askedEffort({ articles: { type: 'string' } });
const isQuick = asked.quick === true;
const size: SiteSize = {
  articles: Number(asked.articles ?? (isQuick ? 2_000 : 50_000)),
  ...{ sections: 40, languages: 3, viewsPerSecond: isQuick ? 100 : 1_000, minutes: isQuick ? 2 : 10 },
};
const SECONDS = Number(asked.seconds ?? (isQuick ? 2 : 30));
const PER_SECOND = isQuick ? 200 : 1_000;
const WARM_UP_SECONDS = isQuick ? 1 : 10;
const BODIES = isQuick ? 1_000 : 20_000;
const LISTS_IN_PROCESS = isQuick ? 500 : 20_000;
/** Side by side in process, as requests are. */
const AT_ONCE = 8;
const READ = 3;
const KEY_SPACE = 'bench:';
const REACH = { listsPerCore: 2_000, withinSeconds: 0.005, share: 0.99, bytes: 1_024 };

const print = (line: string) => process.stdout.write(`${line}\n`);
const log = createLog('warn');

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  await chmod(folder, 0o755);
  const cacheFolder = resolve(__dirname, '../.mostread/cache');
  const progress = () => undefined;
  const [postgres, store] = await Promise.all([
    startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress }),
    startEmbeddedRedis({ folder: join(folder, 'redis'), cacheFolder, progress }),
  ]);
  try {
    const environment = {
      ...{ DATABASE_URL: postgres.url, REDIS_URL: store.url, KEY_SPACE, CARD_CACHE_SIZE: '60000' },
      ...{ DATABASE_STATEMENT_TIMEOUT_MS: '600000', DATABASE_CONNECT_TIMEOUT_MS: '60000' },
    };
    print(
      `publishing ${size.articles} articles, each with ${size.minutes} minutes of readers and 30 neighbours`,
    );
    const bytes = await fill(environment);
    const served = await overGraphql(environment, folder);
    const inProcess = [await listsInProcess(environment, 0), await listsInProcess(environment, READ)];
    const measured = { bytes, served, inProcess };
    for (const line of wordsOf(measured)) print(line);
    print(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
    if (asked.json !== undefined) writeFileSync(asked.json, JSON.stringify({ size, measured }, null, 2));
  } finally {
    await Promise.all([postgres.stop(), store.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

type Environment = Record<string, string>;

async function fill(environment: Environment): Promise<number> {
  const stores = await openStores(settingsFrom(environment), log);
  await publishSite(stores.dataSource, size);
  await readSite(stores.redis, size, stores.clock.nowMs());
  const bytes = await fillNeighbours(stores.redis, size.articles, stores.clock.nowMs());
  await stores.close();
  return bytes;
}

interface InProcess {
  read: number;
  listsPerCore: number;
  cpuMicroseconds: number;
}

/** By processor time of this process alone, Redis beside it not counted; nobody ranks here. */
async function listsInProcess(environment: Environment, read: number): Promise<InProcess> {
  const settings = settingsFrom({ ...environment, ROLE: 'api' });
  const stores = await openStores(settings, log);
  const newsroom = composeNewsroom(stores, settings, log);
  const counting = composeCounting(stores, newsroom, settings, log);
  const rails = composeRails(stores, newsroom, counting, settings, log);
  await newsroom.start();
  await rails.start();
  const numbers = Array.from({ length: size.articles }, (_, index) => index + 1);
  const cards = (await newsroom.cards.byNumbers(numbers)).filter((card) => card !== undefined);
  let next = 0;
  // Each article once: a list that was made within the last second would cost nothing.
  const nextCard = () => cards[next++ % cards.length]!;
  const popularity = new Popularity(size.articles);
  const makeLists = async (count: number) => {
    let left = count;
    const one = async () => {
      while (left-- > 0) await rails.alsoLike.listFor(nextCard(), readBefore(cards, popularity, read));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  };
  await makeLists(LISTS_IN_PROCESS / 4);
  const before = process.cpuUsage();
  await makeLists(LISTS_IN_PROCESS);
  const { user, system } = process.cpuUsage(before);
  await rails.stop();
  await newsroom.stop();
  await stores.close();
  const cpuMicroseconds = (user + system) / LISTS_IN_PROCESS;
  return { read, listsPerCore: 1e6 / cpuMicroseconds, cpuMicroseconds };
}

function readBefore(cards: readonly ArticleCard[], popularity: Popularity, count: number): string[] {
  return Array.from({ length: count }, () => cards[popularity.draw() - 1]!.id);
}

interface Served {
  perSecond: number;
  sent: number;
  whole: number;
  p50Ms: number;
  p99Ms: number;
  within5Ms: number;
  processorShare: number | undefined;
}

const QUERY = `query YouMayAlsoLike($id: ID!, $read: [ID!]) {
  article(id: $id) {
    youMayAlsoLike(first: 5, read: $read) {
      edges { rank reason node { id slug headline publishedAt section { slug name } leadImage { url alt } } }
    }
  }
}`;

async function overGraphql(environment: Environment, folder: string): Promise<Served> {
  const api = await ServerProcess.api(join(folder, 'program'), environment);
  try {
    const popularity = new Popularity(size.articles);
    const id = () => idOf(popularity.draw());
    const bodies = Array.from({ length: BODIES }, (_, index) => {
      const read = index % 2 === 0 ? [] : Array.from({ length: READ }, id);
      return JSON.stringify({ query: QUERY, variables: { id: id(), read } });
    });
    const order = { url: api.url, perSecond: PER_SECOND, bodies };
    await askEvenly({ ...order, seconds: WARM_UP_SECONDS });
    const before = await servedTimes(api.url, '/graphql');
    const processorBefore = await api.processorMs();
    const began = performance.now();
    const { sent, whole } = await askEvenly({ ...order, bodies: bodies.slice().reverse(), seconds: SECONDS });
    const processorAfter = await api.processorMs();
    // Longer than was asked for, where the machine cannot answer so many.
    const passedMs = performance.now() - began;
    const after = await servedTimes(api.url, '/graphql');
    return {
      ...{ perSecond: PER_SECOND, sent, whole },
      p50Ms: quantileOf(0.5, before, after) * 1_000,
      p99Ms: quantileOf(0.99, before, after) * 1_000,
      within5Ms: shareWithin(REACH.withinSeconds, before, after),
      processorShare:
        processorBefore === undefined ? undefined : (processorAfter! - processorBefore) / passedMs,
    };
  } finally {
    await api.stop();
  }
}

function idOf(article: number): string {
  const hash = createHash('md5').update(`article ${article}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function wordsOf({
  bytes,
  served,
  inProcess,
}: {
  bytes: number;
  served: Served;
  inProcess: InProcess[];
}): string[] {
  const { listsPerCore, share, bytes: bytesMost } = REACH;
  const met = (isMet: boolean) => (isMet ? 'met' : 'not met');
  const { p50Ms, p99Ms, within5Ms, processorShare } = served;
  const cores = processorShare === undefined ? '' : `, ${(processorShare * 100).toFixed(0)} % of a core`;
  return [
    ...aligned([
      ['in process', 'lists a second of a core', 'processor time of a list'],
      ...inProcess.map((one) => [
        one.read === 0 ? 'of the article alone' : `with ${one.read} read`,
        one.listsPerCore.toFixed(0),
        `${one.cpuMicroseconds.toFixed(0)} us`,
      ]),
    ]),
    `reach: ${listsPerCore} a second: ${met(inProcess.every((one) => one.listsPerCore >= listsPerCore))}`,
    `over GraphQL, ${served.perSecond} a second: ${served.whole} of ${served.sent} whole, in the server p50 ` +
      `${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, ${(within5Ms * 100).toFixed(2)} % within 5 ms${cores}`,
    `reach: 99 % within 5 ms: ${met(within5Ms >= share && served.whole === served.sent)}`,
    `in Redis ${bytes.toFixed(0)} bytes an article with ${KEPT_NEIGHBOURS} neighbours`,
    `reach: at most ${bytesMost} bytes: ${met(bytes <= bytesMost)}`,
  ];
}

void main();
