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
      'All its views since counting began: by readers, repeats left out, without bots, staff and what has been ' +
      'excluded; the one that was acknowledged last is among them. Null, with an error, while the counter cannot be ' +
      'reached.',
  })
  views(@Root() article: ArticleCard): Promise<number> {
    return this.totals.load(article.number);
  }
}
