// Authors and tags as editors look for them, each with how many articles it has.

import type { DataSource } from 'typeorm';

export interface ListRequest {
  /** A part of the name or the slug, in either case of its letters. */
  named: string | undefined;
  after: { place: string; id: string } | undefined;
  limit: number;
}

export interface Listed {
  id: string;
  name: string;
  slug: string;
  /** Whatever their status. */
  articleCount: number;
  /** What it is ordered by, before its id; short enough for a cursor. */
  place: string;
}

const links = {
  author: 'select count(*)::integer from article_author l where l.author_id = s.id',
  tag: 'select count(*)::integer from article_tag l where l.tag_id = s.id',
} as const;

const columns = {
  author: `s.id, s.name, s.slug, s.version, s.email, s.bio, s.picture_id as "pictureId",
    (select jsonb_build_object('id', p.id, 'url', p.url, 'alt', p.alt, 'caption', p.caption, 'credit', p.credit,
      'width', p.width, 'height', p.height, 'version', p.version) from image p where p.id = s.picture_id) as picture`,
  tag: 's.id, s.name, s.slug, s.version',
} as const;

const place = 'lower(left(s.name, 100))';

export class SurroundingsListRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By name, of two with one name by id. */
  page<T extends Listed>(what: keyof typeof links, { named, after, limit }: ListRequest): Promise<T[]> {
    const values: unknown[] = [];
    const conditions = [
      ...(named === undefined ? [] : [matching(values, named)]),
      ...(after === undefined
        ? []
        : [`(${place}, s.id) > ($${values.push(after.place)}, $${values.push(after.id)}::uuid)`]),
    ];
    return this.dataSource.query(
      `select ${columns[what]}, (${links[what]}) as "articleCount", ${place} as place from ${what} s
       ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
       order by ${place}, s.id limit $${values.push(limit)}`,
      values,
    );
  }

  async count(what: keyof typeof links, named: string | undefined): Promise<number> {
    const values: unknown[] = [];
    const where = named === undefined ? '' : `where ${matching(values, named)}`;
    const [row] = await this.dataSource.query(
      `select count(*)::integer as count from ${what} s ${where}`,
      values,
    );
    return row.count;
  }
}

/** What is asked for is text, whatever signs are in it. */
function matching(values: unknown[], named: string): string {
  const text = `$${values.push(named.toLowerCase())}::text`;
  return `(strpos(lower(s.name), ${text}) > 0 or strpos(s.slug, ${text}) > 0)`;
}
