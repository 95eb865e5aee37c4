import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Image } from '../images/image.entity';
import type { ImageRepository } from '../images/image.repository';
import { InlineImagesLoader } from '../images/inline-images.loader';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import type { ArticleRepository } from './article.repository';
import { ArticleBodyLoader } from './article-body.loader';
import { ArticleCard } from './article-card';

// What is not on a card: read only when it is asked for, and then in one statement for a whole list. All of it may be
// null, so that what cards hold is still shown while Postgres is away.
@Resolver(() => ArticleCard)
export class ArticleContentResolver {
  constructor(
    private readonly articles: ArticleRepository,
    private readonly images: ImageRepository,
  ) {}

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Sanitised HTML. Null, with an error, while it cannot be read.',
  })
  body(@Root() article: ArticleCard, @Ctx() context: RequestContext): Promise<string> {
    return perRequest(context, ArticleBodyLoader, () => new ArticleBodyLoader(this.articles)).load(
      article.id,
    );
  }

  @FieldResolver(() => [Image], {
    nullable: true,
    description:
      'The pictures within its text, in their order. Null, with an error, while they cannot be read.',
  })
  inlineImages(@Root() article: ArticleCard, @Ctx() context: RequestContext): Promise<Image[]> {
    return perRequest(context, InlineImagesLoader, () => new InlineImagesLoader(this.images)).load(
      article.id,
    );
  }
}
