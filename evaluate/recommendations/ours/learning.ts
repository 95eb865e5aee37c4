// Where readers went on to, as the product learns it: through its recorder, its scripts and a Redis, or by the same
// formulas over plain maps.

import type { SessionView } from '../../../src/recommendations/add-to-sessions.script';
import type { OnwardClicks } from '../../../src/recommendations/formulas/back-off';

export interface Learning {
  learn(view: SessionView): void;
  /** All that was handed in is learnt when it resolves. */
  settle(): void | Promise<void>;
  /** Where the readers of each went on to, by what has been settled. */
  onward(articles: readonly number[], nowMs: number): OnwardClicks[] | Promise<OnwardClicks[]>;
  close?(): Promise<void>;
}
