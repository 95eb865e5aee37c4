// The steps of a replay: read the log once and check it, find or make its articles, count its views, show the list.

import { type Counting, composeCounting } from '../compose/counting';
import { findLogArticles, type LogArticles } from '../compose/log-articles';
import type { Newsroom } from '../compose/newsroom';
import { composeRails, type Rails } from '../compose/rails';
import { openReplayNewsroom, type ReplayNewsroom } from '../compose/replay-newsroom';
import { keepRollupTimeZone } from '../compose/rollups';
import { openStoresForCommand } from '../compose/stores';
import { systemClock } from '../platform/clock';
import { inspectLog, type LogSummary } from '../traffic/inspect-log';
import type { ColumnChoice } from '../traffic/log-columns';
import type { LogFormat } from '../traffic/log-rows';
import { type Outcomes, ReplayCourse, type ReplayParts, replayAtOnce, replayPaced } from '../traffic/replay';
import { type LogRules, logViews } from '../traffic/view-log';
import { INTERRUPTED_STATUS, type Interrupt } from './interrupt';
import { openNewsroomForCommand, settingsForCommand } from './newsroom-for-command';
import { showProgress } from './progress';
import { outcomeLine, popularTable } from './replay-report';

export interface ReplayOptions {
  speed: number | 'max';
  columns?: ColumnChoice;
  format?: LogFormat;
  createArticles?: boolean;
  limit?: number;
  from?: number;
  to?: number;
  sort?: boolean;
  skipBad?: boolean;
  keep?: boolean;
  top: number;
}

interface Replay {
  path: string;
  options: ReplayOptions;
  rules: LogRules;
  log: LogSummary;
  interrupt: Interrupt;
}

// The list of the log's last moment needs an hour of minutes, which the boards hold, and ticks for it to settle: the
// last ten minutes pass in steps shorter than the ranker's lease, which it would else lose and take again each time.
const RANKED_MS = 2 * 60_000;
const STEP_MS = 2_000;
const SETTLED_MS = 1_000;

