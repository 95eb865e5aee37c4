// What no list can pass, or should not be expected to. The oracle is 1 by definition and shows that the judge and the
// lists speak of the same; the clairvoyant ones know a little of the future; split-half (split-half.ts) says how much
// of the future is chance.

import type { CountedLog } from '../counted-log';
import type { ListMaker } from '../list-maker';
import { LogWindow } from './log-window';

const MINUTE_MS = 60_000;
const CENTRED_MINUTES = [7.5, 15] as const;

/** @param horizonMs what is judged */
export function ceilings(log: CountedLog, horizonMs: number): ListMaker[] {
  return [oracle(log, horizonMs), ...CENTRED_MINUTES.map((minutes) => clairvoyant(log, minutes))];
}

export function oracle(log: CountedLog, horizonMs: number): ListMaker {
  return new LogWindow(log, {
    name: 'oracle',
    source: 'the readers of the horizon itself',
    beforeMs: 0,
    afterMs: horizonMs,
  });
}

export function clairvoyant(log: CountedLog, minutes: number): ListMaker {
  return new LogWindow(log, {
    name: `clairvoyant +-${minutes} min`,
    source: `the readers of the ${minutes} minutes before and after`,
    beforeMs: minutes * MINUTE_MS,
    afterMs: minutes * MINUTE_MS,
  });
}
