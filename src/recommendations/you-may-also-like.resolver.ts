import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import { dependsOnPrivacy } from '../platform/graphql/privacy-signals';
import { RankedArticleConnection } from '../ranking/ranked-article.type';
import { VARIANT, Variant } from '../ranking/variant.type';
import type { AlsoLikePages } from './also-like-pages';
import { ALSO_LIKE_PLACES } from './also-like-question';
import type { AlsoLikeVariants, MayFollow } from './also-like-variants';
import { READ_ARGUMENT, readIds } from './read-ids';

@Resolver(() => ArticleCard)
export class YouMayAlsoLikeResolver {
  constructor(
    private readonly pages: AlsoLikePages,
    private readonly mayFollow: MayFollow,
    private readonly variants: AlsoLikeVariants,
  ) {}

  @Costs(20)
  @FieldResolver(() => RankedArticleConnection, {
    description:
      'What readers of this article go on to, and of what was read before it; backed off to what is read in general ' +
      'and in its section, to similar texts, the same topic and the newest. Never the article itself, never what is ' +
      'in "read", one per story, at most three of five neighbours from one section while there is anything else, and ' +
      'never empty while there is anything else at all. At most 20 articles.',
  })
  youMayAlsoLike(
    @Root() article: ArticleCard,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 20.' }) first: number,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'The endCursor of the page before. Later pages go on in the order of the first one, without what is in ' +
        '"read" by then.',
    })
    after: string | null,
    @Arg('read', () => [ID], { nullable: true, description: READ_ARGUMENT })
    read: string[] | null,
    @Arg('variant', () => Variant, { nullable: true, description: VARIANT }) variant: Variant | null,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { asked, test } = this.variants.choose(variant, context);
    const ids = readIds(read ?? []);
    if (ids.length > 0) dependsOnPrivacy(context);
    const question = {
      ...asked,
      page: article,
      read: ids,
      steeredByReading: this.mayFollow(context.headers),
      places: ALSO_LIKE_PLACES,
    };
    return this.pages.page(question, { first: readFirst(first, ALSO_LIKE_PLACES), after, test });
  }
}
