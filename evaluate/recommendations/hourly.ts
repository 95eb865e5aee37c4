// The published protocol (de Souza Pereira Moreira et al., Transformers4Rec, RecSys 2021): all hours up to this one are
// learnt from, then everything stands still, and the last step of each session that begins in the next hour is to be
// named among all articles that were read before. Figures are means over the sessions of an hour, and then over hours.

import { type ClickLog, firstClickFrom, NONE } from './click-log';
import type { Recommender } from './recommender';

export interface TestHour {
  startMs: number;
  /** The first click of the log that is not learnt from. */
  firstClick: number;
  /** Last steps of the sessions that begin in it. */
  lastSteps: number[];
}

export interface HourlyTest {
  hours: TestHour[];
}

export interface HourScores {
  startMs: number;
  sessions: number;
  hit20: number;
  ndcg20: number;
}

export interface HourlyScores {
  hours: HourScores[];
}

const HOUR_MS = 3_600_000;
const PLACES = 20;
const STEPS_MAX = 20;

/** @param oneIn of the sessions one in so many is asked about. */
export function hourlyTest(log: ClickLog, fromMs: number, toMs: number, oneIn: number): HourlyTest {
  const hours = new Map<number, TestHour>();
  let sessions = 0;
  log.firstStep.forEach((first, session) => {
    const startMs = Math.floor(log.views.atMs[first]! / HOUR_MS) * HOUR_MS;
    const last = log.lastStep[session]!;
    const steps = log.step[last]!;
    if (startMs < fromMs || startMs >= toMs || steps < 2 || steps > STEPS_MAX) return;
    if (sessions++ % oneIn !== 0) return;
    const hour = hours.get(startMs) ?? { startMs, firstClick: firstClickFrom(log, startMs), lastSteps: [] };
    hours.set(startMs, hour);
    hour.lastSteps.push(last);
  });
  return { hours: [...hours.values()].sort((a, b) => a.startMs - b.startMs) };
}

export async function judgeHour(
  log: ClickLog,
  recommender: Recommender,
  hour: TestHour,
): Promise<HourScores> {
  let hits = 0;
  let gain = 0;
  for (const last of hour.lastSteps) {
    const read: number[] = [];
    for (let at = log.previous[last]!; at !== NONE; at = log.previous[at]!)
      read.unshift(log.views.article[at]!);
    const asked = recommender.list({ atMs: hour.startMs, session: log.session[last]!, read }, PLACES);
    const list = asked instanceof Promise ? await asked : asked;
    const rank = list.indexOf(log.views.article[last]!) + 1;
    if (rank === 0) continue;
    hits++;
    gain += 1 / Math.log2(rank + 1);
  }
  const sessions = hour.lastSteps.length;
  return { startMs: hour.startMs, sessions, hit20: hits / sessions, ndcg20: gain / sessions };
}
