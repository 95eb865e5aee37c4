import { FieldResolver, Resolver, Root } from 'type-graphql';
import { ArticleCard } from './article-card';
import { ShareLink } from './share-link.type';
import { type ShareSettings, shareLinksFor } from './share-links';

@Resolver(() => ArticleCard)
export class ShareLinksResolver {
  /** An article that changes gets another card. */
  private readonly made = new WeakMap<ArticleCard, ShareLink[]>();

  constructor(private readonly settings: ShareSettings) {}

  @FieldResolver(() => [ShareLink], { description: 'Links that share it: one for each service.' })
  shareLinks(@Root() article: ArticleCard): ShareLink[] {
    const known = this.made.get(article);
    if (known !== undefined) return known;
    const links = shareLinksFor(article, this.settings);
    this.made.set(article, links);
    return links;
  }
}
