// What You May Also Like costs with 50,000 live articles, each with a full neighbour board: lists a second of one core
// in process, each of which nobody has asked for within the second before; how long the server takes for 1,000 requests
// a second over GraphQL, half of them with what was read, and what they take of a processor; and what an article takes
// in Redis. Readers have gone on from every article, and similar texts are known of each, as of a site that stands.
//   node --require ./test/setup/typescript-hook.cjs bench/recommendations.ts [--quick] [--seconds N] [--json FILE]

import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { ArticleCard } from '../src/articles/article-card';
import { composeCounting } from '../src/compose/counting';
import { composeNewsroom } from '../src/compose/newsroom';
import { composeRails } from '../src/compose/rails';
import { settingsFrom } from '../src/compose/settings';
import { openStores } from '../src/compose/stores';
import { createLog } from '../src/platform/log/log';
import { KEPT_NEIGHBOURS } from '../src/recommendations/neighbour-board';
import { aligned } from './aligned';
import { askedEffort } from './asked-effort';
import { inOwnPlace } from './own-place';
import { ownPostgres, ownRedis } from './own-stores';
import { publishSite, readSite, type SiteSize } from './ranking/live-site';
import { Popularity } from './ranking/popularity';
import { fillNeighbours } from './recommendations/neighbours-of-all';
import { overGraphql, type Served, wordsOfServed } from './recommendations/over-graphql';
import { fillSimilarTexts } from './recommendations/similar-texts-of-all';

const { asked } = askedEffort({ articles: { type: 'string' } });
const isQuick = asked.quick === true;
const size: SiteSize = {
  articles: Number(asked.articles ?? (isQuick ? 2_000 : 50_000)),
  ...{ sections: 40, languages: 3, viewsPerSecond: isQuick ? 100 : 1_000, minutes: isQuick ? 2 : 10 },
};
const SECONDS = Number(asked.seconds ?? (isQuick ? 2 : 30));
const PER_SECOND = isQuick ? 200 : 1_000;
const WARM_UP_SECONDS = isQuick ? 1 : 30;
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
  const measured = await inOwnPlace(async (place) => {
    const [postgres, store] = await Promise.all([ownPostgres(place), ownRedis(place)]);
    const environment = {
      ...{ DATABASE_URL: postgres.url, REDIS_URL: store.url, KEY_SPACE, CARD_CACHE_SIZE: '60000' },
      ...{ DATABASE_STATEMENT_TIMEOUT_MS: '600000', DATABASE_CONNECT_TIMEOUT_MS: '60000' },
      // Those of all are there already: it does not spend the bench on working them out.
      SIMILAR_TEXTS_ARTICLES_MAX: '100',
    };
    print(
      `publishing ${size.articles} articles, each with ${size.minutes} minutes of readers, 28 neighbours and 50 ` +
        'similar texts',
    );
    const bytes = await fill(environment);
    const served = await overGraphql({
      ...{ environment, folder: join(place.folder, 'program'), articles: size.articles },
      ...{ perSecond: PER_SECOND, seconds: SECONDS, warmUpSeconds: WARM_UP_SECONDS, bodies: BODIES },
      ...{ read: READ, withinSeconds: REACH.withinSeconds },
    });
    const inProcess = [await listsInProcess(environment, 0), await listsInProcess(environment, READ)];
    return { bytes, served, inProcess };
  });
  for (const line of wordsOf(measured)) print(line);
  print(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
  if (asked.json !== undefined) writeFileSync(asked.json, JSON.stringify({ size, measured }, null, 2));
}

type Environment = Record<string, string>;

async function fill(environment: Environment): Promise<number> {
  const stores = await openStores(settingsFrom(environment), log);
  await publishSite(stores.dataSource, size);
  await readSite(stores.redis, size, stores.clock.nowMs());
  const bytes = await fillNeighbours(stores.redis, size.articles, stores.clock.nowMs());
  await fillSimilarTexts(stores.dataSource, size.articles);
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
  // Once each, so that what lies in Postgres is in memory.
  await makeLists(cards.length);
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
    ...wordsOfServed(served, REACH.withinSeconds * 1_000),
    `reach: 99 % within 5 ms: ${met(served.within >= share && served.whole === served.sent)}`,
    `in Redis ${bytes.toFixed(0)} bytes an article with ${KEPT_NEIGHBOURS} neighbours`,
    `reach: at most ${bytesMost} bytes: ${met(bytes <= bytesMost)}`,
  ];
}

void main();
