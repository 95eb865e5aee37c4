import { Field, ID, InputType, Int } from 'type-graphql';
import { ArticleChangesInput } from './article-text.input';

@InputType()
abstract class SeenArticleInput {
  @Field(() => ID, { description: 'The id of the article.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw. Nothing is written if there is a later one.' })
  version!: number;
}

@InputType({ description: 'Which article is to be published now.' })
export class PublishArticleInput extends SeenArticleInput {}

@InputType({ description: 'Which article is to be published when.' })
export class ScheduleArticleInput extends SeenArticleInput {
  @Field(() => Date, { description: 'From when on readers see it: at most five years from now.' })
  publishAt!: Date;
}

@InputType({ description: 'Which article is not to be published at its time after all.' })
export class UnscheduleArticleInput extends SeenArticleInput {}

@InputType({ description: 'What was wrong in an article, and how it is put right.' })
export class CorrectArticleInput extends SeenArticleInput {
  @Field(() => String, {
    description: 'What was wrong and is right now, for readers: plain text, at most 2,000 characters.',
  })
  note!: string;

  @Field(() => ArticleChangesInput, {
    nullable: true,
    description: 'What is different in the text; left out where the note says it all.',
  })
  changes?: ArticleChangesInput | null;
}

@InputType({ description: 'Which article is to be withdrawn, and why.' })
export class WithdrawArticleInput extends SeenArticleInput {
  @Field(() => String, {
    description: 'Why, for readers: plain text, at most 1,000 characters. Its tombstone shows it.',
  })
  reason!: string;
}

@InputType({ description: 'Which withdrawn article is to come back.' })
export class RestoreArticleInput extends SeenArticleInput {}

@InputType({ description: 'Which earlier version of an article is to be its text again.' })
export class RestoreRevisionInput extends SeenArticleInput {
  @Field(() => Int, { description: 'The number of the earlier version.' })
  revision!: number;
}
