import { Arg, ID, Query, Resolver } from 'type-graphql';
import type { Clock } from '../platform/clock';
import { readIdOrSlug, readUuid } from '../platform/graphql/id-or-slug';
import { ArticleCard, isPublic } from './article-card';
import type { CardCache } from './card-cache';

@Resolver()
export class ArticleResolver {
  constructor(
    private readonly cards: CardCache,
    private readonly clock: Clock,
  ) {}

  @Query(() => ArticleCard, {
    nullable: true,
    description:
      'An article by its id or its slug. Null if there is none, or if readers may not see it: not yet published, ' +
      'or withdrawn.',
  })
  async article(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug.' }) slug: string | null,
  ): Promise<ArticleCard | null> {
    const wanted = readIdOrSlug({ id, slug });
    const card = 'id' in wanted ? await this.byId(wanted.id) : await this.cards.bySlug(wanted.slug);
    return card !== undefined && isPublic(card, this.clock.nowMs()) ? card : null;
  }

  private async byId(id: string): Promise<ArticleCard | undefined> {
    const known = readUuid(id);
    return known === undefined ? undefined : (await this.cards.byIds([known]))[0];
  }
}
