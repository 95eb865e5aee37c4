import { Arg, Authorized, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { Costs } from '../platform/graphql/costs';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import { type CardsOfArticles, shownAmounts } from './cards-of-amounts';
import { checkRange } from './exclusion-draft';
import { heaviestVisitors } from './heaviest-visitors';
import { HeaviestVisitorsType } from './heaviest-visitors.type';
import type { ViewStreamStore } from './view-stream.store';

@Resolver()
export class HeaviestVisitorsResolver {
  constructor(
    private readonly stream: ViewStreamStore,
    private readonly cards: CardsOfArticles,
    private readonly clock: Clock,
  ) {}

  @Authorized(Scope.VIEWS_EXCLUDE)
  @Costs(2_000)
  @Query(() => HeaviestVisitorsType, {
    description:
      'Who had the most views in a time, by pseudonyms of a day: where a burst came from. Only views that are still ' +
      'kept one by one are looked at: those of the last VIEW_STREAM_HOURS, and VIEW_STREAM_VIEWS at most. Needs the ' +
      'scope VIEWS_EXCLUDE.',
  })
  async heaviestVisitors(
    @Arg('from', () => Date, { description: 'Views from this time on.' }) from: Date,
    @Arg('to', () => Date, { description: 'Views before this time, which is not in the future.' }) to: Date,
    @Arg('articleId', () => ID, { nullable: true, description: 'Only views of this article.' })
    articleId: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many visitors, from 0 to 200.' })
    first: number,
    @Ctx() context: RequestContext,
  ): Promise<HeaviestVisitorsType> {
    const nowMs = this.clock.nowMs();
    checkRange(from, to, nowMs);
    const article = articleId == null ? undefined : await this.numberOf(articleId);
    const range = {
      fromMs: from.getTime(),
      toMs: to.getTime(),
      ...(article === undefined ? {} : { article }),
    };
    const { visitors, ...sums } = await heaviestVisitors(this.stream, range, readFirst(first));
    const shown = { cards: this.cards, nowMs, caller: accountOf(context) };
    return {
      ...sums,
      visitors: await Promise.all(
        visitors.map(async ({ visitor, views, viewsAboveCap, firstMs, lastMs, articles }) => ({
          ...{ visitorHash: visitor, views, viewsAboveCap },
          ...{ firstAt: new Date(firstMs), lastAt: new Date(lastMs) },
          articles: await shownAmounts(articles, shown),
        })),
      ),
    };
  }

  private async numberOf(articleId: string): Promise<number> {
    const [card] = await this.cards.byIds([readUuid(articleId) ?? articleId]);
    if (card) return card.number;
    throw new BadUserInput('articleId', `There is no article with the id "${articleId.slice(0, 80)}".`);
  }
}
