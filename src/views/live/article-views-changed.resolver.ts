import { Arg, ID, Resolver } from 'type-graphql';
import { type ArticleCard, isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { Costs } from '../../platform/graphql/costs';
import { readUuid } from '../../platform/graphql/id-or-slug';
import { Live } from '../../platform/graphql/live/live-fields';
import type { LiveStream } from '../../platform/graphql/live/live-stream';
import { UnknownArticle } from '../views.errors';
import { ArticleViewsChange } from './article-views-change.type';
import type { WatchedViews } from './watched-views';

@Resolver()
export class ArticleViewsChangedResolver {
  constructor(
    private readonly views: WatchedViews,
    private readonly cards: CardCache,
    private readonly clock: Clock,
  ) {}

  @Costs(50)
  @Live(() => ArticleViewsChange, {
    description:
      'How often an article has been viewed, at once, and then whenever that is another number, at most four times a ' +
      'second. It ends when readers may not see the article any more.',
  })
  async articleViewsChanged(
    @Arg('article', () => ID, { description: 'The id or slug of an article.' }) article: string,
  ): Promise<LiveStream<ArticleViewsChange>> {
    const card = await this.named(article);
    if (card === undefined || !isPublic(card, this.clock.nowMs())) throw new UnknownArticle('article');
    return this.views.follow(card);
  }

  private async named(idOrSlug: string): Promise<ArticleCard | undefined> {
    const id = readUuid(idOrSlug);
    return id === undefined ? this.cards.bySlug(idOrSlug) : (await this.cards.byIds([id]))[0];
  }
}
