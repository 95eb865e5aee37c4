import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { NewArticles, RuleRail, StoriesShown } from '../ranking/rules/rule.input';

@InputType({
  description:
    'What B changes of the rule of every list of the rail: one of its settings at least; what is left out stays.',
})
export class VariantSettingsInput {
  @Field(() => Int, { nullable: true, description: 'As in SetRankingRuleInput: 1 to 36,500.' })
  maxAgeDays?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in SetRankingRuleInput: 1 to 10.' })
  entryLead?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in SetRankingRuleInput: 0 to 600.' })
  entryDwellSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in SetRankingRuleInput: 0 to 10. For Popular Now.' })
  entryPatience?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in SetRankingRuleInput: 1 to 10.' })
  swapLead?: number | null;

  @Field(() => StoriesShown, { nullable: true, description: 'As in SetRankingRuleInput.' })
  stories?: StoriesShown | null;

  @Field(() => Int, { nullable: true, description: 'As in SetRankingRuleInput: 0 to 5.' })
  perSection?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in SetRankingRuleInput: 0 to 5.' })
  perAuthor?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in SetRankingRuleInput: 0 to 720.' })
  leadHours?: number | null;

  @Field(() => NewArticles, {
    nullable: true,
    description: 'As in SetRankingRuleInput. For You May Also Like.',
  })
  newArticles?: NewArticles | null;

  @Field(() => Float, {
    nullable: true,
    description: 'As in SetRankingRuleInput: 1 to 100. For You May Also Like.',
  })
  newArticleWorth?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'As in SetRankingRuleInput: 0 to 0.9. For You May Also Like.',
  })
  textWeight?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'As in SetRankingRuleInput: 0 to 1. For You May Also Like.',
  })
  readBefore?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'As in SetRankingRuleInput: 1 to 100. For You May Also Like.',
  })
  priorClicks?: number | null;
}

@InputType({ description: 'A test of two settings of a rail: A is its rule, B is tried.' })
export class StartExperimentInput {
  @Field(() => RuleRail, { description: 'The rail: of all its lists.' })
  rail!: RuleRail;

  @Field(() => VariantSettingsInput, { description: 'What is tried.' })
  b!: VariantSettingsInput;

  @Field(() => Int, {
    defaultValue: 50,
    description: 'How many readers of a hundred see B: 5 to 95. It cannot be changed later.',
  })
  percentB!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'When it begins, to the second: up to a year ahead; absent means now.',
  })
  from?: Date | null;

  @Field(() => Date, {
    description:
      'When it ends, to the second: at most 90 days after it begins. Whole weeks are best, since readers of the ' +
      'weekend are others.',
  })
  until!: Date;

  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;
}

@InputType({ description: 'An experiment to be ended.' })
export class StopExperimentInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;
}

@InputType({ description: 'An experiment whose B is to become the rule.' })
export class AdoptVariantBInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, {
    description: 'Why, in 3 to 500 characters: it stays in the audit log, and with the rule.',
  })
  reason!: string;
}
