import { Field, Float, ID, InputType } from 'type-graphql';
import { ActivityReportInput } from './activity-report.input';

@InputType({ description: 'A heartbeat: for how many seconds a reader was engaged since the last one.' })
export class RecordEngagementInput extends ActivityReportInput {
  @Field(() => ID, { description: 'The article that is read.' })
  articleId!: string;

  @Field(() => Float, {
    description:
      'For how many seconds since the last heartbeat the page was visible and its reader did something, ' +
      '0.5 to 3,600; rounded, and counted up to HEARTBEAT_SECONDS_MAX (15 by default).',
  })
  seconds!: number;

  @Field(() => String, {
    description: 'A random id of this heartbeat, 1 to 100 characters, the same whenever it is sent again.',
  })
  eventId!: string;
}
