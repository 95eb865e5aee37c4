// Rules of the ranked lists as editors set them: whole, for one list or scope, with a reason, and an end if they like.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../../accounts/account';
import { AuditSubject } from '../../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../../accounts/audit-log.repository';
import type { Clock } from '../../platform/clock';
import { readUuid } from '../../platform/graphql/id-or-slug';
import type { SectionTree } from '../../sections/section-tree';
import { checkSettings, type SettingsGiven } from './check-rule';
import { checkEnd, checkReason } from './check-words';
import { findScope, type ScopeGiven } from './find-scope';
import type { RankingScope } from './placement';
import type { RuledRail } from './ranking-rules';
import {
  deleteRule,
  type RuleEditingRepository,
  ruleById,
  ruleOfScope,
  writeRule,
} from './rule-editing.repository';
import type { RuleReach } from './rule-reach';
import { RankingRuleNotFound, StaleRankingRule } from './rules.errors';
import type { StoredRule } from './stored-rule';

export interface RuleGiven extends ScopeGiven, SettingsGiven {
  rail: RuledRail;
  reason: string;
  until?: Date | null;
  /** Of the rule that it takes the place of; absent where there is none. */
  version?: number | null;
}

export interface RuleEditorParts {
  rules: RuleEditingRepository;
  audit: AuditLogRepository;
  reach: RuleReach;
  keeper: { announce(id: string): Promise<void> };
  sections: SectionTree;
  clock: Clock;
}

export class RuleEditor {
  constructor(private readonly parts: RuleEditorParts) {}

  /** A rule that is over makes room. @throws BadUserInput, StaleRankingRule, ListWouldBeShort */
  async set(by: Account, given: RuleGiven): Promise<StoredRule> {
    const { rules, audit, reach, keeper, sections, clock } = this.parts;
    const draft = draftOf(given, { sections, nowMs: clock.nowMs() });
    const rule = await rules.inOne(async (transaction) => {
      const nowMs = clock.nowMs();
      const before = await ruleOfScope(transaction, draft);
      const isOver = before?.until != null && before.until.getTime() <= nowMs;
      const present = before?.version ?? 0;
      const seen = given.version ?? (isOver ? present : 0);
      if (seen !== present) throw new StaleRankingRule({ seen, present });
      reach.checkRule(draft, nowMs);
      const { kind, id, name } = by;
      const next: StoredRule = {
        ...draft,
        ...{ id: before?.id ?? uuidv7(), version: present + 1 },
        ...{ setAt: new Date(nowMs), setBy: { kind, id, name } },
      };
      await writeRule(transaction, next);
      await audit.write(transaction, {
        ...{ by, act: 'SET', subject: AuditSubject.RANKING_RULE, subjectId: next.id },
        details: { before: before ? said(before) : null, after: said(next), reason: next.reason },
      });
      return next;
    });
    await keeper.announce(rule.id);
    return rule;
  }

  /** Gives the id of the rule that is gone. */
  async remove(by: Account, given: { id: string; version: number; reason: string }): Promise<string> {
    const { rules, audit, keeper } = this.parts;
    const reason = checkReason(given.reason);
    const known = readUuid(given.id);
    const removed = await rules.inOne(async (transaction) => {
      const rule = known === undefined ? undefined : await ruleById(transaction, known);
      if (rule === undefined) throw new RankingRuleNotFound(given.id);
      if (given.version !== rule.version) {
        throw new StaleRankingRule({ seen: given.version, present: rule.version });
      }
      await deleteRule(transaction, rule.id);
      await audit.write(transaction, {
        ...{ by, act: 'REMOVED', subject: AuditSubject.RANKING_RULE, subjectId: rule.id },
        details: { before: said(rule), reason },
      });
      return rule.id;
    });
    await keeper.announce(removed);
    return removed;
  }
}

export type RuleDraft = Pick<StoredRule, 'rail' | 'scope' | 'settings' | 'reason' | 'until'>;

/** @throws BadUserInput naming the first field that is wrong */
export function draftOf(
  given: RuleGiven,
  { sections, nowMs }: { sections: SectionTree; nowMs: number },
): RuleDraft {
  const scope: RankingScope = findScope(given, sections);
  const settings = checkSettings(given, given.rail);
  const reason = checkReason(given.reason);
  const until = given.until ?? null;
  if (until !== null) checkEnd(until, { afterMs: nowMs, after: 'now' });
  return { rail: given.rail, scope, settings, reason, until };
}

function said({ rail, scope, settings, until, version }: StoredRule) {
  return { rail, ...scope, settings, until, version };
}
