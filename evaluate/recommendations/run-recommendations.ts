// The steps of an evaluation: read the log, let everyone predict, judge, tell.

import { writeFile } from 'node:fs/promises';
import { INTERRUPTED_STATUS, type Interrupt } from '../../src/cli/interrupt';
import { showProgress } from '../../src/cli/progress';
import { UsageError } from '../../src/cli/usage-error';
import { seededLog, seededSections } from '../popular/seeded-log';
import { openThrowawayStores, type ThrowawayStores } from '../popular/throwaway-stores';
import {
  type ChosenLog,
  chosenLogs,
  chosenTicks,
  type LogChoice,
  type PeriodChoice,
  QUICK_LOG as SMALL_LOG,
} from '../popular/what-is-judged';
import { checkDumpOf, checkWrittenFiles, type WrittenFiles } from '../written-files';
import { type ClickLog, clickLogOf } from './click-log';
import { baselines, PRODUCT, product, productLists, STAN_G1, STAN_STREAMING } from './contestants';
import { writeDump } from './dump';
import { evaluatePart, type ScoredPart } from './evaluate-part';
import { type JudgedSetting, judgedSettings } from './new-articles/settings';
import { judgeSideBySide, type ScoredSetting } from './new-articles/side-by-side';
import type { RedisParts } from './ours/learning-in-redis';
import { outcomeOf, type RecommendationsOutcome } from './outcome';
import type { Contestant } from './recommender';
import { outcomePage } from './report/page';
import { outcomeTable } from './report/table';
import { readSections } from './section-file';
import { bestHalfLifeMinutes } from './tuned-half-life';

export interface RecommendationsOptions extends LogChoice, Omit<PeriodChoice, 'tick'>, WrittenFiles {
  /** Minutes without a view that end a session. */
  gap: number;
  oneIn: number;
  /** Seconds. */
  delays: number[];
  inMemory?: boolean;
  /** Settings of new articles, as they are judged side by side. */
  newArticles?: string;
  sections?: string;
  only: string[];
}

