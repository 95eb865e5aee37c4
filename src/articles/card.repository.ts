import type { DataSource } from 'typeorm';
import type { Author } from '../authors/author.entity';
import type { Image } from '../images/image.entity';
import type { ArticleStatus } from './article-status';
import type { Correction } from './correction.entity';
import type { Tag } from './tag.entity';

/** A card as it is stored: its section is named, not shown. */
export interface StoredCard {
  id: string;
  number: number;
  slug: string;
  headline: string;
  standfirst: string;
  language: string;
  status: ArticleStatus;
  publishedAt: Date | null;
  updatedAt: Date;
  createdAt: Date;
  canonicalUrl: string | null;
  sectionId: string;
  leadImage: Image | null;
  authors: Author[];
  tags: Tag[];
  corrections: Correction[];
}

const imageJson = (alias: string) =>
  `json_build_object('id', ${alias}.id, 'url', ${alias}.url, 'alt', ${alias}.alt, 'caption', ${alias}.caption,
    'credit', ${alias}.credit, 'width', ${alias}.width, 'height', ${alias}.height, 'version', ${alias}.version)`;

// Everything in one statement: a page of fifty cards costs one round trip, whatever hangs on them.
const selectCards = `
  select a.id, a.number, a.slug, a.headline, a.standfirst, a.language, a.status,
    a.published_at as "publishedAt", a.updated_at as "updatedAt", a.created_at as "createdAt",
    a.canonical_url as "canonicalUrl", a.section_id as "sectionId",
    (select ${imageJson('i')} from image i where i.id = a.lead_image_id) as "leadImage",
    (select coalesce(json_agg(json_build_object('id', w.id, 'slug', w.slug, 'name', w.name, 'email', w.email,
        'bio', w.bio, 'version', w.version, 'pictureId', w.picture_id,
        'picture', case when p.id is null then null else ${imageJson('p')} end) order by aa.position), '[]')
      from article_author aa join author w on w.id = aa.author_id left join image p on p.id = w.picture_id
      where aa.article_id = a.id) as authors,
    (select coalesce(json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'version', t.version)
        order by t.slug), '[]')
      from article_tag at join tag t on t.id = at.tag_id where at.article_id = a.id) as tags,
    (select coalesce(json_agg(json_build_object('id', c.id, 'note', c.note, 'at', c.at) order by c.at desc, c.id desc),
        '[]')
      from correction c where c.article_id = a.id) as corrections
  from article a`;

/** What a list is ranked by, and nothing that it shows: a third of a card in memory. */
const selectRankedBy = `
  select a.id, a.number, a.slug, a.headline, '' as standfirst, a.language, a.status,
    a.published_at as "publishedAt", a.updated_at as "updatedAt", a.created_at as "createdAt",
    null as "canonicalUrl", a.section_id as "sectionId", null as "leadImage",
    (select coalesce(json_agg(json_build_object('id', aa.author_id) order by aa.position), '[]')
      from article_author aa where aa.article_id = a.id) as authors,
    '[]'::json as tags, '[]'::json as corrections
  from article a`;

export class CardRepository {
  /** @param reads whole cards, or only what a process needs that ranks and shows none */
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: 'all' | 'what ranks' = 'all',
  ) {}

  cardsById(ids: readonly string[]): Promise<StoredCard[]> {
    return this.cards(`a.id = any($1::uuid[])`, ids);
  }

  cardsByNumber(numbers: readonly number[]): Promise<StoredCard[]> {
    return this.cards(`a.number = any($1::integer[])`, numbers);
  }

  cardsBySlug(slugs: readonly string[]): Promise<StoredCard[]> {
    return this.cards(`a.slug = any($1::text[])`, slugs);
  }

  private async cards(where: string, keys: readonly unknown[]): Promise<StoredCard[]> {
    const select = this.reads === 'all' ? selectCards : selectRankedBy;
    const cards: StoredCard[] = await this.dataSource.query(`${select} where ${where}`, [keys]);
    // JSON knows no times.
    for (const { corrections } of cards) {
      for (const correction of corrections) correction.at = new Date(correction.at);
    }
    return cards;
  }

  /** Of each section in each language the newest `depth` that are public, and the next `depth` that will be. */
  async newestOfEach(depth: number, nowMs: number): Promise<number[]> {
    const rows: { number: number }[] = await this.dataSource.query(
      `with recursive language(code) as (
         (select language from article where status = 'PUBLISHED' order by language limit 1)
         union all
         select (select a.language from article a where a.status = 'PUBLISHED' and a.language > l.code
                 order by a.language limit 1)
         from language l where l.code is not null
       )
       select newest.number from section s cross join language l cross join lateral (
         (select a.number from article a
          where a.section_id = s.id and a.language = l.code and a.status = 'PUBLISHED' and a.published_at <= $2
          order by a.published_at desc, a.id desc limit $1)
         union all
         (select a.number from article a
          where a.section_id = s.id and a.language = l.code and a.status = 'PUBLISHED' and a.published_at > $2
          order by a.published_at, a.id limit $1)
       ) newest
       where l.code is not null`,
      [depth, new Date(nowMs)],
    );
    return rows.map(({ number }) => number);
  }
}
