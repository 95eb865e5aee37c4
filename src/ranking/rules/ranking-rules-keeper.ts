// The rules and placements in the memory of a process that ranks or shows lists. A change is told over Redis, and each
// process looks by itself every two seconds, so that a lost message costs no more. While Postgres is away what was read
// last holds on, and ends when it was to end.

import type { Clock, Stop } from '../../platform/clock';
import { StoreUnavailable } from '../../platform/errors';
import { LatestReading } from '../../platform/latest-reading';
import type { Log } from '../../platform/log/log';
import { Channel } from '../../platform/redis/channel';
import type { RedisConnection } from '../../platform/redis/connection';
import type { SectionTree } from '../../sections/section-tree';
import type { PopularNowRule } from '../popular-now';
import type { Placement } from './placement';
import {
  isSame,
  type KeptRules,
  type RankingRule,
  RankingRuleBook,
  type RankingRules,
  type RuleSettings,
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
/** Longer than Postgres is given (ranking-rules.repository.ts). */
const LOOK_WITHIN_MS = 10_000;
const nothing: KeptRules = { rules: [], placements: [] };

export class RankingRulesKeeper implements RankingRules {
  private readonly channel: Channel<{ id: string }>;
  private kept = nothing;
  private book: RankingRuleBook;
  private read = JSON.stringify(nothing);
  private readonly reading: LatestReading<KeptRules>;
  private troubled = false;
  private stops: Stop[] = [];

  constructor(private readonly parts: RankingRulesKeeperParts) {
    this.channel = new Channel(parts.redis, 'ranking-rules');
    this.book = new RankingRuleBook(parts.defaults, nothing, parts.sections);
    this.reading = new LatestReading({
      read: () => parts.repository.kept(parts.clock.nowMs()),
      take: (kept) => this.take(kept),
      onFailure: (error) => this.standStill(error),
      withinMs: LOOK_WITHIN_MS,
    });
  }

  async start(): Promise<void> {
    const look = () => void this.reading.anew();
    const { sections, clock } = this.parts;
    this.stops.push(
      sections.onLoaded(() => this.book.forget()),
      await this.channel.subscribe(look, look),
    );
    await this.reading.anew();
    this.stops.push(clock.every(LOOK_EVERY_MS, () => this.reading.anew()));
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.reading.ended();
  }

  ruleOf(listName: string, nowMs: number): PopularNowRule {
    return this.book.ruleOf(listName, nowMs);
  }

  placementsOf(listName: string, nowMs: number): readonly Placement[] {
    return this.book.placementsOf(listName, nowMs);
  }

  /** The same with what somebody would set or place: nothing is kept of it. */
  tried({ rule, placements = [] }: Tried): RankingRules {
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
    await this.channel.publish({ id }).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    await this.reading.anew();
  }

  private standStill(error: unknown): void {
    if (!this.troubled) this.parts.log.warn({ err: error }, 'rules of the ranked lists stand still');
    this.troubled = true;
  }

  private take(kept: KeptRules): void {
    this.troubled = false;
    const read = JSON.stringify(kept);
    if (read === this.read) return;
    this.read = read;
    this.kept = kept;
    this.book = new RankingRuleBook(this.parts.defaults, kept, this.parts.sections);
  }
}
