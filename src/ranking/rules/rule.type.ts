import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { UserError } from '../../platform/graphql/user-error.type';
import { Section } from '../../sections/section.entity';
import { RuleRail, StoriesShown } from './rule.input';
import type { StoredRule } from './stored-rule';

@ObjectType('RankingRule', {
  description:
    'A rule of the ranked lists. What it leaves null is as the wider rule has it, and at last as the settings of the ' +
    'program have it.',
})
export class RankingRuleType {
  @Field(() => ID, { description: 'A UUID that stays.' })
  readonly id: string;

  @Field(() => RuleRail, { description: 'The lists that it is for.' })
  readonly rail: RuleRail;

  @Field(() => Section, {
    nullable: true,
    description: 'For the list of this section and those of the sections under it; null for other scopes.',
  })
  readonly section: Section | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For the list of this language; null for other scopes. Without section and language: every list.',
  })
  readonly language: string | null;

  @Field(() => Int, { nullable: true, description: 'How old an article may be to be ranked, in days.' })
  readonly maxAgeDays: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By what factor a challenger must lead the weakest of the first five.',
  })
  readonly entryLead: number | null;

  @Field(() => Int, { nullable: true, description: 'For how long without a break it must lead, in seconds.' })
  readonly entryDwellSeconds: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many readers the first five must have missed by leaving it out, in units of the square root of their ' +
      'readers a minute.',
  })
  readonly entryPatience: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By what factor the lower of two that stay must lead to swap places.',
  })
  readonly swapLead: number | null;

  @Field(() => StoriesShown, {
    nullable: true,
    description: 'Whether articles that tell the same story stand there once or each.',
  })
  readonly stories: StoriesShown | null;

  @Field(() => Int, { nullable: true, description: 'How many of the first five may be of one section.' })
  readonly perSection: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of the first five may be by one author.' })
  readonly perAuthor: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After how many hours among the first five an article stands below them.',
  })
  readonly leadHours: number | null;

  @Field(() => String, { description: 'Why it was set.' })
  readonly reason: string;

  @Field(() => String, { description: 'Who set it: a name, as it was then.' })
  readonly setBy: string;

  @Field(() => Date, { description: 'When it was set.' })
  readonly setAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends or has ended; null: when it is removed.' })
  readonly until: Date | null;

  @Field(() => Boolean, { description: 'Whether it holds now; false where it has ended.' })
  readonly isInForce: boolean;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  readonly version: number;

  constructor(rule: StoredRule, at: { section: Section | undefined; nowMs: number }) {
    const { settings, until } = rule;
    this.id = rule.id;
    this.rail = rule.rail === 'TRENDING' ? 'TRENDING' : 'POPULAR_NOW';
    this.section = at.section ?? null;
    this.language = rule.scope.language;
    this.maxAgeDays = settings.maxAgeDays ?? null;
    this.entryLead = settings.entryLead ?? null;
    this.entryDwellSeconds = settings.entryDwellSeconds ?? null;
    this.entryPatience = settings.entryPatience ?? null;
    this.swapLead = settings.swapLead ?? null;
    this.stories = settings.stories === undefined ? null : settings.stories === 'one' ? 'ONE' : 'EACH';
    this.perSection = settings.perSection ?? null;
    this.perAuthor = settings.perAuthor ?? null;
    this.leadHours = settings.leadHours ?? null;
    this.reason = rule.reason;
    this.setBy = rule.setBy.name;
    this.setAt = rule.setAt;
    this.until = until;
    this.isInForce = until === null || until.getTime() > at.nowMs;
    this.version = rule.version;
  }
}

@ObjectType({ description: 'What became of a rule.' })
export class RankingRulePayload {
  @Field(() => RankingRuleType, {
    nullable: true,
    description: 'As it is now; null when nothing was written.',
  })
  rule!: RankingRuleType | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of a rule that was to be removed.' })
export class RemoveRankingRulePayload {
  @Field(() => ID, { nullable: true, description: 'Its id; null when it is still there.' })
  removedId!: string | null;

  @Field(() => [UserError], { description: 'Why it is still there; else empty.' })
  userErrors!: UserError[];
}