export interface Surroundings {
  print: (line: string) => void;
  tell: (line: string) => void;
  isStopped: () => boolean;
  openRedis: () => Promise<RedisParts>;
  progress: 'shown' | 'none';
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BLOCK_MS = 6 * HOUR_MS;
const QUICK_BLOCK_MS = HOUR_MS / 4;
export const QUICK_LOG = { hours: 5, visitorsPerMinute: 25 };
const QUICK_JUDGED_MS = 2 * HOUR_MS;
const NAMES = {
  ...{ log: '--log', sections: '--sections', thin: '--thin' },
  ...{ fromDay: '--from-day', toDay: '--to-day', from: '--from', to: '--to' },
};
const NOT_OF_THE_SMALL_LOG = Object.keys(NAMES) as (keyof typeof NAMES)[];

export async function recommendationsOnCommandLine(
  options: RecommendationsOptions,
  interrupt: Interrupt,
): Promise<number> {
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  let opened: ThrowawayStores | undefined;
  try {
    const outcome = await runRecommendations(options, {
      print: (line) => void process.stdout.write(`${line}\n`),
      tell,
      progress: 'shown',
      isStopped: () => interrupt.isAsked,
      openRedis: async () => {
        opened ??= await openThrowawayStores(tell);
        return { redis: opened.stores.redis, log: opened.log };
      },
    });
    return outcome === undefined ? INTERRUPTED_STATUS : 0;
  } finally {
    await opened?.close();
  }
}

/** Undefined when it was stopped before its end: then nothing is judged or written. */
export async function runRecommendations(
  options: RecommendationsOptions,
  surroundings: Surroundings,
): Promise<RecommendationsOutcome | undefined> {
  const { tell, print } = surroundings;
  refuse(options);
  await checkWrittenFiles(options);
  const { whole, logs } = options.quick
    ? quickLog(options.seed)
    : await chosenLogs(options, tell, () => undefined);
  const { fromMs, toMs } = periodOf(whole, options);
  const sectionOf = await sectionsOf(whole, options);
  const settings = options.newArticles === undefined ? [] : judgedSettings(options.newArticles);
  const parts: ScoredPart[] = [];
  for (const { views, about } of logs) {
    const log = clickLogOf(views, { gapMs: options.gap * MINUTE_MS, ...(sectionOf && { sectionOf }) });
    const chosen = await contestantsOn(log, fromMs, options, surroundings);
    checkDumpOf(
      options.dump && (options.dumpOf ?? PRODUCT),
      chosen.map(({ name }) => name),
    );
    const part = await evaluatePart(log, chosen, {
      ...{ fromMs, toMs, oneIn: options.oneIn },
      delaysMs: options.delays.filter((seconds) => seconds > 0).map((seconds) => seconds * 1_000),
      delayed: [PRODUCT, STAN_G1, STAN_STREAMING],
      dumped: options.dump === undefined ? undefined : (options.dumpOf ?? PRODUCT),
      progress: (title) => progressOf(title, about, surroundings),
      isStopped: surroundings.isStopped,
    });
    if (part === undefined) return undefined;
    if (settings.length > 0) {
      const sideBySide = await underSettings(part, settings, options, { about, ...surroundings });
      if (sideBySide === undefined) return undefined;
      part.newArticles = sideBySide;
    }
    parts.push(part);
  }
  const outcome = outcomeOf(parts, {
    log:
      logs.length === 1 ? logs[0]!.about : { ...whole.about, thinned: { oneIn: logs.length, part: 'all' } },
    ...{ fromMs, toMs, oneIn: options.oneIn, seed: options.seed },
    blockMinutes: (whole.isSeeded ? QUICK_BLOCK_MS : BLOCK_MS) / MINUTE_MS,
  });
  print(outcomeTable(outcome));
  await write(options, outcome, parts[0]!);
  return outcome;
}

/** Undefined when it was stopped. */
function underSettings(
  { log, steps }: ScoredPart,
  settings: readonly JudgedSetting[],
  { inMemory }: RecommendationsOptions,
  surroundings: Surroundings & Pick<ChosenLog, 'about'>,
): Promise<ScoredSetting[] | undefined> {
  const { about, openRedis, isStopped } = surroundings;
  const each = settings.map(({ setting }) => setting);
  return judgeSideBySide(log, steps, {
    ...{ settings, isStopped },
    make: () => productLists(log, inMemory ? undefined : openRedis, each),
    progress: progressOf('new articles', about, surroundings),
  });
}

function refuse(options: RecommendationsOptions): void {
  const { dump, sort, skipBad, part, quick } = options;
  const other = NOT_OF_THE_SMALL_LOG.find((name) => options[name] !== undefined);
  if (quick && other !== undefined)
    throw new UsageError(
      `--quick: judges the small seeded log, and the end of it. Leave out ${NAMES[other]}.`,
    );
  if (dump !== undefined && part === 'all')
    throw new UsageError('--dump: of one part, such as --part 1. There are no lists of all parts together.');
  if (dump !== undefined && (sort || skipBad))
    throw new UsageError('--dump: its lines name lines of the log. Sort or clean the file itself first.');
}

/** Smaller than that of Popular Now: nothing needs a day to warm up here. */
function quickLog(seed: string): { whole: ChosenLog; logs: ChosenLog[] } {
  const views = seededLog({ ...QUICK_LOG, seed });
  const about = {
    ...{ name: `seeded log "${seed}"`, views: views.atMs.length, articles: views.names.length },
    ...{ visitors: views.visitors, firstMs: views.atMs[0]!, lastMs: views.atMs.at(-1)!, thinned: null },
  };
  const whole: ChosenLog = { views, about, isSeeded: true };
  return { whole, logs: [whole] };
}

function periodOf(whole: ChosenLog, options: RecommendationsOptions): { fromMs: number; toMs: number } {
  if (options.quick) {
    const toMs = Math.ceil(whole.about.lastMs / HOUR_MS) * HOUR_MS;
    return { fromMs: toMs - QUICK_JUDGED_MS, toMs };
  }
  const ticks = chosenTicks(whole, { ...options, tick: 60 });
  return { fromMs: ticks.firstMs, toMs: ticks.firstMs + ticks.count * ticks.stepMs };
}

async function sectionsOf(
  { isSeeded }: ChosenLog,
  { sections, seed, quick }: RecommendationsOptions,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (isSeeded) return seededSections({ ...(quick ? QUICK_LOG : SMALL_LOG), seed });
  return sections === undefined ? undefined : readSections(sections);
}

async function contestantsOn(
  log: ClickLog,
  fromMs: number,
  { only, inMemory }: RecommendationsOptions,
  { openRedis }: Surroundings,
): Promise<Contestant[]> {
  const all = [
    product(log, inMemory ? undefined : openRedis),
    ...baselines(log, await bestHalfLifeMinutes(log, fromMs)),
  ];
  const chosen =
    only.length === 0 ? all : all.filter(({ name }) => only.some((begin) => name.startsWith(begin)));
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    `--only: no list's name begins so. There are ${all.map(({ name }) => name).join(', ')}.`,
  );
}

function progressOf(title: string, { thinned }: ChosenLog['about'], { progress }: Surroundings) {
  if (progress === 'none') return () => undefined;
  const ofPart = thinned === null ? '' : `part ${thinned.part}: `;
  const bar = showProgress({ title: `${ofPart}${title}`, all: 100, unit: 'percent' });
  return (share: number) => (share >= 1 ? bar.end() : bar.update(Math.floor(share * 100)));
}

async function write(
  { json, html, dump }: RecommendationsOptions,
  outcome: RecommendationsOutcome,
  first: ScoredPart,
): Promise<void> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(outcome, null, 2)}\n`);
  if (html !== undefined) await writeFile(html, outcomePage(outcome));
  if (dump !== undefined) await writeDump(dump, first);
}
