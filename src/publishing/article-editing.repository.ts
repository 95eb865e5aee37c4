// Articles as editors read and write them: whole, one at a time, each version kept.

import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { ActorName } from '../articles/actor-name';
import { type ArticleContent, contentImage } from './article-content';
import type { Transaction } from './article-writing.repository';
import type { ArticleStanding, StoredArticle } from './stored-article';

const imageJson = `jsonb_build_object('id', i.id, 'url', i.url, 'alt', i.alt, 'caption', i.caption,
  'credit', i.credit, 'width', i.width, 'height', i.height)`;

const standingColumns = `a.id, a.number, a.version, a.status, a.published_at as "publishedAt", a.due_at as "dueAt",
  a.edited_at as "editedAt", a.created_at as "createdAt", a.created_by as "createdBy",
  a.changed_at as "changedAt", a.changed_by as "changedBy", a.updated_at as "updatedAt", a.source,
  case when a.withdrawn_at is not null then json_build_object('at', a.withdrawn_at, 'by', a.withdrawn_by,
    'reason', a.withdrawal_reason) end as withdrawal`;

const contentColumns = `a.slug, a.headline, a.standfirst, a.body, a.language, a.canonical_url as "canonicalUrl",
  a.section_id as "sectionId",
  array(select w.author_id::text from article_author w where w.article_id = a.id order by w.position)
    as "authorIds",
  (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.slug), '[]')
    from article_tag at join tag t on t.id = at.tag_id where at.article_id = a.id) as tags,
  (select ${imageJson} from image i where i.id = a.lead_image_id) as "leadImage",
  (select coalesce(jsonb_agg(${imageJson} order by ai.position), '[]')
    from article_image ai join image i on i.id = ai.image_id where ai.article_id = a.id) as "inlineImages"`;

interface StoredRow extends ArticleStanding, ArticleContent {}

/** JSON knows no times. */
function withTimes<T extends ArticleStanding>(row: T): T {
  const { withdrawal } = row;
  return { ...row, withdrawal: withdrawal && { ...withdrawal, at: new Date(withdrawal.at) } };
}

function storedFrom(row: StoredRow): StoredArticle {
  const { slug, headline, standfirst, body, language, canonicalUrl, sectionId, ...others } = row;
  const { authorIds, tags, leadImage, inlineImages, ...standing } = others;
  return {
    ...withTimes(standing),
    content: {
      ...{ slug, headline, standfirst, body, language, canonicalUrl, sectionId },
      ...{ authorIds, tags, leadImage: leadImage && contentImage(leadImage) },
      inlineImages: inlineImages.map(contentImage),
    },
  };
}

/** For reading alone: what is locked is read within the transaction that locks it. */
export class EditedArticles {
  constructor(private readonly dataSource: DataSource) {}

  /** In no order; those that exist. */
  byIds(ids: readonly string[]): Promise<StoredArticle[]> {
    return storedArticles(this.dataSource.manager, ids);
  }

  /** Without their texts. */
  async standingsOf(ids: readonly string[]): Promise<ArticleStanding[]> {
    const rows: ArticleStanding[] = await this.dataSource.query(
      `select ${standingColumns} from article a where a.id = any($1::uuid[])`,
      [ids],
    );
    return rows.map(withTimes);
  }

  async idOfSlug(slug: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query('select id from article where slug = $1', [slug]);
    return row?.id;
  }
}

async function storedArticles(manager: EntityManager, ids: readonly string[]): Promise<StoredArticle[]> {
  const rows: StoredRow[] = await manager.query(
    `select ${standingColumns}, ${contentColumns} from article a where a.id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(storedFrom);
}

/** Nobody else changes it until the transaction ends. */
export async function lockArticle(transaction: Transaction, id: string): Promise<StoredArticle | undefined> {
  // In two statements: one that waits for a row reads what hangs on it as it was before the waiting.
  await transaction.query('select from article where id = $1 for update', [id]);
  return (await storedArticles(transaction, [id]))[0];
}

/** Gives the number of the new article. */
export async function insertArticle(transaction: Transaction, article: StoredArticle): Promise<number> {
  const { id, status, createdAt, createdBy, updatedAt, content } = article;
  const { slug, headline, standfirst, body, language, canonicalUrl, sectionId } = content;
  await writeNewImages(transaction, content);
  const [row] = await transaction.query(
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at,
       created_at, canonical_url, section_id, lead_image_id, created_by, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, null, $8, $9, $10, $11, $12, $13, $13, $9) returning number`,
    [
      ...[
        id,
        slug,
        headline,
        standfirst,
        body,
        language,
        status,
        updatedAt,
        createdAt,
        canonicalUrl,
        sectionId,
      ],
      ...[content.leadImage?.id ?? null, JSON.stringify(createdBy)],
    ],
  );
  await writeLinks(transaction, id, content);
  return row.number;
}

