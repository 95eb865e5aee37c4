// All that is compared on one log.

import { type Contestant, product } from './contestants';
import type { CountedLog } from './counted-log';

export interface EveryoneRules {
  seed: string;
}

export function contestants(_views: CountedLog, _rules: EveryoneRules): Contestant[] {
  return [product];
}
