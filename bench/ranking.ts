// What ranking costs where it is hardest: how long a tick takes at 50,000 live articles in 40 sections and 3 languages,
// at 1,000 views a second, and for how long it holds up the event loop of the thread that answers; with the ranker in
// its own thread, on the main thread, and switched off. Since readers, Redis and Postgres share the processors, each
// time is told three ways: by the clock, as time on a processor, and as time in which a thread waited for one.
//   node --require ./test/setup/typescript-hook.cjs bench/ranking.ts [--quick] [--seconds N] [--rounds N] [--json FILE]

import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { composeCounting } from '../src/compose/counting';
import { composeNewsroom } from '../src/compose/newsroom';
import { composeRails } from '../src/compose/rails';
import { rankingInThread } from '../src/compose/ranking-in-thread';
import { settingsFrom } from '../src/compose/settings';
import { openStores, type Stores } from '../src/compose/stores';
import { systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import type { TickFigures } from '../src/ranking/ranking-figures';
import { aligned } from './aligned';
import { askedEffort } from './asked-effort';
import { inOwnPlace } from './own-place';
import { ownPostgres, ownRedis } from './own-stores';
import { publishSite, readSite, type SiteSize } from './ranking/live-site';
import { type LoopDelays, LoopWatch } from './ranking/loop-watch';
import { at, type PhaseFigures, phasesOf, type Spread, spreadOf } from './ranking/phases';

const { asked, effort } = askedEffort({ articles: { type: 'string' }, profile: { type: 'boolean' } });
const isQuick = asked.quick === true;
const size: SiteSize = {
  articles: Number(asked.articles ?? (isQuick ? 3_000 : 50_000)),
  sections: 40,
  languages: 3,
  viewsPerSecond: isQuick ? 200 : 1_000,
  minutes: isQuick ? 5 : 64,
};
const SECONDS = Number(asked.seconds ?? (isQuick ? 4 : 60));
const WARM_UP_MS = isQuick ? 1_500 : 15_000;
const KEY_SPACE = 'bench:';

const print = (line: string) => process.stdout.write(`${line}\n`);
const log = createLog('warn');

const threads = ['own', 'off', 'main'] as const;
type Thread = (typeof threads)[number];

interface Measured {
  thread: Thread;
  ticks: number;
  skipped: number;
  tickMs: Spread;
  phases: PhaseFigures[];
  lists: number;
  liveArticles: number;
  ratedP99: number;
  /** Of the event loop that answers: how late it came round, and of that its own work, and waiting for a processor. */
  blockedMs: Spread;
  workMs: Spread;
  queuedMs: Spread;
  memoryMb: number;
  snapshots: number;
}

async function main(): Promise<void> {
  await inOwnPlace(async (place) => {
    const [postgres, server] = [await ownPostgres(place), await ownRedis(place)];
    const measured = await contest({ DATABASE_URL: postgres.url, REDIS_URL: server.url });
    print('');
    for (const line of table(measured)) print(line);
    print('');
    print(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
    if (asked.json !== undefined) writeFileSync(asked.json, JSON.stringify({ size, measured }, null, 2));
  });
}

async function contest(places: { DATABASE_URL: string; REDIS_URL: string }): Promise<Measured[]> {
  const environment = {
    ...places,
    KEY_SPACE,
    CARD_CACHE_SIZE: '60000',
    DATABASE_STATEMENT_TIMEOUT_MS: '600000',
    DATABASE_CONNECT_TIMEOUT_MS: '60000',
  };
  const first = await openStores(settingsFrom(environment), log);
  print(`publishing ${size.articles} articles, and reading them for ${size.minutes} minutes`);
  await publishSite(first.dataSource, size);
  await readSite(first.redis, size, first.clock.nowMs());
  await first.close();
  const readers = spawn(
    process.execPath,
    [
      ...['--require', resolve(__dirname, '../test/setup/typescript-hook.cjs')],
      resolve(__dirname, 'ranking/readers.program.ts'),
      ...[places.REDIS_URL, KEY_SPACE, String(size.articles), String(size.viewsPerSecond)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const measured: Measured[] = [];
  try {
    for (let round = 0; round < (asked.rounds === undefined ? 1 : effort.rounds); round++) {
      for (const thread of threads) measured.push(await measure(thread, environment));
    }
  } finally {
    readers.kill();
  }
  return measured;
}

async function measure(thread: Thread, environment: Record<string, string>): Promise<Measured> {
  const ranking = thread === 'off' ? { ROLE: 'api' } : { RANKING_THREAD: thread };
  const settings = settingsFrom({ ...environment, ...ranking });
  const stores: Stores = await openStores(settings, log);
  const newsroom = composeNewsroom(stores, settings, log);
  const counting = composeCounting(stores, newsroom, settings, log);
  const rankIn = rankingInThread(stores, settings, log);
  const rails = composeRails(stores, newsroom, counting, settings, log, rankIn);
  await newsroom.start();
  const before = process.memoryUsage().rss;
  await rails.start();
  await systemClock.wait(WARM_UP_MS);
  const ticks: TickFigures[] = [];
  const stop = rails.ranking.figures.onTick((tick) => void ticks.push(tick));
  let snapshots = 0;
  const stopCounting = rails.mirror.onSnapshot(() => void snapshots++);
  const watch = new LoopWatch();
  await systemClock.wait(SECONDS * 1_000);
  const delays = watch.stop();
  const memoryMb = Math.round((process.memoryUsage().rss - before) / 1_048_576);
  stop();
  stopCounting();
  await rails.stop();
  await newsroom.stop();
  await stores.close();
  return figuresOf({ thread, ticks, snapshots, memoryMb, delays });
}

function figuresOf(run: {
  thread: Thread;
  ticks: TickFigures[];
  snapshots: number;
  memoryMb: number;
  delays: LoopDelays;
}): Measured {
  const { thread, ticks, snapshots, memoryMb, delays } = run;
  const { whole, phases } = phasesOf(ticks);
  return {
    thread,
    ticks: ticks.length,
    skipped: ticks.reduce((sum, { skipped }) => sum + skipped, 0),
    tickMs: whole,
    phases,
    lists: ticks.at(-1)?.lists ?? 0,
    liveArticles: ticks.at(-1)?.liveArticles ?? 0,
    ratedP99: at(
      ticks.map(({ rated }) => rated),
      0.99,
    ),
    blockedMs: spreadOf(delays.lateMs),
    workMs: spreadOf(delays.workMs),
    queuedMs: spreadOf(delays.queuedMs),
    memoryMb,
    snapshots,
  };
}

function table(measured: readonly Measured[]): string[] {
  const ms = (value: number) => value.toFixed(1);
  const loops = measured.map(({ thread, blockedMs, workMs, queuedMs }) => [
    thread,
    ...[blockedMs, workMs, queuedMs].flatMap(({ p99, max }) => [ms(p99), ms(max)]),
  ]);
  const ticks = measured.filter(({ thread }) => thread !== 'off');
  return [
    'ticks, ms',
    ...aligned([
      ['ranking thread', 'live', 'lists', 'ticks', 'left out', 'p50', 'p99', 'most', 'memory MB', 'rated'],
      ...ticks.map((one) => [
        one.thread,
        ...[one.liveArticles, one.lists, one.ticks, one.skipped].map(String),
        ...[one.tickMs.p50, one.tickMs.p99, one.tickMs.max].map(ms),
        String(one.memoryMb),
        String(one.ratedP99),
      ]),
    ]),
    '',
    ...ticks.flatMap(({ thread, phases }) => [
      `where the time of a tick goes, ms, thread ${thread}`,
      ...aligned([
        ['part', 'p50', 'p99', 'most', 'processor p50', 'p99', 'queued p50', 'p99'],
        ...phases.map(({ name, clock, processor, queued }) => [
          name,
          ...[clock.p50, clock.p99, clock.max].map(ms),
          ...[processor, queued].flatMap((spread) => (spread ? [ms(spread.p50), ms(spread.p99)] : ['', ''])),
        ]),
      ]),
      '',
    ]),
    'the event loop that answers, ms',
    ...aligned([
      ['ranking thread', 'late p99', 'most', 'own work p99', 'most', 'queued p99', 'most'],
      ...loops,
    ]),
  ];
}

void main();
