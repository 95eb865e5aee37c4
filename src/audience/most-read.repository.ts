// Articles in the order of their views in a range, counted by Postgres at the moment of asking.

import { type ArticleFilter, type ArticleRepository, conditionOf } from '../articles/article.repository';
import type { Cover } from './rollup-cover';
import type { Look } from './rollup-reading.repository';
import { viewParts } from './rollup-reading.repository';
import { StatementValues } from './statement-values';

export type Direction = 'MOST' | 'LEAST';

export interface Place {
  views: number;
  article: number;
}

/** Where the views come from: rollups of a range, the figure of all time, or counts that the caller has. */
export type Counted = { cover: Cover } | { counts: ReadonlyMap<number, number> } | 'ALL_TIME';

export interface OrderAsked {
  counted: Counted;
  direction: Direction;
  filter: ArticleFilter;
  after: Place | undefined;
  limit: number;
}

export interface OrderedPage {
  places: Place[];
  /** Of the whole list. */
  total: number;
}

/** Of an author or tag with fewer articles than this, the rows are looked up by article. */
const NARROW_MAX = 5_000;

/** @param look of rollup-reading.repository.ts */
export async function orderByViews(
  look: Look,
  articles: Pick<ArticleRepository, 'tagIdOf'>,
  asked: OrderAsked,
): Promise<OrderedPage> {
  const { filter, direction, after } = asked;
  const tagId = filter.tagSlug === undefined ? undefined : await articles.tagIdOf(filter.tagSlug);
  if (filter.tagSlug !== undefined && tagId === undefined) return { places: [], total: 0 };
  const only = await narrowed(look, filter, tagId);
  const values = new StatementValues();
  const where = conditionOf(filter, tagId, values.list);
  const parts = partsOf(asked.counted, values, only);
  // Joined before the sum: of a section the rest is never added up, and Postgres knows how many articles there may be.
  const viewed = `select a.number, views_sum(part.amount) as views from (${parts}) part
     join article a on a.number = part.article where ${where} group by a.number having views_sum(part.amount) > 0`;
  const viewedOfAll = `select part.article as number, views_sum(part.amount) as views from (${parts}) part
     group by part.article having views_sum(part.amount) > 0`;
  const matched =
    direction === 'MOST'
      ? viewed
      : `select a.number, coalesce(viewed.views, 0) as views from article a
         left join (${isOfAll(filter) ? viewedOfAll : viewed}) viewed on viewed.number = a.number where ${where}`;
  const sign = direction === 'MOST' ? '<' : '>';
  const place = after
    ? `where (views, number) ${sign} (${values.add(after.views)}::bigint, ${values.add(after.article)}::integer)`
    : '';
  const order = direction === 'MOST' ? 'desc' : 'asc';
  const rows = await look.query<{ number: number | null; views: string | null; total: string }>(
    `with matched as materialized (${matched})
     select page.number, page.views, whole.total from (select count(*) as total from matched) whole
     left join (select number, views from matched ${place}
       order by views ${order}, number ${order} limit ${values.add(asked.limit)}) page on true
     order by page.views ${order}, page.number ${order}`,
    values.list,
  );
  return {
    places: rows.flatMap(({ number, views }) =>
      number === null ? [] : [{ article: number, views: Number(views) }],
    ),
    total: Number(rows[0]?.total ?? 0),
  };
}

function isOfAll({ sectionIds, authorId, tagSlug, language }: ArticleFilter): boolean {
  return [sectionIds, authorId, tagSlug, language].every((one) => one === undefined);
}

/** Statement that gives (article, amount), of an article any number of them. */
function partsOf(counted: Counted, values: StatementValues, only: number[] | undefined): string {
  if (counted === 'ALL_TIME') return 'select article, greatest(views, 0) as amount from article_views';
  if ('cover' in counted) return viewParts(counted.cover, values, only);
  const { counts } = counted;
  return `select article, amount from unnest(${values.add([...counts.keys()])}::integer[],
    ${values.add([...counts.values()])}::bigint[]) as counted (article, amount)`;
}

/** The numbers of an author's or a tag's articles, where they are few enough to be looked up one by one. */
async function narrowed(
  look: Look,
  { authorId }: ArticleFilter,
  tagId: string | undefined,
): Promise<number[] | undefined> {
  if (authorId === undefined && tagId === undefined) return undefined;
  const values = new StatementValues();
  const hanging =
    authorId === undefined
      ? `article_tag w where w.tag_id = ${values.add(tagId)}`
      : `article_author w where w.author_id = ${values.add(authorId)}`;
  const rows = await look.query<{ number: number }>(
    `select a.number from article a where a.id in (select w.article_id from ${hanging}) limit ${NARROW_MAX}`,
    values.list,
  );
  return rows.length < NARROW_MAX ? rows.map(({ number }) => number) : undefined;
}
