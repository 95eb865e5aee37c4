import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { RuleRail, StoriesShown } from '../ranking/rules/rule.input';

@InputType({
  description:
    'What B changes of the rule of every list of the rail: one setting at least; what is left out stays.',
})
export class VariantSettingsInput {
  @Field(() => Int, { nullable: true, description: 'As in RankingRuleInput: 1 to 36,500.' })
  maxAgeDays?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in RankingRuleInput: 1 to 10.' })
  entryLead?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in RankingRuleInput: 0 to 600.' })
  entryDwellSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in RankingRuleInput: 0 to 10. For Popular Now.' })
  entryPatience?: number | null;

  @Field(() => Float, { nullable: true, description: 'As in RankingRuleInput: 1 to 10.' })
  swapLead?: number | null;

  @Field(() => StoriesShown, { nullable: true, description: 'As in RankingRuleInput.' })
  stories?: StoriesShown | null;

  @Field(() => Int, { nullable: true, description: 'As in RankingRuleInput: 0 to 5.' })
  perSection?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in RankingRuleInput: 0 to 5.' })
  perAuthor?: number | null;

  @Field(() => Int, { nullable: true, description: 'As in RankingRuleInput: 0 to 720.' })
  leadHours?: number | null;
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
