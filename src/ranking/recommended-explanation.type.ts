import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { toldReaders } from './explain-recommended';
import type { ReadNextFigures, SimilarFigures } from './rank-figures';

@ObjectType({ description: 'Readers who went on from one article to the recommended one.' })
export class RankReadNext {
  constructor(private readonly figures: ReadNextFigures) {}

  @Field(() => ArticleCard, { description: 'The article that they had read.' })
  get article(): ArticleCard {
    return this.figures.from;
  }

  @Field(() => Int, {
    description:
      'How many of its last readers went on to the recommended one: of those in `of`, rounded. Learnt from counted ' +
      'views of readers who have not asked not to be followed: who reads the recommended article next counts one, ' +
      'who reads it after one other 0.4, and older ones count half with every hundred who went on and every four ' +
      'hours.',
  })
  get readers(): number {
    return toldReaders(this.figures).readers;
  }

  @Field(() => Int, {
    description:
      'How many readers went on from it at all, counted in the same way and rounded; at most 100, "of the last 100".',
  })
  get of(): number {
    return toldReaders(this.figures).of;
  }

  @Field(() => Float, {
    description: 'What this adds to the score; all of them add up to its part READ_NEXT.',
  })
  get adds(): number {
    return this.figures.adds;
  }
}

@ObjectType({ description: 'An article that was read whose text is like that of the recommended one.' })
export class RankSimilarText {
  constructor(private readonly figures: SimilarFigures) {}

  @Field(() => ArticleCard, { description: 'The article that was read.' })
  get article(): ArticleCard {
    return this.figures.to;
  }

  @Field(() => Float, { description: 'How alike the texts are: 0 to 1.' })
  get similarity(): number {
    return this.figures.similarity;
  }

  @Field(() => [String], { description: 'Words and names that both have, the most telling first.' })
  get words(): readonly string[] {
    return this.figures.words;
  }
}
