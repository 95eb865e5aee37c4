import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Image } from '../images/image.entity';
import { Costs } from '../platform/graphql/costs';
import { ArticleCard } from './article-card';
import type { ArticleContents } from './article-contents';

// What is not on a card: read only when it is asked for. All of it may be null, so that what cards hold is still shown
// while Postgres is away.
@Resolver(() => ArticleCard)
export class ArticleContentResolver {
  constructor(private readonly contents: ArticleContents) {}

  @Costs(5)
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Sanitised HTML. Null, with an error, while it cannot be read.',
  })
  body(@Root() article: ArticleCard): string | Promise<string> {
    return this.contents.body(article);
  }

  @Costs(5)
  @FieldResolver(() => [Image], {
    nullable: true,
    description:
      'The pictures within its text, in their order. Null, with an error, while they cannot be read.',
  })
  inlineImages(@Root() article: ArticleCard): Image[] | Promise<Image[]> {
    return this.contents.inlineImages(article);
  }
}
