// What the index of texts is behind in, found by comparing it with the articles: so nothing depends on having heard of
// a change, a job that died leaves nothing behind but work, and articles of before an upgrade are found the same way.

import type { EntityManager } from 'typeorm';
import { NOT_PUBLIC } from './similar-texts.repository';

/** A program that was not running for so long does not look back further. */
const CHANGED_DAYS = 30;

export interface CorpusSize {
  days: number;
  articlesMin: number;
  articlesMax: number;
}

/** How telling a word is differs little by when it was weighed: by the logarithm of how many articles there were. */
const GROWN_BY = 4;
/** In the first articles every second one would be a reason for all. */
const GROWTH_MIN = 20;

export interface Behind {
  now: Date;
  /** When the oldest of those was published that are looked through. */
  begin: Date;
  limit: number;
}

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

/** Public, and not in the index as they are now, or read by older rules; the newest first. */
export function outdatedTexts(
  manager: EntityManager,
  { now, begin, limit, indexVersion }: Behind & { indexVersion: number },
): Promise<number[]> {
  return numbersOf(
    manager,
    `select a.number from article a left join text_article t on t.article = a.number
     where a.status = 'PUBLISHED' and a.published_at <= $1 and a.published_at >= $2
       and (t.article is null or t.version <> a.version or t.index_version < $4)
     order by a.published_at desc, a.number desc limit $3`,
    [now, begin, limit, indexVersion],
  );
}

/** The same, of the very newest only: looked for often. */
export function freshTexts(
  manager: EntityManager,
  { now, begin, newest, indexVersion }: Omit<Behind, 'limit'> & { newest: number; indexVersion: number },
): Promise<number[]> {
  return numbersOf(
    manager,
    `select a.number from (
       select number, version, published_at from article
       where status = 'PUBLISHED' and published_at <= $1 and published_at >= $2
       order by published_at desc, id desc limit $3
     ) a left join text_article t on t.article = a.number
     where t.article is null or t.version <> a.version or t.index_version < $4
     order by a.published_at desc`,
    [now, begin, newest, indexVersion],
  );
}

/** Weighed when there were less than a quarter as many articles: to be weighed anew. */
export function lightlyWeighedTexts(
  manager: EntityManager,
  { now, begin, limit }: Behind,
): Promise<number[]> {
  return numbersOf(
    manager,
    `select a.number from text_article t
     join article a on a.number = t.article join text_term total on total.term = t.total_term
     where a.status = 'PUBLISHED' and a.published_at <= $1 and a.published_at >= $2
       and total.articles > ${GROWN_BY} * t.of_articles + ${GROWTH_MIN}
     order by a.published_at desc, a.number desc limit $3`,
    [now, begin, limit],
  );
}

/** In the index, and not public any more, or too old. */
export function leftoverTexts(manager: EntityManager, { now, begin, limit }: Behind): Promise<number[]> {
  return numbersOf(
    manager,
    `select t.article as number from text_article t left join article a on a.number = t.article
     where a.number is null or a.status <> 'PUBLISHED' or a.published_at > $1 or a.published_at < $2
     limit $3`,
    [now, begin, limit],
  );
}

/** Too old for the index, and corrected, withdrawn or public again since they were in it. */
export function changedOldTexts(
  manager: EntityManager,
  { now, limit }: Pick<Behind, 'now' | 'limit'>,
): Promise<number[]> {
  return numbersOf(
    manager,
    `select s.article as number from similar_texts s join article a on a.number = s.article
     where s.left_version is not null and a.changed_at >= $1::timestamptz - interval '${CHANGED_DAYS} days'
       and s.left_version <>
         case when a.status = 'PUBLISHED' and a.published_at <= $1 then a.version else ${NOT_PUBLIC} end
     limit $2`,
    [now, limit],
  );
}

async function numbersOf(manager: EntityManager, query: string, values: unknown[]): Promise<number[]> {
  const rows: { number: number }[] = await manager.query(query, values);
  return rows.map(({ number }) => number);
}

/** How many articles are in the index. */
export async function indexSize(manager: EntityManager): Promise<number> {
  const [{ count }] = await manager.query('select count(*)::integer as count from text_article');
  return count;
}
