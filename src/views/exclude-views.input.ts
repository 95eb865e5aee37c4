import { Field, ID, InputType, Int } from 'type-graphql';
import { Rail, ViewSource } from './view-source';

@InputType({
  description:
    'Views to be taken out of the figures: all of a time for which everything given here holds. At least one of ' +
    'source, rail, visitorHash and articleId is needed.',
})
export class ExcludeViewsInput {
  @Field(() => Date, { description: 'Views from this time on, as to when they were read.' })
  from!: Date;

  @Field(() => Date, {
    description:
      'Views before this time: now, or the end of the running quarter of an hour at the latest. What is ' +
      'reported later of this time is not excluded.',
  })
  to!: Date;

  @Field(() => ViewSource, { nullable: true, description: 'Only views from this source.' })
  source?: ViewSource | null;

  @Field(() => Rail, { nullable: true, description: 'Only clicks on this rail.' })
  rail?: Rail | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Only clicks on this place of the rail, from 1 to 50; 50 stands for all from there on.',
  })
  slot?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only views of this visitor: a pseudonym of a day, as heaviestVisitors shows it.',
  })
  visitorHash?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only views of this article, whether it is public or not.',
  })
  articleId?: string | null;

  @Field(() => String, { description: 'Why, in 1 to 500 characters: it stays in the audit log.' })
  reason!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'A random id of this exclusion, 1 to 100 characters: sent again under it, nothing more is excluded, and the ' +
      'exclusion that was made is given.',
  })
  eventId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only says what would be taken out, and changes nothing.',
  })
  dryRun?: boolean;
}
