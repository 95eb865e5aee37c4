import type { DataSource, EntityManager } from 'typeorm';
import type { StoredList } from './similar-list';

const columns = 'article, others, similarities, words, word_places as "wordPlaces"';
/** As JSON they are read by the machine's own parser; arrays of Postgres are taken apart letter by letter. */
const columnsAsJson =
  'article, to_json(others) as others, to_json(similarities) as similarities, to_json(words) as words, ' +
  'to_json(word_places) as "wordPlaces"';

/** The lists as they are read. */
export class SimilarTextsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Only of those that have one. */
  listsOf(articles: readonly number[]): Promise<StoredList[]> {
    return listsOf(this.dataSource.manager, articles);
  }
}

export function listsOf(manager: EntityManager, articles: readonly number[]): Promise<StoredList[]> {
  return manager.query(`select ${columnsAsJson} from similar_texts where article = any($1::integer[])`, [
    articles,
  ]);
}

/** Those that something so similar may enter: of full lists only where their last is less similar. */
export function listsOpenTo(
  manager: EntityManager,
  best: ReadonlyMap<number, number>,
  full: number,
): Promise<StoredList[]> {
  return manager.query(
    `select ${columns} from similar_texts
     join unnest($1::integer[], $2::real[]) as f(article, similarity) using (article)
     where cardinality(others) < $3 or similarities[$3] <= f.similarity`,
    [[...best.keys()], [...best.values()], full],
  );
}

/** Those in which any of these articles stands. */
export async function listsWith(manager: EntityManager, articles: readonly number[]): Promise<StoredList[]> {
  if (articles.length === 0) return [];
  return manager.query(`select ${columns} from similar_texts where others && $1::integer[]`, [articles]);
}

/** Of an article that is gone meanwhile none is written. */
export async function writeLists(manager: EntityManager, lists: readonly StoredList[]): Promise<void> {
  if (lists.length === 0) return;
  await manager.query(
    `insert into similar_texts (article, others, similarities, words, word_places)
     select row.article, row.others, row.similarities, row.words, row."wordPlaces"
     from jsonb_to_recordset($1::jsonb) as row(
       article integer, others integer[], similarities real[], words text[], "wordPlaces" smallint[])
     where exists (select from article a where a.number = row.article)
     on conflict (article) do update set others = excluded.others, similarities = excluded.similarities,
       words = excluded.words, word_places = excluded.word_places`,
    [JSON.stringify(lists)],
  );
}

/** No longer public: on no list any more. */
export const NOT_PUBLIC = -1;

/**
 * Which version of an article its list, and its places on those of others, are for, where it is not in the index.
 * @param versions null for one that is in the index; NOT_PUBLIC for one that readers may not see
 */
export async function noteLeftVersions(
  manager: EntityManager,
  versions: ReadonlyMap<number, number | null>,
): Promise<void> {
  await manager.query(
    `update similar_texts s set left_version = l.version
     from unnest($1::integer[], $2::integer[]) as l(article, version)
     where s.article = l.article and s.left_version is distinct from l.version`,
    [[...versions.keys()], [...versions.values()]],
  );
}
