import type { DataSource, EntityManager } from 'typeorm';
import type { ArticleStatus } from '../articles/article-status';
import type { ImageDraft } from './article-draft';

/** What the functions of a repository that write are given; opaque to everyone else. */
export type Transaction = EntityManager;

export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * All that `work` writes is there together, or nothing of it is. Two transactions that wait for each other are told
   * apart by Postgres, which ends one of them; that one begins again, so `work` may run more than once.
   */
  async inOne<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !beginAgain.has((error as { code?: string } | null)?.code ?? ''))
          throw error;
      }
    }
  }
}

const ATTEMPTS = 4;
/** deadlock_detected and serialization_failure. */
const beginAgain = new Set(['40P01', '40001']);

/** An article that has been written before. */
export interface KnownArticle {
  source: string;
  externalId: string;
  id: string;
  number: number;
  status: ArticleStatus;
  contentHash: string | null;
  /** Since when its words are an editor's. */
  editedAt: Date | null;
}

/** A row with all that hangs on it, by ids. */
export interface ArticleToWrite {
  id: string;
  slug: string;
  headline: string;
  standfirst: string;
  body: string;
  language: string;
  status: ArticleStatus;
  publishedAt: Date | null;
  updatedAt: Date;
  createdAt: Date;
  canonicalUrl: string | null;
  sectionId: string;
  leadImageId: string | null;
  source: string;
  externalId: string;
  contentHash: string;
  /** Ahead of its time: when the world is to be told. */
  dueAt: Date | null;
  authorIds: readonly string[];
  tagIds: readonly string[];
  images: readonly (ImageDraft & { id: string; isLead: boolean })[];
}

/** Any number: whoever writes articles holds it, so that two imports at once neither double an author nor deadlock. */
const WRITING_LOCK = 4_170_322_120;

const rowColumns = `id uuid, slug text, headline text, standfirst text, body text, language text, status text,
  "publishedAt" timestamptz, "updatedAt" timestamptz, "createdAt" timestamptz, "canonicalUrl" text,
  "sectionId" uuid, "leadImageId" uuid, source text, "externalId" text, "contentHash" text, "dueAt" timestamptz`;

export async function waitForTurn(manager: Transaction): Promise<void> {
  await manager.query('select pg_advisory_xact_lock($1)', [WRITING_LOCK]);
}

/** `locked`: they stay as they are until the transaction ends. */
export function knownArticles(
  manager: Transaction,
  names: readonly { source: string; externalId: string }[],
  manner: 'locked' | 'unlocked',
): Promise<KnownArticle[]> {
  return manager.query(
    `select a.source, a.external_id as "externalId", a.id, a.number, a.status, a.content_hash as "contentHash",
       a.edited_at as "editedAt"
     from unnest($1::text[], $2::text[]) as wanted(source, external_id)
     join article a on a.source = wanted.source and a.external_id = wanted.external_id
     order by a.id ${manner === 'locked' ? 'for update of a' : ''}`,
    [names.map(({ source }) => source), names.map(({ externalId }) => externalId)],
  );
}

/** Readers see these authors on them too. */
export async function othersBy(
  manager: Transaction,
  { authorIds, exceptIds }: { authorIds: readonly string[]; exceptIds: readonly string[] },
): Promise<{ articleId: string; number: number }[]> {
  if (authorIds.length === 0) return [];
  return manager.query(
    `select a.id as "articleId", a.number from article a
     where a.id in (select article_id from article_author where author_id = any($1::uuid[]))
       and a.id <> all($2::uuid[]) and a.status = 'PUBLISHED'`,
    [authorIds, exceptIds],
  );
}

export async function takenSlugs(manager: Transaction, slugs: readonly string[]): Promise<Set<string>> {
  const rows: { slug: string }[] = await manager.query(
    'select slug from article where slug = any($1::text[])',
    [slugs],
  );
  return new Set(rows.map(({ slug }) => slug));
}

