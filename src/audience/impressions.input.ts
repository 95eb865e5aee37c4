import { Field, ID, InputType, Int } from 'type-graphql';
import { ReportedVariantInput } from '../views/reported-variant.input';
import { Rail } from '../views/view-source';
import { OnBehalfOfInput } from '../visitors/on-behalf-of.input';

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
export class RecordImpressionsInput {
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
    nullable: true,
    description:
      'What the client calls this visitor, 1 to 200 characters, as in RecordViewInput; only a pseudonym of it is used.',
  })
  visitor?: string | null;

  @Field(() => String, {
    description: 'A random id of this showing, 1 to 100 characters, the same whenever it is sent again.',
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
