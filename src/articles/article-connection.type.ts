import { Field, Int, ObjectType } from 'type-graphql';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { ArticleCard } from './article-card';

/** The cursor is worked out only when a client asks for it: a page of rails shows none. */
export type CursorOf = (card: ArticleCard, rank: number) => string;

@ObjectType({ description: 'An article in a list.' })
export class ArticleEdge {
  @Field(() => ArticleCard, { description: 'The article.' })
  readonly node: ArticleCard;

  @Field(() => Int, {
    description: 'Its place in the list; the first of all is 1, and later pages count on.',
  })
  readonly rank: number;

  constructor(
    node: ArticleCard,
    rank: number,
    private readonly cursorOf: CursorOf,
  ) {
    this.node = node;
    this.rank = rank;
  }

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  get cursor(): string {
    return this.cursorOf(this.node, this.rank);
  }
}

export interface ArticlePage {
  cards: readonly ArticleCard[];
  /** The rank of the first card. */
  firstRank: number;
  hasNextPage: boolean;
  cursorOf: CursorOf;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of a list of articles.' })
export class ArticleConnection {
  @Field(() => [ArticleEdge], { description: 'The articles of this page, in order.' })
  readonly edges: readonly ArticleEdge[];

  constructor(private readonly page: ArticlePage) {
    const { cards, firstRank, cursorOf } = page;
    this.edges = cards.map((card, index) => new ArticleEdge(card, firstRank + index, cursorOf));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, firstRank } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage: firstRank > 1 });
  }

  @Costs(10)
  @Field(() => Count, { description: 'How many articles the whole list has.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}
