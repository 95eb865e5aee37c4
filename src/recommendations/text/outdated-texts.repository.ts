// What the index of texts is behind in, found by comparing it with the articles: so nothing depends on having heard of
// a change, a job that died leaves nothing behind but work, and articles of before an upgrade are found the same way.

import type { EntityManager } from 'typeorm';

export interface CorpusSize {
  days: number;
  articlesMin: number;
  articlesMax: number;
}

/** Weights of a time when there were less than half as many articles are worked out anew. */
const GROWN_BY = 2;
/** In the first articles every second one would be a reason for all. */
const GROWTH_MIN = 20;

/** Articles published from then on are looked through. */
export async function corpusBegin(
  manager: EntityManager,
  now: Date,
  { days, articlesMin, articlesMax }: CorpusSize,
): Promise<Date> {
  const nth = (parameter: string) =>
    `(select published_at from article where status = 'PUBLISHED' and published_at <= $1
      order by published_at desc offset ${parameter}::integer limit 1)`;
  const [row] = await manager.query(
    `select greatest(
       least($1::timestamptz - $2 * interval '1 day', coalesce(${nth('$3')}, '-infinity')), ${nth('$4')}
     )::text as begin`,
    [now, days, articlesMin, articlesMax],
  );
  // As old as there are any: a date of JavaScript cannot be that.
  return row.begin === '-infinity' ? new Date(0) : new Date(row.begin);
}

/** Public, and not in the index as they are now; the newest first. */
export async function outdatedTexts(
  manager: EntityManager,
  { now, begin, limit }: { now: Date; begin: Date; limit: number },
): Promise<number[]> {
  const rows: { number: number }[] = await manager.query(
    `select a.number from article a
     left join text_article t on t.article = a.number
     left join text_term total on total.term = t.total_term
     where a.status = 'PUBLISHED' and a.published_at <= $1 and a.published_at >= $2
       and (t.article is null or t.version <> a.version
         or total.articles > ${GROWN_BY} * t.of_articles + ${GROWTH_MIN})
     order by a.published_at desc, a.number desc limit $3`,
    [now, begin, limit],
  );
  return rows.map(({ number }) => number);
}

/** In the index, and not public any more, or too old. */
export async function leftoverTexts(
  manager: EntityManager,
  { now, begin, limit }: { now: Date; begin: Date; limit: number },
): Promise<number[]> {
  const rows: { article: number }[] = await manager.query(
    `select t.article from text_article t left join article a on a.number = t.article
     where a.number is null or a.status <> 'PUBLISHED' or a.published_at > $1 or a.published_at < $2
     limit $3`,
    [now, begin, limit],
  );
  return rows.map(({ article }) => article);
}
