import { Field, ID, InputType, Int } from 'type-graphql';
import { ReportedVariantInput } from '../views/reported-variant.input';
import { Rail } from '../views/view-source';
import { ActivityReportInput } from './activity-report.input';

@InputType({ description: 'An article at its place on a rail.' })
export class ShownArticleInput {
  @Field(() => ID, { description: 'The article that was shown.' })
  articleId!: string;

  @Field(() => Int, {
    description: 'Its place on the rail, from 1 to 1,000; places from 50 on are counted as one.',
  })
  slot!: number;
}

@InputType({ description: 'A rail that a reader has seen, with the articles on it.' })
export class RecordImpressionsInput extends ActivityReportInput {
  @Field(() => Rail, { description: 'The rail.' })
  rail!: Rail;

  @Field(() => ReportedVariantInput, {
    nullable: true,
    description:
      'Of a list that came with an experiment: which variant was shown. A token that no list has had, or a variant ' +
      'that readers of this bucket do not see, refuses the report.',
  })
  experiment?: ReportedVariantInput | null;

  @Field(() => [ShownArticleInput], { description: 'The articles that came into sight, 1 to 50.' })
  shown!: ShownArticleInput[];

  @Field(() => String, {
    description: 'A random id of this showing, 1 to 100 characters, the same whenever it is sent again.',
  })
  eventId!: string;
}