const tell = (line: string) => process.stderr.write(`${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);

export async function runReplay(path: string, options: ReplayOptions, interrupt: Interrupt): Promise<number> {
  const rules: LogRules = {
    format: options.format,
    columns: options.columns ?? {},
    badLines: options.skipBad ? 'skip' : 'refuse',
    order: options.sort ? 'sort' : 'given',
    fromMs: options.from,
    toMs: options.to,
    limit: options.limit,
  };
  const log = await readOnce(path, rules);
  if (interrupt.isAsked) return INTERRUPTED_STATUS;
  const replay = { path, options, rules, log, interrupt };
  await (options.speed === 'max' ? replayInSimulatedTime(replay) : replayIntoNewsroom(replay, options.speed));
  return interrupt.isAsked ? INTERRUPTED_STATUS : 0;
}

async function readOnce(path: string, rules: LogRules): Promise<LogSummary> {
  let bar: ReturnType<typeof showProgress> | undefined;
  const log = await inspectLog(path, {
    ...rules,
    progress: ({ done, all }) => {
      bar ??= showProgress({ title: 'Checking the log', all, unit: 'bytes' });
      bar.update(done);
    },
  }).finally(() => bar?.end());
  const from = new Date(log.firstMs).toISOString();
  const to = new Date(log.lastMs).toISOString();
  print(`${count(log.views)} views of ${count(log.articles.size)} articles, ${from} to ${to}`);
  if (log.badLines > 0) print(`${count(log.badLines)} lines left out, which cannot be counted`);
  return log;
}

async function replayInSimulatedTime(replay: Replay): Promise<void> {
  const { options, log: summary } = replay;
  const { settings, log } = settingsForCommand();
  const stores = await openStoresForCommand(settings, log, tell);
  try {
    const own = await openReplayNewsroom({ stores, settings, log, startMs: summary.firstMs, tell });
    try {
      const { ids, created } = await articlesOf(replay, own.newsroom, (firstViewMs) => firstViewMs);
      if (created > 0) print(`${count(created)} stand-ins made`);
      await countInSimulatedTime(replay, own, ids);
    } finally {
      await own.close(options.keep ? 'keep' : 'drop');
    }
    if (options.keep) print(`Kept: database ${own.database}, keys ${own.keySpace}*`);
  } finally {
    await stores.close();
  }
}

async function countInSimulatedTime(
  replay: Replay,
  own: ReplayNewsroom,
  ids: LogArticles['ids'],
): Promise<void> {
  const { log, interrupt, options } = replay;
  const { clock, counting } = own;
  let rails: Rails | undefined;
  const course = new ReplayCourse(clock, {
    fromMs: Math.max(log.firstMs, log.lastMs - RANKED_MS),
    ms: STEP_MS,
    begin: async () => {
      rails = await own.startRails();
    },
  });
  await timed(log.views, (progress) =>
    replayAtOnce(logViews(replay.path, replay.rules, { badLines: 0 }), partsOf(counting, ids), {
      course,
      progress,
      isStopped: () => interrupt.isAsked,
    }),
  );
  if (rails === undefined) return; // ended by Ctrl-C before there was anything to rank
  await rails.ranker.tick();
  print(
    popularTable(await rails.popularNow(options.top), `Popular at ${new Date(clock.nowMs()).toISOString()}`),
  );
}

async function replayIntoNewsroom(replay: Replay, speed: number): Promise<void> {
  const { options, log: summary, interrupt } = replay;
  const { newsroom, stores, settings, log, close } = await openNewsroomForCommand(tell);
  try {
    await keepRollupTimeZone(stores, settings);
    const { clock } = stores;
    const startMs = clock.nowMs();
    const arrivesMs = (atMs: number) => Math.floor(startMs + (atMs - summary.firstMs) / speed);
    const { ids, created } = await articlesOf(replay, newsroom, arrivesMs);
    if (created > 0) print(`${count(created)} stand-ins made`);
    const counting = composeCounting(stores, newsroom, settings, log);
    await counting.start();
    const rails = composeRails(stores, newsroom, counting, settings, log);
    await rails.start();
    try {
      await timed(summary.views, (progress) =>
        replayPaced(logViews(replay.path, replay.rules, { badLines: 0 }), partsOf(counting, ids), {
          ...{ clock, speed, progress },
          firstMs: summary.firstMs,
          isStopped: () => interrupt.isAsked,
        }),
      );
      await clock.wait(SETTLED_MS); // until whoever leads the ranking has seen the last views
      print(popularTable(await rails.popularNow(options.top), 'Popular now'));
    } finally {
      await rails.stop();
      await counting.stop();
    }
  } finally {
    await close();
  }
}

async function articlesOf(
  { log, options, interrupt }: Replay,
  newsroom: Newsroom,
  publishedMs: (firstViewMs: number) => number,
): Promise<LogArticles> {
  let bar: ReturnType<typeof showProgress> | undefined;
  try {
    return await findLogArticles(newsroom, log.articles, {
      unknown: options.createArticles ? 'create' : 'leave',
      publishedMs,
      progress: (written, all) => {
        bar ??= showProgress({ title: 'Making stand-ins', all, unit: 'articles' });
        bar.update(written);
      },
      isStopped: () => interrupt.isAsked,
    });
  } finally {
    bar?.end();
  }
}

function partsOf(counting: Counting, ids: LogArticles['ids']): ReplayParts {
  return {
    counter: counting.counter,
    readerOf: (visitor) => counting.readers.ofLog(visitor),
    articleId: (name) => ids.get(name),
    wait: (ms) => systemClock.wait(ms),
  };
}

/** With a bar that shows views per second, and afterwards what became of them. */
async function timed(
  views: number,
  replay: (progress: (done: number) => void) => Promise<Outcomes>,
): Promise<void> {
  const startMs = systemClock.nowMs();
  const seconds = () => Math.max((systemClock.nowMs() - startMs) / 1_000, 0.001);
  const bar = showProgress({ title: 'Counting', all: views, unit: 'views' });
  const progress = (done: number) => bar.update(done, `${count(Math.round(done / seconds()))} views/s`);
  const outcomes = await replay(progress).finally(() => bar.end());
  print(outcomeLine(outcomes, seconds()));
}

const count = (number: number): string => number.toLocaleString('en');
