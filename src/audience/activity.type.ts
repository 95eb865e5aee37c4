import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { UserError, userErrorOf } from '../platform/graphql/user-error.type';
import type { ActivityOutcome } from '../views/activity-report';

export const ReportStatus = {
  COUNTED: 'COUNTED',
  REPEAT: 'REPEAT',
  BOT: 'BOT',
  STAFF: 'STAFF',
  REFUSED: 'REFUSED',
} as const;
export type ReportStatus = keyof typeof ReportStatus;

registerEnumType(ReportStatus, {
  name: 'ReportStatus',
  description: 'What became of a report of engaged time or of an impression.',
  valuesConfig: {
    COUNTED: { description: 'It was counted.' },
    REPEAT: { description: 'Its event id has been counted before: not counted again.' },
    BOT: { description: 'A machine: counted nowhere.' },
    STAFF: { description: 'The publisher itself: counted nowhere.' },
    REFUSED: { description: 'It could not be counted; userErrors says why.' },
  },
});

@ObjectType({ description: 'What became of a heartbeat.' })
export class EngagementOutcome {
  @Field(() => ReportStatus, { description: 'What became of it.' })
  status!: ReportStatus;

  @Field(() => Count, {
    description:
      'Engaged seconds that were added: 0 once the visitor has had all that counts for the article on that day, or ' +
      'of who asks not to be followed in that hour.',
  })
  seconds!: number;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of each heartbeat.' })
export class RecordEngagementPayload {
  @Field(() => [EngagementOutcome], {
    description: 'One for each heartbeat, in their order; empty when the batch as a whole was refused.',
  })
  outcomes!: EngagementOutcome[];

  @Field(() => [UserError], { description: 'Why the batch as a whole was refused; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of one article of a rail that was shown.' })
export class ImpressionOutcome {
  @Field(() => ReportStatus, { description: 'What became of it.' })
  status!: ReportStatus;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of each article of the rails that were shown.' })
export class RecordImpressionsPayload {
  @Field(() => [[ImpressionOutcome]], {
    description:
      'For each rail one for each article on it, in their order, or a single one where it shows none or too many; ' +
      'empty when the batch as a whole was refused.',
  })
  outcomes!: ImpressionOutcome[][];

  @Field(() => [UserError], { description: 'Why the batch as a whole was refused; else empty.' })
  userErrors!: UserError[];
}

export function engagementOutcome({ status, amount, refusal }: ActivityOutcome): EngagementOutcome {
  return { status, seconds: amount, userErrors: refusal === null ? [] : [userErrorOf(refusal)] };
}

export function impressionOutcome({ status, refusal }: ActivityOutcome): ImpressionOutcome {
  return { status, userErrors: refusal === null ? [] : [userErrorOf(refusal)] };
}
