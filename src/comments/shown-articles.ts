import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { Clock } from '../platform/clock';

/** Articles as moderators may see them: to moderate is no right to read what is not public. */
export class ShownArticles {
  constructor(
    private readonly cards: Pick<CardCache, 'byIds'>,
    private readonly clock: Clock,
  ) {}

  async to(caller: Account, articleId: string): Promise<ArticleCard | null> {
    const [card] = await this.cards.byIds([articleId]);
    const isShown = card && (isPublic(card, this.clock.nowMs()) || caller.may(Scope.ARTICLES_READ));
    return isShown ? card : null;
  }
}
