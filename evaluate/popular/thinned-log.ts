// A log as a smaller site would have it: the views of one visitor in so many. The parts are disjoint, so that the mean
// over all of them uses every view once.

import { Chance } from '../../src/traffic/chance';
import { type CountedLog, logOfVisitors } from './counted-log';

export interface Thinning {
  oneIn: number;
  /** From 1 to `oneIn`. */
  part: number;
  seed: string;
}

export function thinnedLog(log: CountedLog, { oneIn, part, seed }: Thinning): CountedLog {
  const chance = new Chance(`${seed}/thinned`);
  const partOf = Uint32Array.from({ length: log.visitors }, () => 1 + Math.floor(chance.next() * oneIn));
  return logOfVisitors(log, (visitor) => partOf[visitor] === part);
}
