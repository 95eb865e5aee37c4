import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Count } from '../platform/graphql/count.scalar';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { ViewTotalsLoader } from './view-totals.loader';
import type { ViewTotals } from './view-totals.store';

@Resolver(() => ArticleCard)
export class ArticleViewsResolver {
  constructor(private readonly totals: ViewTotals) {}

  // Nullable, so that an article can be read while the counter is away: the error stands beside it.
  @FieldResolver(() => Count, {
    nullable: true,
    description:
      'How often readers have viewed it; null, with an error, while the counter cannot be reached.',
  })
  views(@Root() article: ArticleCard, @Ctx() context: RequestContext): Promise<number> {
    return perRequest(context, ViewTotalsLoader, () => new ViewTotalsLoader(this.totals)).load(
      article.number,
    );
  }
}
