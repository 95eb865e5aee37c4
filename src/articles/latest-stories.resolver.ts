// Latest Stories: newest first, from the memory of this process. Only what lies deeper than its memory is asked of
// Postgres, in the same order and with the same cursors.

import { Arg, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import { ArticleCard } from './article-card';
import { ArticleConnection } from './article-connection.type';
import type { ArticleLists } from './article-lists';

@Resolver(() => ArticleCard)
export class LatestStoriesResolver {
  constructor(private readonly lists: ArticleLists) {}

  @Query(() => ArticleConnection, { description: 'What was published last, newest first.' })
  latestStories(
    @Arg('section', () => ID, {
      nullable: true,
      description:
        'The id or slug of a section; its articles and those of the sections under it. ' +
        'One that does not exist is an error.',
    })
    section: string | null,
    @Arg('language', () => String, {
      nullable: true,
      description: 'A BCP 47 tag: articles in this language only.',
    })
    language: string | null,
    @Arg('first', () => Int, { defaultValue: 6, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): ArticleConnection | Promise<ArticleConnection> {
    return this.lists.latest({ section, language, first: readFirst(first), after });
  }

  @Costs(5)
  @FieldResolver(() => ArticleConnection, {
    description:
      'What was published last in its section and the sections under it, without the article itself.',
  })
  latestInSection(
    @Root() article: ArticleCard,
    @Arg('first', () => Int, { defaultValue: 6, description: 'How many: 0 to 50.' }) first: number,
  ): ArticleConnection {
    return this.lists.latestBeside(article, readFirst(first, 50));
  }
}
