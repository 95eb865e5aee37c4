import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../platform/graphql/user-error.type';

@ObjectType({ description: 'What became of a report.' })
export class ReportCommentPayload {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: it was taken, now or before. What others have reported is not told. Null if it was refused.',
  })
  reported!: boolean | null;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}
