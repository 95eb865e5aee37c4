import { FieldResolver, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import type { ViewTotalsLoader } from './view-totals.loader';

@Resolver(() => ArticleCard)
export class ArticleViewsResolver {
  constructor(private readonly totals: ViewTotalsLoader) {}

  // Nullable, so that an article can be read while the counter is away: the error stands beside it.
  @Costs(3)
  @FieldResolver(() => Count, {
    nullable: true,
    description:
      'How often readers have viewed it; null, with an error, while the counter cannot be reached.',
  })
  views(@Root() article: ArticleCard): Promise<number> {
    return this.totals.load(article.number);
  }
}
