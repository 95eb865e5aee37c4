// The rules and placements in the memory of a process that ranks or shows lists. A change is told over Redis, and each
// process looks by itself every two seconds, so that a lost message costs no more. While Postgres is away what was read
// last holds on, and ends when it was to end.

import type { Clock, Stop } from '../../platform/clock';
import { FollowedReading } from '../../platform/followed-reading';
import type { Log } from '../../platform/log/log';
import type { RedisConnection } from '../../platform/redis/connection';
import type { SectionTree } from '../../sections/section-tree';
import type { PopularNowRule } from '../popular-now';
import type { Placement } from './placement';
import {
  isSame,
  type KeptRules,
  type ListWanted,
  type RankingRule,
  RankingRuleBook,
  type RankingRules,
  type RuledRail,
  type RuleSettings,
  type SettledRules,
} from './ranking-rules';
import type { RankingRulesRepository } from './ranking-rules.repository';

export interface RankingRulesKeeperParts {
  repository: Pick<RankingRulesRepository, 'kept'>;
  /** What holds where no rule says otherwise. */
  defaults: PopularNowRule;
  sections: Pick<SectionTree, 'ancestorsOf' | 'onLoaded'>;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

export interface Tried {
  /** In the place of that of its list and scope. */
  rule?: Pick<RankingRule, 'rail' | 'scope' | 'settings'> | undefined;
  placements?: readonly Placement[];
}

const LOOK_EVERY_MS = 2_000;
const nothing: KeptRules = { rules: [], placements: [] };

export class RankingRulesKeeper implements RankingRules, SettledRules {
  private kept = nothing;
  private book: RankingRuleBook;
  private readonly following: FollowedReading<KeptRules>;
  private stopForgetting: Stop | undefined;

  constructor(private readonly parts: RankingRulesKeeperParts) {
    const { repository, defaults, sections, redis, clock, log } = parts;
    this.book = new RankingRuleBook(defaults, nothing, sections);
    this.following = new FollowedReading({
      ...{ redis, clock, log, channel: 'ranking-rules', lookEveryMs: LOOK_EVERY_MS },
      read: () => repository.kept(clock.nowMs()),
      take: (kept) => {
        this.kept = kept;
        this.book = new RankingRuleBook(defaults, kept, sections);
      },
      warning: 'rules of the ranked lists stand still',
    });
  }

  async start(): Promise<void> {
    this.stopForgetting = this.parts.sections.onLoaded(() => this.book.forget());
    await this.following.start();
  }

  async stop(): Promise<void> {
    this.stopForgetting?.();
    await this.following.stop();
  }

  ruleOf(listName: string, nowMs: number): PopularNowRule {
    return this.book.ruleOf(listName, nowMs);
  }

  placementsOf(listName: string, nowMs: number): readonly Placement[] {
    return this.book.placementsOf(listName, nowMs);
  }

  settingsOf(rail: RuledRail, where: ListWanted, nowMs: number): RuleSettings {
    return this.book.settingsOf(rail, where, nowMs);
  }

  /** The same with what somebody would set or place: nothing is kept of it. */
  tried({ rule, placements = [] }: Tried): RankingRules & SettledRules {
    const { rules, placements: kept } = this.kept;
    const others = rules.filter((one) => rule && !(one.rail === rule.rail && isSame(one.scope, rule.scope)));
    const { defaults, sections } = this.parts;
    const trial = {
      rules: rule ? [...others, { ...rule, id: 'tried', untilMs: null }] : rules,
      placements: [...kept, ...placements],
    };
    return new RankingRuleBook(defaults, trial, sections);
  }

  /** What the rule of every list of a rail sets now. */
  widest(rail: RankingRule['rail'], nowMs: number): RuleSettings {
    const everywhere = { sectionId: null, language: null };
    const holds = (one: RankingRule) =>
      one.rail === rail && isSame(one.scope, everywhere) && (one.untilMs ?? Infinity) > nowMs;
    return this.kept.rules.find(holds)?.settings ?? {};
  }

  /** For whoever has just committed a change: this process knows it when it resolves, the others soon after. */
  async announce(id: string): Promise<void> {
    await this.following.announce(id);
  }
}
