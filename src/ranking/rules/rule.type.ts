import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { UserError } from '../../platform/graphql/user-error.type';
import { Section } from '../../sections/section.entity';
import type { RuleSettings } from './ranking-rules';
import { NewArticles, RuleRail, StoriesShown, shownNewArticles } from './rule.input';
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

  @Field(() => NewArticles, {
    nullable: true,
    description: 'Of You May Also Like: whether a place is kept for a new article.',
  })
  readonly newArticles: NewArticles | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: how many other clicks a click on an article of the last hour is worth.',
  })
  readonly newArticleWorth: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: how much of what is expected of an article comes from its text, while nobody knows ' +
      'where readers go on to.',
  })
  readonly textWeight: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of You May Also Like: what the article read before the last one counts, against the last.',
  })
  readonly readBefore: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: as if so many more readers of the article had gone where everybody goes.',
  })
  readonly priorClicks: number | null;

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
    const { until } = rule;
    const settings = shownSettings(rule.settings);
    this.id = rule.id;
    this.rail = rule.rail;
    this.section = at.section ?? null;
    this.language = rule.scope.language;
    this.maxAgeDays = settings.maxAgeDays;
    this.entryLead = settings.entryLead;
    this.entryDwellSeconds = settings.entryDwellSeconds;
    this.entryPatience = settings.entryPatience;
    this.swapLead = settings.swapLead;
    this.stories = settings.stories;
    this.perSection = settings.perSection;
    this.perAuthor = settings.perAuthor;
    this.leadHours = settings.leadHours;
    this.newArticles = settings.newArticles;
    this.newArticleWorth = settings.newArticleWorth;
    this.textWeight = settings.textWeight;
    this.readBefore = settings.readBefore;
    this.priorClicks = settings.priorClicks;
    this.reason = rule.reason;
    this.setBy = rule.setBy.name;
    this.setAt = rule.setAt;
    this.until = until;
    this.isInForce = until === null || until.getTime() > at.nowMs;
    this.version = rule.version;
  }
}

/** As the API shows them: null where nothing is set. */
export function shownSettings({ stories, newArticles, ...settings }: RuleSettings) {
  return {
    maxAgeDays: settings.maxAgeDays ?? null,
    entryLead: settings.entryLead ?? null,
    entryDwellSeconds: settings.entryDwellSeconds ?? null,
    entryPatience: settings.entryPatience ?? null,
    swapLead: settings.swapLead ?? null,
    stories: stories === undefined ? null : stories === 'one' ? StoriesShown.ONE : StoriesShown.EACH,
    perSection: settings.perSection ?? null,
    perAuthor: settings.perAuthor ?? null,
    leadHours: settings.leadHours ?? null,
    newArticles: newArticles === undefined ? null : shownNewArticles(newArticles),
    newArticleWorth: settings.newArticleWorth ?? null,
    textWeight: settings.textWeight ?? null,
    readBefore: settings.readBefore ?? null,
    priorClicks: settings.priorClicks ?? null,
  };
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
