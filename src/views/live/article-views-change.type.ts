import { Field, ObjectType } from 'type-graphql';
import { ArticleCard } from '../../articles/article-card';
import { Count } from '../../platform/graphql/count.scalar';

@ObjectType({ description: 'How often an article had been viewed at some moment.' })
export class ArticleViewsChange {
  @Field(() => ArticleCard, { description: 'The article.' })
  article!: ArticleCard;

  @Field(() => Count, {
    description:
      'All its views since counting began: by readers, repeats left out, without bots, staff and what has been ' +
      'excluded. It is smaller than before where views have been excluded since.',
  })
  views!: number;

  @Field(() => Date, { description: 'When it was read.' })
  at!: Date;
}
