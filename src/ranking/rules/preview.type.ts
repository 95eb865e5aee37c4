import { Field, Int, ObjectType } from 'type-graphql';
import { ArticleCard } from '../../articles/article-card';
import { UserError } from '../../platform/graphql/user-error.type';
import { RankedArticleEdge } from '../ranked-article.type';
import type { RankedRail } from './placement';
import { BuriedRail } from './placement.input';

@ObjectType({ description: 'An article that would stand on another place.' })
export class PreviewedMove {
  @Field(() => ArticleCard, { description: 'The article.' })
  article!: ArticleCard;

  @Field(() => Int, { description: 'Its rank now.' })
  from!: number;

  @Field(() => Int, { description: 'Its rank under what is tried.' })
  to!: number;
}

@ObjectType({ description: 'A list as it is, beside what it would be.' })
export class PreviewedList {
  @Field(() => BuriedRail, { description: 'Which list.' })
  rail!: RankedRail;

  @Field(() => [RankedArticleEdge], { description: 'The list as readers see it now.' })
  before!: RankedArticleEdge[];

  @Field(() => [RankedArticleEdge], {
    description: 'The list as it would be, each place with its explanation.',
  })
  after!: RankedArticleEdge[];

  @Field(() => [ArticleCard], { description: 'Who would come among the places that are compared.' })
  entered!: ArticleCard[];

  @Field(() => [ArticleCard], { description: 'Who would no longer be among them.' })
  left!: ArticleCard[];

  @Field(() => [PreviewedMove], { description: 'Who would stand on another of these places.' })
  moved!: PreviewedMove[];
}

@ObjectType({
  description:
    'What a list would be under a rule and placements that are not kept, beside what it is: as if they had been in ' +
    'force for long, so that nobody has to wait until a lead has lasted.',
})
export class RankingPreview extends PreviewedList {
  @Field(() => Date, { description: 'The moment that was looked at.' })
  at!: Date;

  @Field(() => [PreviewedList], {
    description:
      'The same section, language or site on the other rails that the placements reach: a bury is for Trending and, ' +
      'for the whole site, for the Must-Reads too. Empty where no placement is tried.',
  })
  others!: PreviewedList[];

  @Field(() => [UserError], {
    description: 'Why setRankingRule would refuse this rule; empty if it would not.',
  })
  refusals!: UserError[];
}
