// What runs in the thread that ranks: its own connections, the little of the newsroom that ranking reads, and the
// ranker. It ends when it is told to, or when what it does not expect ends it: then it is started again.

import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { ArticleChanges } from '../articles/article-changes';
import { CardRepository } from '../articles/card.repository';
import { CardCache } from '../articles/card-cache';
import { LatestStories } from '../articles/latest-stories';
import { MustReadPickRepository } from '../must-reads/must-read-pick.repository';
import { PickBook } from '../must-reads/pick-book';
import type { Stop } from '../platform/clock';
import { createLog } from '../platform/log/log';
import { createDataSource } from '../platform/postgres/data-source';
import { STARTED, STOP } from '../platform/processes/kept-thread';
import { openRedis } from '../platform/redis/connection';
import { RedisClock } from '../platform/redis/redis-clock';
import { SectionRepository } from '../sections/section.repository';
import { SectionTree } from '../sections/section-tree';
import { entities } from './entities';
import { composeExperimentsKeeper } from './experiments';
import { composeRanking } from './ranking';
import { composeRankingArchive } from './ranking-history';
import type { RankingThreadData, SeenTerm } from './ranking-in-thread';
import { composeRankingRules } from './ranking-rules';

const CONNECTIONS = 2;
/** Beside the articles that are read: the newest of each section, which fill empty places. */
const NEWEST_CARDS = 20_000;

async function run({ databaseUrl, redis: redisOptions, settings, seenTerm }: RankingThreadData) {
  const log = createLog(settings.log.level).child({ thread: 'ranking' });
  const dataSource = await createDataSource({
    ...{ url: databaseUrl, entities, migrations: [], log, poolSize: CONNECTIONS },
    connectTimeoutMs: settings.stores.databaseConnectTimeoutMs,
    statementTimeoutMs: settings.stores.databaseStatementTimeoutMs,
  }).initialize();
  const redis = openRedis(redisOptions, log);
  await redis.ready();
  const clock = new RedisClock(redis);
  await clock.start();

  const sections = new SectionTree(new SectionRepository(dataSource));
  const repository = new CardRepository(dataSource, 'what ranks');
  const size = settings.ranking.maxLiveArticles + NEWEST_CARDS;
  const cards = new CardCache({ repository, sections, clock, log, size });
  const latest = new LatestStories({ repository, cards, sections, clock, log });
  const changeRows = new ArticleChangeRepository(dataSource);
  const changes = new ArticleChanges({ repository: changeRows, redis, clock, log });
  const rules = composeRankingRules({ dataSource, redis, clock }, { sections }, settings, log);
  const picks = new PickBook({
    ...{ repository: new MustReadPickRepository(dataSource), changes, cards, clock, log },
  });
  const experiments = composeExperimentsKeeper({ dataSource, redis, clock }, log);
  let seen = seenTerm;
  const ranking = composeRanking({
    ...{ stores: { redis, clock }, newsroom: { cards, latest, sections }, settings, log },
    ...{ rules, picks, experiments },
    seenTerm: () => seen,
    archive: composeRankingArchive({ dataSource }, log),
  });
  const stops: Stop[] = [cards.follow(changes), sections.follow(changes, { clock, log })];
  await changes.start();
  await sections.load();
  await latest.start();
  await rules.start();
  await experiments.start();
  await picks.start();
  ranking.figures.onTick((tick) => parentPort?.postMessage(tick));

  const stop = async () => {
    await ranking.stop();
    await rules.stop();
    await experiments.stop();
    picks.stop();
    latest.stop();
    for (const end of stops) end();
    await changes.stop();
    clock.stop();
    await redis.close();
    await dataSource.destroy();
    parentPort?.close();
  };
  parentPort?.on('message', (asked: SeenTerm | typeof STOP) => {
    if (asked === STOP) void stop();
    else seen = asked.seenTerm;
  });
  await ranking.start();
  parentPort?.postMessage(STARTED);
}

// A rejection ends the thread, with its reason for the one that has started it.
void run(workerData as RankingThreadData);
