// The log as it happened: every step of a session after its first is predicted before it is learnt from. Nothing is
// learnt earlier than `delayMs` after it was read; what the session itself has read is known at once, since the page
// says so.

import { type ClickLog, readBefore } from './click-log';
import { type HourlyScores, type HourlyTest, judgeHour } from './hourly';
import type { Recommender, Step } from './recommender';

export interface StreamingRules {
  /** Which steps are judged, in the order of the log. */
  judged: Int32Array;
  /** Everything before this click of the log is learnt from in the end; nothing is asked after it. */
  end: number;
  delayMs: number;
  /** Places that are kept of each list. */
  kept: number;
  /** Asked by the way at the end of each hour. */
  hourly?: HourlyTest;
  progress?: (share: number) => void;
  isStopped?: () => boolean;
}

export interface Ranks {
  /** By judged step: the place of what was read, from 1; 0 where it is not among the first twenty. */
  rank: Uint8Array;
  /** By judged step and place; ABSENT where the list was shorter. */
  shown: Int32Array;
  kept: number;
  hourly: HourlyScores | undefined;
}

export const PLACES = 20;
export const ABSENT = -1;
const STEPS_A_TURN = 4_096;

export async function judgeStreaming(
  log: ClickLog,
  recommender: Recommender,
  rules: StreamingRules,
): Promise<Ranks> {
  const { judged, end, delayMs, kept, hourly, isStopped } = rules;
  const { atMs, article } = log.views;
  const ranks: Ranks = {
    rank: new Uint8Array(judged.length),
    shown: new Int32Array(judged.length * kept).fill(ABSENT),
    ...{ kept, hourly: hourly && { hours: [] } },
  };
  let learnt = 0;
  const learnUntil = async (click: number, nowMs: number) => {
    for (; learnt < click && atMs[learnt]! + delayMs <= nowMs; learnt++) {
      const taking = take(log, recommender, learnt);
      if (taking !== undefined) await taking;
    }
  };
  let hour = 0;
  for (let next = 0; next < judged.length; next++) {
    const at = judged[next]!;
    for (; hourly && hour < hourly.hours.length && hourly.hours[hour]!.startMs <= atMs[at]!; hour++) {
      const { startMs } = hourly.hours[hour]!;
      await learnUntil(hourly.hours[hour]!.firstClick, startMs);
      ranks.hourly!.hours.push(await judgeHour(log, recommender, hourly.hours[hour]!));
    }
    await learnUntil(at, atMs[at]!);
    const question = { atMs: atMs[at]!, session: log.session[at]!, read: readBefore(log, at) };
    const asked = recommender.list(question, PLACES);
    const list = asked instanceof Promise ? await asked : asked;
    ranks.rank[next] = list.indexOf(article[at]!) + 1;
    for (let place = 0; place < Math.min(kept, list.length); place++) {
      ranks.shown[next * kept + place] = list[place]!;
    }
    if (next % STEPS_A_TURN !== 0) continue;
    rules.progress?.(at / end);
    await new Promise((resolve) => setImmediate(resolve));
    if (isStopped?.()) break;
  }
  return ranks;
}

function take(log: ClickLog, recommender: Recommender, at: number): void | Promise<void> {
  if (log.step[at] === 0) return undefined;
  const { views } = log;
  const step: Step = {
    atMs: views.atMs[at]!,
    article: views.article[at]!,
    visitor: views.visitor[at]!,
    session: log.session[at]!,
    read: readBefore(log, at),
  };
  return recommender.take(step);
}
