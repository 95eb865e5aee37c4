// What editors do with experiments: start one, stop it, or make B the rule. Each act has a reason and stands in the
// audit log. Settings and share of one that is under way never change: readers of before and after would be compared.

import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../accounts/audit-log.repository';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import { checkSettings, type SettingsGiven } from '../ranking/rules/check-rule';
import { checkEnd, checkReason } from '../ranking/rules/check-words';
import type { RuleEditor } from '../ranking/rules/edit-rules';
import type { AlsoLikeRule, RankingRules, SettledRules } from '../ranking/rules/ranking-rules';
import type { RankingRulesKeeper } from '../ranking/rules/ranking-rules-keeper';
import type { RulesTransaction } from '../ranking/rules/rule-editing.repository';
import type { RuleReach } from '../ranking/rules/rule-reach';
import type { Doer, StoredRule } from '../ranking/rules/stored-rule';
import { SITE_LIST, trendingList } from '../ranking/snapshot';
import { PERCENT_MAX, PERCENT_MIN } from './buckets';
import { type Ending, type Experiment, phaseOf, type TestedRail } from './experiment';
import {
  ExperimentNotFound,
  ExperimentOver,
  ExperimentsOverlap,
  VariantsAreAlike,
} from './experiments.errors';
import {
  addExperiment,
  type ExperimentsRepository,
  endExperiment,
  lockedById,
  overlapping,
} from './experiments.repository';

export interface ExperimentGiven {
  rail: TestedRail;
  b: SettingsGiven;
  percentB: number;
  from?: Date | null;
  until: Date;
  reason: string;
}

export interface EndGiven {
  id: string;
  reason: string;
}

export interface ExperimentEditorParts {
  experiments: ExperimentsRepository;
  keeper: { announce(id: string): Promise<void> };
  rules: Pick<RankingRulesKeeper, 'ruleOf' | 'settingsOf' | 'tried' | 'widest'>;
  /** What You May Also Like is made by where no rule says else. */
  alsoLike: AlsoLikeRule;
  /** The rules as they are kept, for the one that B takes the place of. */
  stored: { all(): Promise<StoredRule[]> };
  reach: Pick<RuleReach, 'checkRule'>;
  ruleEditor: Pick<RuleEditor, 'set'>;
  audit: AuditLogRepository;
  clock: Clock;
}

const DAY_MS = 24 * 3_600_000;
const LENGTH_MAX_DAYS = 90;
const STARTS_WITHIN_DAYS = 365;
const everywhere = { sectionId: null, language: null };

export class ExperimentEditor {
  constructor(private readonly parts: ExperimentEditorParts) {}

  /** @throws BadUserInput, VariantsAreAlike, ListWouldBeShort, ExperimentsOverlap */
  async start(by: Account, given: ExperimentGiven): Promise<Experiment> {
    const { experiments, keeper, clock } = this.parts;
    const { rail } = given;
    const settings = this.checkB(given);
    const percentB = checkPercent(given.percentB);
    const reason = checkReason(given.reason);
    const time = checkTime(given, clock.nowMs());
    const started = await experiments.inOne(async (transaction) => {
      const other = await overlapping(transaction, { rail, ...time });
      if (other !== undefined) {
        const [from, until] = [new Date(other.fromMs), new Date(other.untilMs)];
        throw new ExperimentsOverlap(rail, { id: other.id, from, until });
      }
      const one = await addExperiment(transaction, {
        ...{ id: uuidv7(), rail, settings, percentB, ...time, reason },
        secret: randomBytes(32).toString('base64url'),
        startedAt: new Date(clock.nowMs()),
        startedBy: doerOf(by),
      });
      await this.note(transaction, by, 'STARTED', one);
      return one;
    });
    await keeper.announce(started.id);
    return started;
  }

  /** Readers see A again, within a second. @throws BadUserInput, ExperimentNotFound, ExperimentOver */
  async stop(by: Account, given: EndGiven): Promise<Experiment> {
    return this.end(by, given, 'STOPPED');
  }

  /**
   * B becomes the rule of every list, and the experiment ends; one that has ended by itself may still be decided.
   * @throws BadUserInput, ExperimentNotFound, ExperimentOver, StaleRankingRule, ListWouldBeShort
   */
  async adopt(by: Account, given: EndGiven): Promise<Experiment> {
    const reason = checkReason(given.reason);
    const { rail, settings } = await this.toDecide(given.id);
    const { rules, stored, ruleEditor, clock } = this.parts;
    const before = (await stored.all()).find(
      (rule) => rule.rail === rail && rule.scope.sectionId === null && rule.scope.language === null,
    );
    // The rule first: an experiment that ended without it would show readers what nobody wanted.
    await ruleEditor.set(by, {
      ...{ rail, reason, until: null, version: before?.version ?? null },
      ...{ ...rules.widest(rail, clock.nowMs()), ...settings },
    });
    return this.end(by, given, 'B_BECAME_THE_RULE');
  }