/** Gives the number of each article by its id. One that was withdrawn stays so; a slug stays as it was first. */
export async function writeRows(
  manager: Transaction,
  articles: readonly ArticleToWrite[],
): Promise<Map<string, number>> {
  await writeImages(manager, articles);
  const rows: { id: string; number: number }[] = await manager.query(
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at,
       created_at, canonical_url, section_id, lead_image_id, source, external_id, content_hash, changed_at, due_at)
     select id, slug, headline, standfirst, body, language, status, "publishedAt", "updatedAt", "createdAt",
       "canonicalUrl", "sectionId", "leadImageId", source, "externalId", "contentHash", "createdAt", "dueAt"
     from jsonb_to_recordset($1::jsonb) as row(${rowColumns})
     on conflict (id) do update set headline = excluded.headline, standfirst = excluded.standfirst,
       body = excluded.body, language = excluded.language, published_at = excluded.published_at,
       status = case when article.status = 'WITHDRAWN' then article.status else excluded.status end,
       updated_at = excluded.updated_at, canonical_url = excluded.canonical_url, section_id = excluded.section_id,
       lead_image_id = excluded.lead_image_id, content_hash = excluded.content_hash, version = article.version + 1,
       changed_at = excluded.changed_at, changed_by = null, due_at = excluded.due_at
     returning id, number`,
    [JSON.stringify(articles)],
  );
  await writeLinks(manager, articles);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Before the articles, which name them; the pictures that an article had before go, unless others show them too. */
async function writeImages(manager: Transaction, articles: readonly ArticleToWrite[]): Promise<void> {
  const ids = articles.map(({ id }) => id);
  await manager.query(
    `delete from image i where i.id in (
         select image_id from article_image where article_id = any($1::uuid[])
         union select lead_image_id from article where id = any($1::uuid[]))
       and not exists (select from article_image o where o.image_id = i.id and o.article_id <> all($1::uuid[]))
       and not exists (select from article o where o.lead_image_id = i.id and o.id <> all($1::uuid[]))
       and not exists (select from author o where o.picture_id = i.id)`,
    [ids],
  );
  await manager.query('delete from article_image where article_id = any($1::uuid[])', [ids]);
  await manager.query(
    `insert into image (id, url, alt, caption, credit, width, height)
     select id, url, alt, caption, credit, width, height from jsonb_to_recordset($1::jsonb)
       as row(id uuid, url text, alt text, caption text, credit text, width integer, height integer)`,
    [JSON.stringify(articles.flatMap(({ images }) => images))],
  );
}

async function writeLinks(manager: Transaction, articles: readonly ArticleToWrite[]): Promise<void> {
  const ids = articles.map(({ id }) => id);
  await manager.query('delete from article_author where article_id = any($1::uuid[])', [ids]);
  await manager.query('delete from article_tag where article_id = any($1::uuid[])', [ids]);
  await manager.query(
    `insert into article_author (article_id, author_id, position)
     select a, b, c from unnest($1::uuid[], $2::uuid[], $3::integer[]) as row(a, b, c)`,
    columns(articles, ({ authorIds }) => authorIds),
  );
  await manager.query(
    `insert into article_tag (article_id, tag_id)
     select a, b from unnest($1::uuid[], $2::uuid[], $3::integer[]) as row(a, b, c)`,
    columns(articles, ({ tagIds }) => tagIds),
  );
  await manager.query(
    `insert into article_image (article_id, image_id, position)
     select a, b, c from unnest($1::uuid[], $2::uuid[], $3::integer[]) as row(a, b, c)`,
    columns(articles, ({ images }) => images.filter(({ isLead }) => !isLead).map(({ id }) => id)),
  );
}

/** Three columns for `unnest`: the article, what it is linked to, and the place of the link. */
function columns(
  articles: readonly ArticleToWrite[],
  linksOf: (article: ArticleToWrite) => readonly string[],
): [string[], string[], number[]] {
  const links = articles.flatMap((article) =>
    linksOf(article).map((link, place) => ({ article: article.id, link, place })),
  );
  return [
    links.map(({ article }) => article),
    links.map(({ link }) => link),
    links.map(({ place }) => place),
  ];
}
