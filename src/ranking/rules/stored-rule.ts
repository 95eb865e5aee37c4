import type { RankingScope } from './placement';
import type { RuledRail, RuleSettings } from './ranking-rules';

/** As they were then. */
export interface Doer {
  kind: string;
  id: string;
  name: string;
}

export interface StoredRule {
  id: string;
  rail: RuledRail;
  scope: RankingScope;
  settings: RuleSettings;
  reason: string;
  version: number;
  setAt: Date;
  setBy: Doer;
  until: Date | null;
}