/** All of it but what hangs on it, which `writeContent` does. */
export async function updateStanding(transaction: Transaction, article: StoredArticle): Promise<void> {
  const { id, version, status, publishedAt, dueAt, editedAt, changedAt, changedBy, updatedAt } = article;
  const { withdrawal } = article;
  await transaction.query(
    `update article set version = $2, status = $3, published_at = $4, due_at = $5, edited_at = $6,
       changed_at = $7, changed_by = $8, updated_at = $9, withdrawn_at = $10, withdrawn_by = $11,
       withdrawal_reason = $12
     where id = $1`,
    [
      ...[id, version, status, publishedAt, dueAt, editedAt, changedAt, JSON.stringify(changedBy), updatedAt],
      ...[withdrawal?.at, withdrawal && JSON.stringify(withdrawal.by), withdrawal?.reason],
    ],
  );
}

export async function writeContent(
  transaction: Transaction,
  id: string,
  content: ArticleContent,
): Promise<void> {
  const { slug, headline, standfirst, body, language, canonicalUrl, sectionId, leadImage } = content;
  await writeNewImages(transaction, content);
  await transaction.query(
    `update article set slug = $2, headline = $3, standfirst = $4, body = $5, language = $6, canonical_url = $7,
       section_id = $8, lead_image_id = $9 where id = $1`,
    [id, slug, headline, standfirst, body, language, canonicalUrl, sectionId, leadImage?.id ?? null],
  );
  for (const table of ['article_author', 'article_tag', 'article_image']) {
    await transaction.query(`delete from ${table} where article_id = $1`, [id]);
  }
  await writeLinks(transaction, id, content);
}

/** Images that are known stay as they are: each may be on other articles, and in versions of before. */
async function writeNewImages(transaction: Transaction, content: ArticleContent): Promise<void> {
  const { leadImage, inlineImages } = content;
  const images = leadImage ? [leadImage, ...inlineImages] : inlineImages;
  if (images.length === 0) return;
  await transaction.query(
    `insert into image (id, url, alt, caption, credit, width, height)
     select id, url, alt, caption, credit, width, height from jsonb_to_recordset($1::jsonb)
       as row(id uuid, url text, alt text, caption text, credit text, width integer, height integer)
     on conflict (id) do nothing`,
    [JSON.stringify(images)],
  );
}

async function writeLinks(transaction: Transaction, id: string, content: ArticleContent): Promise<void> {
  await transaction.query(
    `insert into article_author (article_id, author_id, position)
     select $1, author.id, author.place - 1 from unnest($2::uuid[]) with ordinality as author(id, place)`,
    [id, content.authorIds],
  );
  await transaction.query(`insert into article_tag (article_id, tag_id) select $1, unnest($2::uuid[])`, [
    id,
    content.tags.map((tag) => tag.id),
  ]);
  await transaction.query(
    `insert into article_image (article_id, image_id, position)
     select $1, image.id, image.place - 1 from unnest($2::uuid[]) with ordinality as image(id, place)`,
    [id, content.inlineImages.map((image) => image.id)],
  );
}

export async function writeCorrection(
  transaction: Transaction,
  { articleId, note, at, by }: { articleId: string; note: string; at: Date; by: ActorName },
): Promise<void> {
  await transaction.query(
    `insert into correction (id, article_id, note, at, "by") values ($1, $2, $3, $4, $5)`,
    [uuidv7(), articleId, note, at, JSON.stringify(by)],
  );
}
