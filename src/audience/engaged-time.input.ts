import { Field, Float, ID, InputType } from 'type-graphql';
import { OnBehalfOfInput } from '../visitors/on-behalf-of.input';

@InputType({ description: 'A heartbeat: for how many seconds a reader was engaged since the last one.' })
export class RecordEngagementInput {
  @Field(() => ID, { description: 'The article that is read.' })
  articleId!: string;

  @Field(() => Float, {
    description:
      'For how many seconds since the last heartbeat the page was visible and its reader did something, ' +
      '0.5 to 3,600; rounded, and counted up to HEARTBEAT_SECONDS_MAX (15 by default).',
  })
  seconds!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'What the client calls this visitor, 1 to 200 characters, as in RecordViewInput; only a pseudonym of it is used.',
  })
  visitor?: string | null;

  @Field(() => String, {
    description: 'A random id of this heartbeat, 1 to 100 characters, the same whenever it is sent again.',
  })
  eventId!: string;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it happened: up to 24 hours ago. Absent, or in the future, means now; what may be sent again says it.',
  })
  occurredAt?: Date | null;

  @Field(() => OnBehalfOfInput, {
    nullable: true,
    description:
      "The visitor, where a publisher's own server reports. " +
      'Taken only from callers with the scope VIEWS_REPORT_FOR_OTHERS.',
  })
  onBehalfOf?: OnBehalfOfInput | null;
}