  private async toDecide(id: string): Promise<Experiment> {
    const known = readUuid(id);
    const one = known === undefined ? undefined : await this.parts.experiments.byId(known);
    if (one === undefined) throw new ExperimentNotFound(id);
    checkNotEnded(one);
    if (phaseOf(one, this.parts.clock.nowMs()) === 'SCHEDULED') {
      throw new ExperimentOver('it has not begun, so nothing is known of B; stop it, or set the rule');
    }
    return one;
  }

  private async end(by: Account, given: EndGiven, ending: Ending): Promise<Experiment> {
    const { experiments, keeper, clock } = this.parts;
    const endReason = checkReason(given.reason);
    const known = readUuid(given.id);
    const ended = await experiments.inOne(async (transaction) => {
      const one = known === undefined ? undefined : await lockedById(transaction, known);
      if (one === undefined) throw new ExperimentNotFound(given.id);
      checkNotEnded(one);
      const nowMs = clock.nowMs();
      if (ending === 'STOPPED' && phaseOf(one, nowMs) === 'ENDED') {
        throw new ExperimentOver(`it ended at ${new Date(one.untilMs).toISOString()}`);
      }
      const untilMs = Math.max(one.fromMs, Math.min(one.untilMs, nowMs));
      const next = { ...one, untilMs, ending, endedBy: doerOf(by), endReason };
      await endExperiment(transaction, next);
      await this.note(transaction, by, ending, next);
      return next;
    });
    await keeper.announce(ended.id);
    return ended;
  }

  /** What B sets, if it makes a difference and leaves the list whole. */
  private checkB({ rail, b }: ExperimentGiven) {
    const { rules, reach, clock } = this.parts;
    const settings = checkSettings(b, rail);
    const nowMs = clock.nowMs();
    const rule = { rail, scope: everywhere, settings: { ...rules.widest(rail, nowMs), ...settings } };
    const [ofA, ofB] = [rules, rules.tried({ rule })].map((of) => this.ruleIn(of, rail, nowMs));
    if (JSON.stringify(ofA) === JSON.stringify(ofB)) throw new VariantsAreAlike(rail);
    reach.checkRule(rule, nowMs);
    return settings;
  }

  /** What every list of the rail is made by. */
  private ruleIn(
    rules: Pick<RankingRules, 'ruleOf'> & SettledRules,
    rail: TestedRail,
    nowMs: number,
  ): object {
    if (rail === 'YOU_MAY_ALSO_LIKE') {
      const rule = { ...this.parts.alsoLike, ...rules.settingsOf(rail, {}, nowMs) };
      // Without BY_WORTH nobody asks what a new article is worth.
      return rule.newArticles === 'by-worth' ? rule : { ...rule, newArticleWorth: undefined };
    }
    return rules.ruleOf(rail === 'TRENDING' ? trendingList(SITE_LIST) : SITE_LIST, nowMs);
  }

  private async note(
    transaction: RulesTransaction,
    by: Account,
    act: string,
    { id, rail, settings, percentB, fromMs, untilMs, reason, endReason }: Experiment,
  ): Promise<void> {
    await this.parts.audit.write(transaction, {
      ...{ by, act, subject: AuditSubject.EXPERIMENT, subjectId: id },
      details: {
        ...{ rail, settings, percentB, from: new Date(fromMs), until: new Date(untilMs) },
        reason: endReason ?? reason,
      },
    });
  }
}

function doerOf({ kind, id, name }: Account): Doer {
  return { kind, id, name };
}

function checkNotEnded({ ending, untilMs }: Experiment): void {
  if (ending === null) return;
  const how = ending === 'STOPPED' ? 'it was stopped' : 'B became the rule';
  throw new ExperimentOver(`${how} at ${new Date(untilMs).toISOString()}`);
}

function checkPercent(percent: number): number {
  if (Number.isInteger(percent) && percent >= PERCENT_MIN && percent <= PERCENT_MAX) return percent;
  throw new BadUserInput(
    'percentB',
    `"percentB" is ${percent}; it may be a whole number from ${PERCENT_MIN} to ${PERCENT_MAX}. Of 0 or 100 nothing ` +
      'would be compared.',
  );
}

/** From now on, if nothing else is said. */
function checkTime({ from, until }: ExperimentGiven, nowMs: number): { fromMs: number; untilMs: number } {
  const isNow = from == null;
  const fromMs = isNow ? nowMs : from.getTime();
  if (!isNow) {
    checkEnd(from, { afterMs: nowMs - DAY_MS, after: 'yesterday', field: 'from' });
    if (fromMs < nowMs) {
      throw new BadUserInput('from', `"from" is ${from.toISOString()}; it must not lie in the past.`);
    }
    if (fromMs > nowMs + STARTS_WITHIN_DAYS * DAY_MS) {
      throw new BadUserInput('from', `"from" may lie ${STARTS_WITHIN_DAYS} days ahead at most.`);
    }
  }
  checkEnd(until, { afterMs: fromMs, after: isNow ? 'now' : '"from"' });
  if (until.getTime() > fromMs + LENGTH_MAX_DAYS * DAY_MS) {
    throw new BadUserInput('until', `An experiment runs for ${LENGTH_MAX_DAYS} days at most.`);
  }
  return { fromMs, untilMs: until.getTime() };
}
