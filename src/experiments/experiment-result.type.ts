import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import type { ExperimentResult, HourOfVariants, Verdict } from './experiment-result';
import type { VariantSums } from './formulas/compare-variants';
import type { Difference } from './formulas/two-proportions';

export const ExperimentVerdict = {
  TOO_EARLY: 'TOO_EARLY',
  UNDER_WAY: 'UNDER_WAY',
  A_IS_BETTER: 'A_IS_BETTER',
  B_IS_BETTER: 'B_IS_BETTER',
  NO_DIFFERENCE_SEEN: 'NO_DIFFERENCE_SEEN',
} as const satisfies Record<Verdict, Verdict>;

registerEnumType(ExperimentVerdict, {
  name: 'ExperimentVerdict',
  description: 'What an experiment has shown, in a word.',
  valuesConfig: {
    TOO_EARLY: {
      description:
        'Not enough yet, or not enough until its end: 1,000 impressions and 50 readers on each side.',
    },
    UNDER_WAY: {
      description:
        'It still runs. The interval is right for one look, at the end: who stops at the first that is clear of zero ' +
        'calls a winner far too often.',
    },
    A_IS_BETTER: { description: 'It is over, and the whole interval of the difference lies below zero.' },
    B_IS_BETTER: { description: 'It is over, and the whole interval of the difference lies above zero.' },
    NO_DIFFERENCE_SEEN: { description: 'It is over, and zero lies within the interval of the difference.' },
  },
});

@ObjectType({ description: 'What readers of a variant were shown, and what they clicked.' })
export class VariantFigures implements VariantSums {
  @Field(() => Count, {
    description:
      'How often an article was shown on the rail in this variant, as clients have reported it with the token of the ' +
      'list: without bots, staff and who asks not to be followed (Sec-GPC, DNT). Exclusions do not lower it.',
  })
  impressions!: number;

  @Field(() => Count, {
    description:
      'Views that came from the rail in this variant, reported with the token of the list: by readers, repeats left ' +
      'out, without bots, staff and who asks not to be followed. Exclusions do not lower it.',
  })
  clicks!: number;

  @Field(() => Count, {
    description: 'Readers who were shown it: one for each visitor and day of the publisher.',
  })
  readers!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Clicks divided by impressions; null without an impression.',
  })
  clickThrough!: number | null;
}

@ObjectType({
  description:
    'How the click-through of B differs from that of A, and how sure that is. Reckoned from buckets of readers, ' +
    'since readers were divided by bucket, and the clicks of one reader hang together.',
})
export class VariantDifference implements Difference {
  @Field(() => Float, { description: 'Click-through of B less that of A.' })
  value!: number;

  @Field(() => Float, { description: 'The lower end of its 95 % interval.' })
  low!: number;

  @Field(() => Float, { description: 'The upper end of its 95 % interval.' })
  high!: number;

  @Field(() => Float, {
    description: 'How likely a difference of this size or more is by chance alone, from 0 to 1.',
  })
  chance!: number;
}

@ObjectType({ description: 'What both variants did in an hour.' })
export class ExperimentHour {
  @Field(() => Date, {
    description:
      'When the hour begins in which the lists were computed that readers were shown; hours of UTC.',
  })
  from!: Date;

  @Field(() => VariantFigures, { description: 'Of variant A.' })
  a!: VariantFigures;

  @Field(() => VariantFigures, { description: 'Of variant B.' })
  b!: VariantFigures;
}

@ObjectType('ExperimentResult', { description: 'What an experiment has shown so far; some seconds old.' })
export class ExperimentResultType {
  @Field(() => VariantFigures, { description: 'Of variant A.' })
  readonly a: VariantFigures;

  @Field(() => VariantFigures, { description: 'Of variant B.' })
  readonly b: VariantFigures;

  @Field(() => VariantDifference, {
    nullable: true,
    description: 'Null as long as there are not 1,000 impressions and 50 readers on each side.',
  })
  readonly difference: VariantDifference | null;

  @Field(() => ExperimentVerdict, { description: 'The same in a word.' })
  readonly verdict: Verdict;

  @Field(() => Boolean, {
    description:
      'Whether readers are divided so unevenly that chance does it once in two thousand times: clients then do not ' +
      'show what experimentVariants says, or report one variant less often, and the figures are not to be trusted.',
  })
  readonly isUneven: boolean;

  @Field(() => [ExperimentHour], {
    description: 'Hour by hour, those without anything left out; at most 90 days have 2,160.',
  })
  readonly hours: ExperimentHour[];

  constructor({ hours, ...rest }: ExperimentResult) {
    this.a = rest.a;
    this.b = rest.b;
    this.difference = rest.difference;
    this.verdict = rest.verdict;
    this.isUneven = rest.isUneven;
    this.hours = hours.map(hourOf);
  }
}

function hourOf({ fromMs, a, b }: HourOfVariants): ExperimentHour {
  return { from: new Date(fromMs), a, b };
}
