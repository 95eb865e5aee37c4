// The inverted index: which terms an article has, and which articles have a term. Only the newest articles are in it.

import type { EntityManager } from 'typeorm';
import { type PackedVector, termsOf } from './packed-vector';
import type { TextToWeigh } from './weighted-terms';

export interface ArticleText extends TextToWeigh {
  number: number;
  version: number;
}

export interface IndexedText {
  article: number;
  version: number;
  /** Counts the articles of its language. */
  totalTerm: number;
  /** How many there were when its terms were weighed. */
  ofArticles: number;
  terms: readonly number[];
  /** The most telling ones: it is found by these. */
  kept: readonly number[];
}

/** As it is written. */
export interface TextToStore extends IndexedText, PackedVector {
  /** By which rules it was read. */
  indexVersion: number;
  followed: number;
}

export interface Match {
  article: number;
  other: number;
  similarity: number;
  /** What adds most to it, the most first. */
  terms: number[];
}

/** More of a body is not sent: a megabyte would be, for the twenty thousand characters that are read. */
const BODY_MAX = 100_000;

/** An array of Postgres: the driver's own way takes ten times as long for ten thousand numbers. */
function arrayText(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}

/** Only those that readers may see. */
export function publicTexts(
  manager: EntityManager,
  numbers: readonly number[],
  now: Date,
): Promise<ArticleText[]> {
  return manager.query(
    `select a.number, a.version, a.headline, a.standfirst, left(a.body, ${BODY_MAX}) as body, a.language,
       a.section_id as "sectionId",
       array(select author_id::text from article_author w where w.article_id = a.id) as "authorIds",
       (select coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name)), '[]')
        from article_tag l join tag t on t.id = l.tag_id where l.article_id = a.id) as tags
     from article a
     where a.number = any($1::integer[]) and a.status = 'PUBLISHED' and a.published_at <= $2
     order by a.number`,
    [numbers, now],
  );
}

export async function indexedTexts(
  manager: EntityManager,
  articles: readonly number[],
): Promise<IndexedText[]> {
  type Row = Omit<IndexedText, 'kept' | 'totalTerm'> & { totalTerm: string; vector: Buffer | null };
  const rows: Row[] = await manager.query(
    `select article, version, total_term as "totalTerm", of_articles as "ofArticles", vector,
       -- As JSON: it is taken apart by the machine's own parser.
       to_json(terms) as terms
     from text_article where article = any($1::integer[])`,
    [articles],
  );
  return rows.map(({ vector, ...row }) => ({
    ...row,
    totalTerm: Number(row.totalTerm),
    // What lies there since before there were vectors is not told apart.
    kept: vector === null ? row.terms : termsOf(vector),
  }));
}

/**
 * What a word is compared by: its stem in that language's dictionary; of a language without one, itself. Null for a
 * word that says nothing.
 * @param dictionary of Postgres, one of `dictionaries`
 */
export async function stemsOf(
  manager: EntityManager,
  dictionary: string,
  words: readonly string[],
): Promise<Map<string, string | null>> {
  const rows: { word: string; stems: string[] | null }[] = await manager.query(
    `select word, ts_lexize($1::regdictionary, word) as stems from unnest($2::text[]) as word`,
    [dictionary, words],
  );
  return new Map(rows.map(({ word, stems }) => [word, stems === null ? word : (stems[0] ?? null)]));
}

/** Adds to the frequencies; gives those as they are then, and those of `wanted`. */
export async function changeFrequencies(
  manager: EntityManager,
  changes: ReadonlyMap<number, number>,
  wanted: readonly number[],
): Promise<Map<number, number>> {
  const changed = [...changes].filter(([, change]) => change !== 0);
  const written: { term: string; articles: number }[] = await manager.query(
    `insert into text_term (term, articles)
     select * from unnest($1::bigint[], $2::integer[])
     on conflict (term) do update set articles = greatest(text_term.articles + excluded.articles, 0)
     returning term, articles`,
    [arrayText(changed.map(([term]) => term)), arrayText(changed.map(([, change]) => change))],
  );
  const known = new Map(written.map(({ term, articles }) => [Number(term), articles]));
  const others = wanted.filter((term) => !known.has(term));
  if (others.length === 0) return known;
  const rows: { term: string; articles: number }[] = await manager.query(
    `select term, articles from text_term where term = any($1::bigint[])`,
    [arrayText(others)],
  );
  for (const { term, articles } of rows) known.set(Number(term), articles);
  return known;
}

