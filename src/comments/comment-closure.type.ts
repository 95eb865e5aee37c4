import { Field, ObjectType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { UserError } from '../platform/graphql/user-error.type';

@ObjectType({ description: 'Whether an article takes comments now.' })
export class CommentClosurePayload {
  @Field(() => ArticleCard, {
    nullable: true,
    description:
      'The article; null if there is none, or if readers may not see it and the caller does not have the scope ' +
      'ARTICLES_READ.',
  })
  article!: ArticleCard | null;

  @Field(() => [UserError], { description: 'Why nothing was changed; else empty.' })
  userErrors!: UserError[];
}
