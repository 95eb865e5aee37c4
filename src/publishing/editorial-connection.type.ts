import { Field, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { EditorialArticle } from './editorial-article.type';

export interface EditorialArticlePage {
  articles: readonly EditorialArticle[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  cursorOf: (article: EditorialArticle) => string;
  count: () => Promise<number>;
}

@ObjectType({ description: 'An article in a list for editors.' })
export class EditorialArticleEdge {
  @Field(() => EditorialArticle, { description: 'The article.' })
  readonly node: EditorialArticle;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  readonly cursor: string;

  constructor(node: EditorialArticle, cursor: string) {
    this.node = node;
    this.cursor = cursor;
  }
}

@ObjectType({ description: 'A page of a list of articles for editors.' })
export class EditorialArticleConnection {
  @Field(() => [EditorialArticleEdge], { description: 'The articles of this page, in order.' })
  readonly edges: readonly EditorialArticleEdge[];

  constructor(private readonly page: EditorialArticlePage) {
    this.edges = page.articles.map((article) => new EditorialArticleEdge(article, page.cursorOf(article)));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many articles the whole list has.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}
