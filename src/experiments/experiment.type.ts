import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from '../platform/graphql/user-error.type';
import { NewArticles, RuleRail, StoriesShown } from '../ranking/rules/rule.input';
import { shownSettings } from '../ranking/rules/rule.type';
import { Variant } from '../ranking/variant.type';
import { type Experiment, type Phase, phaseOf } from './experiment';

export const ExperimentState = {
  SCHEDULED: 'SCHEDULED',
  RUNNING: 'RUNNING',
  ENDED: 'ENDED',
  STOPPED: 'STOPPED',
  B_BECAME_THE_RULE: 'B_BECAME_THE_RULE',
} as const;
export type ExperimentState = keyof typeof ExperimentState;

registerEnumType(ExperimentState, {
  name: 'ExperimentState',
  description: 'How far an experiment has come.',
  valuesConfig: {
    SCHEDULED: { description: 'It has not begun.' },
    RUNNING: { description: 'Readers see A or B.' },
    ENDED: { description: 'It ran to its end; B may still become the rule.' },
    STOPPED: { description: 'An editor has stopped it.' },
    B_BECAME_THE_RULE: { description: 'An editor has made B the rule of every list of the rail.' },
  },
});

@ObjectType({ description: 'What B changes; what is null stays as the rule of every list has it.' })
export class VariantSettings {
  @Field(() => Int, { nullable: true, description: 'How old an article may be to be ranked, in days.' })
  maxAgeDays!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The lead of a challenger over the weakest of the first five.',
  })
  entryLead!: number | null;

  @Field(() => Int, { nullable: true, description: 'For how long it must lead, in seconds.' })
  entryDwellSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many readers the first five must have missed without it.',
  })
  entryPatience!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lead at which two that stay swap places.' })
  swapLead!: number | null;

  @Field(() => StoriesShown, {
    nullable: true,
    description: 'Whether articles that tell the same story stand there once.',
  })
  stories!: StoriesShown | null;

  @Field(() => Int, { nullable: true, description: 'How many of the first five may be of one section.' })
  perSection!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of the first five may be by one author.' })
  perAuthor!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After how many hours among the first five an article stands below.',
  })
  leadHours!: number | null;

  @Field(() => NewArticles, { nullable: true, description: 'Whether a place is kept for a new article.' })
  newArticles!: NewArticles | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many other clicks a click on an article of the last hour is worth.',
  })
  newArticleWorth!: number | null;

  @Field(() => Float, { nullable: true, description: 'How much comes from texts, while little is known.' })
  textWeight!: number | null;

  @Field(() => Float, { nullable: true, description: 'What the article before the last one counts.' })
  readBefore!: number | null;

  @Field(() => Float, { nullable: true, description: 'How many more readers go where everybody goes.' })
  priorClicks!: number | null;
}

@ObjectType('Experiment', { description: 'A test of two settings of a rail. A is its rule, B is tried.' })
export class ExperimentType {
  @Field(() => ID, { description: 'A UUID that stays.' })
  readonly id: string;

  @Field(() => RuleRail, { description: 'The rail: all its lists.' })
  readonly rail: RuleRail;

  @Field(() => VariantSettings, { description: 'What B changes of the rule of every list.' })
  readonly b: VariantSettings;

  @Field(() => Int, { description: 'How many readers of a hundred see B.' })
  readonly percentB: number;

  @Field(() => Date, { description: 'When it begins or began.' })
  readonly from: Date;

  @Field(() => Date, { description: 'When it ends or ended.' })
  readonly until: Date;

  @Field(() => ExperimentState, { description: 'How far it has come.' })
  readonly state: ExperimentState;

  @Field(() => String, { description: 'Why it was started.' })
  readonly reason: string;

  @Field(() => String, { description: 'Who started it: a name, as it was then.' })
  readonly startedBy: string;

  @Field(() => Date, { description: 'When that was.' })
  readonly startedAt: Date;

  @Field(() => String, { nullable: true, description: 'Who ended it; null where nobody did.' })
  readonly endedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended; null where nobody did.' })
  readonly endReason: string | null;

  constructor(
    readonly experiment: Experiment,
    nowMs: number,
  ) {
    this.id = experiment.id;
    this.rail = experiment.rail;
    this.b = shownSettings(experiment.settings);
    this.percentB = experiment.percentB;
    this.from = new Date(experiment.fromMs);
    this.until = new Date(experiment.untilMs);
    this.state = experiment.ending ?? stateOf(phaseOf(experiment, nowMs));
    this.reason = experiment.reason;
    this.startedBy = experiment.startedBy.name;
    this.startedAt = experiment.startedAt;
    this.endedBy = experiment.endedBy?.name ?? null;
    this.endReason = experiment.endReason;
  }
}

function stateOf(phase: Phase): ExperimentState {
  return phase;
}

@ObjectType({ description: 'What became of an experiment.' })
export class ExperimentPayload {
  @Field(() => ExperimentType, {
    nullable: true,
    description: 'As it is now; null when nothing was changed.',
  })
  experiment!: ExperimentType | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What readers of a bucket see of a rail that is being tested.' })
export class ExperimentVariant {
  @Field(() => RuleRail, { description: 'The rail.' })
  rail!: RuleRail;

  @Field(() => ID, { description: 'The experiment.' })
  experimentId!: string;

  @Field(() => Variant, { description: 'What the rail is asked for with: variant.' })
  variant!: Variant;

  @Field(() => Date, { description: 'When the experiment ends, if nobody ends it before.' })
  until!: Date;
}
