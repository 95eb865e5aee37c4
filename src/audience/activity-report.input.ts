import { Field, InputType } from 'type-graphql';
import { OnBehalfOfInput } from '../visitors/on-behalf-of.input';

@InputType({ description: 'What every report of an activity tells of its reader and its time.' })
export abstract class ActivityReportInput {
  @Field(() => String, {
    nullable: true,
    description:
      'What the client calls this visitor, 1 to 200 characters, as in RecordViewInput; only a pseudonym of it is used.',
  })
  visitor?: string | null;

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
