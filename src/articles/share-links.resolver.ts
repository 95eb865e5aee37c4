import { FieldResolver, Resolver, Root } from 'type-graphql';
import { ArticleCard } from './article-card';
import { ShareLink } from './share-link.type';
import { type ShareSettings, shareLinksFor } from './share-links';

@Resolver(() => ArticleCard)
export class ShareLinksResolver {
  constructor(private readonly settings: ShareSettings) {}

  @FieldResolver(() => [ShareLink], { description: 'Links that share it: one for each service.' })
  shareLinks(@Root() article: ArticleCard): ShareLink[] {
    return shareLinksFor(article, this.settings);
  }
}
