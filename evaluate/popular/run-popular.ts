// The steps of an evaluation: read the log, let everyone make their lists, judge them, tell.

import { writeFile } from 'node:fs/promises';
import { INTERRUPTED_STATUS, type Interrupt } from '../../src/cli/interrupt';
import { showProgress } from '../../src/cli/progress';
import { UsageError } from '../../src/cli/usage-error';
import type { SteadinessRule } from '../../src/ranking/formulas/steadiness';
import { checkDumpOf, checkWrittenFiles, type WrittenFiles } from '../written-files';
import type { Contestant } from './contestants';
import { writeDump } from './dump';
import { type Evaluated, evaluate } from './evaluate-lists';
import { contestants } from './everyone';
import { meanOfParts } from './mean-of-parts';
import { htmlPage } from './report/page';
import { outcomeTable } from './report/table';
import type { ShippingParts } from './shipping-path';
import { openThrowawayStores, type ThrowawayStores } from './throwaway-stores';
import type { Ticks } from './tick-lists';
import {
  type ChosenLog,
  chosenLogs,
  chosenTicks,
  GRID_MS,
  type LogChoice,
  type PeriodChoice,
  startOfDay,
} from './what-is-judged';

export interface PopularOptions extends LogChoice, PeriodChoice, WrittenFiles {
  pace: 'own' | 'every';
  horizons: number[];
  least: number;
  warmUp: number;
  only: string[];
  /** Of further lists by the product's formulas. */
  steadiness: SteadinessRule[];
  /** The day of the log that the page draws list by list. */
  day?: number;
}

export interface Surroundings {
  print: (line: string) => void;
  tell: (line: string) => void;
  isStopped: () => boolean;
  openParts: () => Promise<ShippingParts>;
  progress: 'shown' | 'none';
}

const HOUR_MS = 3_600_000;
const QUICK = { warmUpHours: 2, leastReaders: 60, blockMs: HOUR_MS / 2 };
const BLOCK_MS = 6 * HOUR_MS;

export async function popularOnCommandLine(options: PopularOptions, interrupt: Interrupt): Promise<number> {
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  let stores: ThrowawayStores | undefined;
  try {
    const evaluated = await runPopular(options, {
      print: (line) => void process.stdout.write(`${line}\n`),
      tell,
      progress: 'shown',
      isStopped: () => interrupt.isAsked,
      openParts: async () => {
        stores ??= await openThrowawayStores(tell);
        return stores;
      },
    });
    return evaluated === undefined ? INTERRUPTED_STATUS : 0;
  } finally {
    await stores?.close();
  }
}

/** Undefined when it was stopped before its end: then nothing is judged or written. */
export async function runPopular(
  options: PopularOptions,
  surroundings: Surroundings,
): Promise<Evaluated | undefined> {
  const { print, tell } = surroundings;
  if (options.part === 'all' && options.dump !== undefined)
    throw new UsageError('--dump: of one part, such as --part 1. There are no lists of all parts together.');
  await checkWrittenFiles(options);
  const withBar = surroundings.progress === 'shown' ? withShownBar : withoutBar;
  const { whole, logs } = await withBar('Reading the log', 'bytes', (bar) =>
    chosenLogs(options, tell, ({ done, all }) => bar(done / all)),
  );
  // The same for all parts, so that they are judged at the same moments.
  const ticks = chosenTicks(whole, options);
  const judgePart = (log: ChosenLog) => evaluateLog(log, ticks, options, surroundings);
  const evaluated: Evaluated[] = [];
  for (const log of logs) {
    const one = await judgePart(log);
    if (one === undefined) return undefined;
    evaluated.push(one);
  }
  const all = options.part === 'all' ? meanOfParts(evaluated, whole.about) : evaluated[0]!;
  print(outcomeTable(all.outcome));
  await write(options, all, logs[0]!.views.names);
  return all;
}

/** Undefined when it was stopped. */
async function evaluateLog(
  log: ChosenLog,
  ticks: Ticks,
  options: PopularOptions,
  { isStopped, openParts, progress: shown }: Surroundings,
): Promise<Evaluated | undefined> {
  const withBar = shown === 'shown' ? withShownBar : withoutBar;
  const isQuick = options.quick || log.isSeeded;
  const judging = {
    gridMs: GRID_MS,
    horizonsMs: options.horizons.map((minutes) => minutes * 60_000),
    leastReaders: isQuick ? QUICK.leastReaders : options.least,
  };
  const chosen = chosenContestants(contestants(log.views, judging, options.steadiness), options.only);
  checkDumpOf(
    options.dumpOf,
    chosen.map(({ name }) => name),
  );
  const warmUpMs = (isQuick ? QUICK.warmUpHours : options.warmUp) * HOUR_MS;
  const ofPart = options.part === 'all' ? `${log.about.thinned!.part}: ` : '';
  return evaluate({
    log,
    ticks,
    contestants: chosen,
    judging,
    blockMs: isQuick ? QUICK.blockMs : BLOCK_MS,
    seed: options.seed,
    makeLists: (contestant) =>
      withBar(`${ofPart}${contestant.name}`, 'percent', (progress) =>
        contestant.lists({
          views: log.views,
          ticks,
          warmUpMs,
          pace: options.pace,
          openParts,
          progress,
          isStopped,
        }),
      ),
    isStopped,
  });
}

async function write(options: PopularOptions, evaluated: Evaluated, names: readonly string[]): Promise<void> {
  const { json, html, dump, dumpOf, day } = options;
  const dayFromMs = day === undefined ? undefined : startOfDay(evaluated.outcome.log, day);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(evaluated.outcome, null, 2)}\n`);
  if (html !== undefined) await writeFile(html, htmlPage(evaluated, { names, dayFromMs }));
  if (dump === undefined) return;
  const dumped = dumpOf ?? evaluated.outcome.lists[0]!.name;
  await writeDump(dump, evaluated.lists.get(dumped)!, names);
}

function chosenContestants(all: readonly Contestant[], only: readonly string[]): Contestant[] {
  if (only.length === 0) return [...all];
  const lower = only.map((name) => name.toLowerCase());
  const chosen = all.filter(({ name }) => lower.some((begins) => name.toLowerCase().startsWith(begins)));
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    `--only: no list's name begins so. There are ${all.map(({ name }) => name).join(', ')}.`,
  );
}

const withoutBar: typeof withShownBar = (_title, _unit, act) => act(() => undefined);

async function withShownBar<T>(
  title: string,
  unit: string,
  act: (progress: (share: number, note?: string) => void) => Promise<T>,
): Promise<T> {
  let bar: ReturnType<typeof showProgress> | undefined;
  try {
    return await act((share, note) => {
      bar ??= showProgress({ title: title.padEnd(24), all: 100, unit });
      bar.update(Math.floor(100 * share), note);
    });
  } finally {
    bar?.end();
  }
}
