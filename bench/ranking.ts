// What ranking costs where it is hardest: how long a tick takes at 50,000 live articles in 40 sections and 3 languages,
// at 1,000 views a second, and for how long it holds up the event loop of the thread that answers; with the ranker in
// its own thread, and on the main thread.
//   node --require ./test/setup/typescript-hook.cjs bench/ranking.ts [--quick] [--seconds N] [--rounds N] [--json FILE]

import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { composeCounting } from '../src/compose/counting';
import { composeNewsroom } from '../src/compose/newsroom';
import { composeRails } from '../src/compose/rails';
import { rankingInThread } from '../src/compose/ranking-in-thread';
import { settingsFrom } from '../src/compose/settings';
import { openStores, type Stores } from '../src/compose/stores';
import { systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded-postgres';
import { startEmbeddedRedis } from '../src/platform/redis/embedded-redis';
import { type TickFigures, tickParts } from '../src/ranking/ranking-figures';
import { aligned } from './aligned';
import { askedEffort } from './asked-effort';
import { publishSite, readSite, type SiteSize } from './ranking/live-site';

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

interface Measured {
  thread: 'own' | 'main';
  ticks: number;
  skipped: number;
  tickMs: { p50: number; p99: number; max: number };
  partsP99Ms: Record<string, number>;
  lists: number;
  liveArticles: number;
  ratedP99: number;
  blockedMs: { p99: number; max: number };
  memoryMb: number;
  snapshots: number;
}

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
    const measured = await contest({ DATABASE_URL: postgres.url, REDIS_URL: store.url });
    print('');
    for (const line of table(measured)) print(line);
    print('');
    print(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
    if (asked.json !== undefined) writeFileSync(asked.json, JSON.stringify({ size, measured }, null, 2));
  } finally {
    await Promise.all([postgres.stop(), store.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
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
      for (const thread of ['own', 'main'] as const) measured.push(await measure(thread, environment));
    }
  } finally {
    readers.kill();
  }
  return measured;
}

async function measure(thread: 'own' | 'main', environment: Record<string, string>): Promise<Measured> {
  const settings = settingsFrom({ ...environment, RANKING_THREAD: thread });
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
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await systemClock.wait(SECONDS * 1_000);
  delay.disable();
  const memoryMb = Math.round((process.memoryUsage().rss - before) / 1_048_576);
  stop();
  stopCounting();
  await rails.stop();
  await newsroom.stop();
  await stores.close();
  return figuresOf({ thread, ticks, snapshots, memoryMb, delay });
}

function figuresOf(run: {
  thread: 'own' | 'main';
  ticks: TickFigures[];
  snapshots: number;
  memoryMb: number;
  delay: { percentile(percent: number): number; max: number };
}): Measured {
  const { thread, ticks, snapshots, memoryMb, delay } = run;
  const wholeMs = ticks.map(
    ({ seconds }) => 1_000 * tickParts.reduce((sum, part) => sum + (seconds[part] ?? 0), 0),
  );
  const partsP99Ms = Object.fromEntries(
    tickParts.map((part) => [
      part,
      at(
        ticks.map(({ seconds }) => 1_000 * (seconds[part] ?? 0)),
        0.99,
      ),
    ]),
  );
  return {
    thread,
    ticks: ticks.length,
    skipped: ticks.reduce((sum, { skipped }) => sum + skipped, 0),
    tickMs: { p50: at(wholeMs, 0.5), p99: at(wholeMs, 0.99), max: at(wholeMs, 1) },
    partsP99Ms,
    lists: ticks.at(-1)?.lists ?? 0,
    liveArticles: ticks.at(-1)?.liveArticles ?? 0,
    ratedP99: at(
      ticks.map(({ rated }) => rated),
      0.99,
    ),
    blockedMs: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
    memoryMb,
    snapshots,
  };
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length - 1) * share)] ?? 0;
}

function table(measured: readonly Measured[]): string[] {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return aligned([
    [
      'ranking thread',
      'live',
      'lists',
      'ticks',
      'p50',
      'p99',
      'max',
      'blocked p99',
      'blocked max',
      'memory',
      'rated',
    ],
    ...measured.map((one) => [
      one.thread,
      String(one.liveArticles),
      String(one.lists),
      String(one.ticks),
      ...[one.tickMs.p50, one.tickMs.p99, one.tickMs.max, one.blockedMs.p99, one.blockedMs.max].map(ms),
      `${one.memoryMb} MB`,
      String(one.ratedP99),
    ]),
    ...measured.map((one) => [
      `${one.thread}: p99 of`,
      ...tickParts.map((part) => `${part} ${one.partsP99Ms[part]?.toFixed(1)}`),
      ...Array<string>(10 - tickParts.length).fill(''),
    ]),
  ]);
}

void main();
