import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArticleCard } from '../../articles/article-card';
import { OfPage } from '../../platform/graphql/costs';
import { RankedArticleConnection, RankedArticleEdge } from '../ranked-article.type';

/** Why an update of a list came. */
export enum RankedListChangeKind {
  PRESENT = 'PRESENT',
  ORDER = 'ORDER',
  FIGURES = 'FIGURES',
}

registerEnumType(RankedListChangeKind, {
  name: 'RankedListChangeKind',
  description: 'Why an update of a list came.',
  valuesConfig: {
    PRESENT: {
      description:
        'The list as it stands: the first update, and the next one after updates that could not be paid for (see ' +
        'RATE_LIMITED).',
    },
    ORDER: { description: 'An article has entered, has left or has another rank.' },
    FIGURES: {
      description:
        'The same articles at the same ranks; figures of a place, or what is shown of an article, have changed.',
    },
  },
});

@ObjectType({ description: 'An article that has left a list.' })
export class RankedListDeparture {
  @Field(() => ID, { description: 'The id of the article.' })
  id!: string;

  @Field(() => ArticleCard, {
    nullable: true,
    description: 'The article; null if readers may not see it any more.',
  })
  article!: ArticleCard | null;

  @Field(() => Int, { description: 'The rank that it had.' })
  from!: number;
}

@ObjectType({ description: 'An article that has another rank on a list than before.' })
export class RankedListMove {
  @Field(() => ArticleCard, { description: 'The article.' })
  article!: ArticleCard;

  @Field(() => Int, { description: 'The rank that it had in the update before.' })
  from!: number;

  @Field(() => Int, { description: 'The rank that it has now.' })
  to!: number;
}

@ObjectType({
  description: 'The present state of a ranked list, and what has changed since the update before.',
})
export class RankedListChange {
  @Field(() => RankedListChangeKind, { description: 'Why this update came.' })
  kind!: RankedListChangeKind;

  @Field(() => RankedArticleConnection, { description: 'The list as it stands now, whole.' })
  list!: RankedArticleConnection;

  @OfPage()
  @Field(() => [RankedArticleEdge], { description: 'What was not on the list before, best first.' })
  entered!: readonly RankedArticleEdge[];

  @OfPage()
  @Field(() => [RankedListDeparture], { description: 'What was on the list and is not any more.' })
  left!: readonly RankedListDeparture[];

  @OfPage()
  @Field(() => [RankedListMove], {
    description: 'What is still on the list at another rank, those included that others have pushed there.',
  })
  moved!: readonly RankedListMove[];
}
