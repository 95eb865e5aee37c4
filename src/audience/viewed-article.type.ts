import { Field, Int, ObjectType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';

export interface ViewedPlace {
  card: ArticleCard;
  rank: number;
  views: number;
  cursor: string;
}

@ObjectType({ description: 'An article in a list by views.' })
export class ViewedArticleEdge {
  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  readonly cursor: string;

  @Field(() => ArticleCard, { description: 'The article.' })
  readonly node: ArticleCard;

  @Field(() => Int, {
    description: 'Its place in the list; the first of all is 1, and later pages count on.',
  })
  readonly rank: number;

  @Field(() => Count, {
    description:
      'Its views from "from" to "to" of the list: views by readers, repeats left out, without bots, staff and what ' +
      'has been excluded; as far as they had been kept at "computedAt".',
  })
  readonly views: number;

  constructor({ card, rank, views, cursor }: ViewedPlace) {
    this.cursor = cursor;
    this.node = card;
    this.rank = rank;
    this.views = views;
  }
}

export interface ViewedPage {
  places: readonly ViewedPlace[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  total: number;
  fromMs: number | null;
  toMs: number;
  computedAtMs: number;
  /** How old the figures were then. */
  flushLagMs: number;
  nowMs: number;
}

/** Of GraphQL. */
const INT_MAX = 2_147_483_647;

@ObjectType({ description: 'A page of a list of articles by their views in a stretch of time.' })
export class ViewedArticleConnection {
  @Field(() => [ViewedArticleEdge], { description: 'The articles of this page, in order.' })
  readonly edges: readonly ViewedArticleEdge[];

  @Field(() => Count, {
    description: 'How many articles the whole list has; those are public, and counted at "computedAt".',
  })
  readonly totalCount: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'Since when views are counted in it. It may lie before what was asked for: older views are kept by the hour, ' +
      'later by the day of the publisher, and where ROLLUP_DAY_DAYS deletes days by the month, and an hour, day or ' +
      'month is counted as a whole. Null for ALL_TIME.',
  })
  readonly from: Date | null;

  @Field(() => Date, {
    description:
      'Until when views are counted in it, at most to the end of the running quarter of an hour (for HOUR, of the ' +
      'running minute). It may lie after what was asked for, as "from" may lie before.',
  })
  readonly to: Date;

  @Field(() => Date, {
    description:
      'When it was computed. Views of a second or two before that may be missing, and more while none are written to ' +
      'Postgres: "lagMs" tells.',
  })
  readonly computedAt: Date;

  @Field(() => Int, {
    description:
      'How old its figures are, in ms: every view that was counted longer ago is in them. That is the time since it ' +
      'was computed and, for all but HOUR, how long before that the views of all articles had last been written to ' +
      'Postgres, mostly a second or two. The lists of the site, a section or a language for a named window are ' +
      'computed every 5 seconds (HOUR) to 5 minutes (YEAR), all others when they are asked for.',
  })
  readonly lagMs: number;

  constructor(private readonly page: ViewedPage) {
    this.edges = page.places.map((place) => new ViewedArticleEdge(place));
    this.totalCount = page.total;
    this.from = page.fromMs === null ? null : new Date(page.fromMs);
    this.to = new Date(page.toMs);
    this.computedAt = new Date(page.computedAtMs);
    this.lagMs = Math.min(Math.max(0, page.nowMs - page.computedAtMs) + page.flushLagMs, INT_MAX);
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    return pageInfoOf(this.edges, this.page);
  }
}
