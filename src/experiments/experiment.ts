// A test of two settings of a rail: A is the rule that is in force, B is that rule with some settings changed. What it
// is, and what holds of it at a moment. Pure.

import type { RuledRail, RuleSettings } from '../ranking/rules/ranking-rules';
import type { Doer } from '../ranking/rules/stored-rule';

/** The rails that a rule can be set for. */
export type TestedRail = RuledRail;

export type VariantName = 'A' | 'B';

/** How it came to its end before the time that was set, if it did. */
export type Ending = 'STOPPED' | 'B_BECAME_THE_RULE';

export interface Experiment {
  id: string;
  /** A short name, for keys and rows; never used again. */
  number: number;
  rail: TestedRail;
  /** What B changes of the rule of every list. */
  settings: RuleSettings;
  /** How many readers of a hundred see B. */
  percentB: number;
  fromMs: number;
  /** When it ends or, once it was ended, when it did. */
  untilMs: number;
  /** Signs what lists say of themselves: nobody reports a list that was not shown. */
  secret: string;
  ending: Ending | null;
  reason: string;
  startedAt: Date;
  startedBy: Doer;
  endedBy: Doer | null;
  endReason: string | null;
}

export type Phase = 'SCHEDULED' | 'RUNNING' | 'ENDED';

export function phaseOf({ fromMs, untilMs }: Pick<Experiment, 'fromMs' | 'untilMs'>, nowMs: number): Phase {
  if (nowMs >= untilMs) return 'ENDED';
  return nowMs < fromMs ? 'SCHEDULED' : 'RUNNING';
}

/** Reports of what a list has shown may come so late: as late as those of views, and a page may have stood open. */
export const REPORTED_UNTIL_MS = 26 * 3_600_000;