/** Of articles that change or go. */
export async function deletePostings(manager: EntityManager, texts: readonly IndexedText[]): Promise<void> {
  const pairs = texts.flatMap(({ article, kept }) => kept.map((term) => ({ article, term })));
  if (pairs.length === 0) return;
  await manager.query(
    `delete from text_posting p using unnest($1::bigint[], $2::integer[]) as gone(term, article)
     where p.term = gone.term and p.article = gone.article`,
    [arrayText(pairs.map(({ term }) => term)), arrayText(pairs.map(({ article }) => article))],
  );
}

export async function deleteTexts(manager: EntityManager, articles: readonly number[]): Promise<void> {
  await manager.query('delete from text_article where article = any($1::integer[])', [articles]);
}

/** @param areListed whether their lists are made in the same transaction */
export async function writeTexts(
  manager: EntityManager,
  texts: readonly TextToStore[],
  postings: readonly { term: number; article: number; weight: number }[],
  areListed: boolean,
): Promise<void> {
  await manager.query(
    `with row as materialized (
       select *, nextval('text_revision') as revision from jsonb_to_recordset($1::jsonb)
         as row(article integer, version integer, "totalTerm" bigint, "ofArticles" integer, terms bigint[],
           "indexVersion" integer, followed smallint, vector text, shown text)
     )
     insert into text_article (article, version, total_term, of_articles, terms, index_version, revision, listed,
       followed, vector, shown)
     select article, version, "totalTerm", "ofArticles", terms, "indexVersion", revision,
       case when $2 then revision else 0 end, followed, decode(vector, 'base64'), shown from row
     on conflict (article) do update set version = excluded.version, total_term = excluded.total_term,
       of_articles = excluded.of_articles, terms = excluded.terms, index_version = excluded.index_version,
       revision = excluded.revision, listed = excluded.listed, followed = excluded.followed,
       vector = excluded.vector, shown = excluded.shown`,
    [JSON.stringify(texts.map((text) => ({ ...text, vector: text.vector.toString('base64') }))), areListed],
  );
  await manager.query(
    `insert into text_posting (term, article, weight)
     select * from unnest($1::bigint[], $2::integer[], $3::real[]) order by 1, 2`,
    [
      arrayText(postings.map(({ term }) => term)),
      arrayText(postings.map(({ article }) => article)),
      arrayText(postings.map(({ weight }) => weight)),
    ],
  );
}

export interface Question {
  article: number;
  term: number;
  weight: number;
  /** Whether a reader may be told of the term, by a word. */
  isWord: boolean;
}

/** The most similar articles for each that asks, with the words that make them so. Without any they are not. */
export async function mostSimilar(
  manager: EntityManager,
  questions: readonly Question[],
  {
    perArticle,
    wordsEach,
    least,
    worthTelling,
  }: { perArticle: number; wordsEach: number; least: number; worthTelling: number },
): Promise<Match[]> {
  const rows: (Omit<Match, 'terms'> & { terms: string[] })[] = await manager.query(
    `with contribution as materialized (
       select q.article, p.article as other, q.term, q.is_word, q.weight * p.weight as part
       from unnest($1::integer[], $2::bigint[], $3::real[], $4::boolean[]) as q(article, term, weight, is_word)
       -- One look into the index for each term, whatever the planner thinks: it knows nothing of a table that is
       -- being filled, and would read all of it.
       cross join lateral (select * from text_posting where term = q.term offset 0) p
       where p.article <> q.article
     ),
     best as materialized (
       select * from (
         select *, row_number() over (partition by article order by similarity desc, other desc) as place
         from (select article, other, sum(part) as similarity, bool_or(is_word) as is_told
           from contribution group by 1, 2) scored
         where similarity >= $7 and is_told
       ) placed where place <= $5
     ),
     telling as (
       select article, other, array_agg(term order by nth) as terms
       from (
         select article, other, c.term,
           row_number() over (partition by article, other order by c.part desc, c.term) as nth,
           c.part >= $8 * max(c.part) over (partition by article, other) as is_worth_telling
         from best join contribution c using (article, other) where c.is_word
       ) word where nth <= $6 and is_worth_telling group by 1, 2
     )
     select b.article, b.other, b.similarity::float8 as similarity, coalesce(t.terms, '{}') as terms
     from best b left join telling t using (article, other) order by b.article, b.place`,
    [
      questions.map(({ article }) => article),
      questions.map(({ term }) => term),
      questions.map(({ weight }) => weight),
      questions.map(({ isWord }) => isWord),
      perArticle,
      wordsEach,
      least,
      worthTelling,
    ],
  );
  return rows.map((row) => ({ ...row, terms: row.terms.map(Number) }));
}
