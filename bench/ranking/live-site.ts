// A site on which everything is read at once: articles in sections and languages, and the boards of the last hour.

import type { DataSource } from 'typeorm';
import { boardKey, KEPT_MINUTES, landmarksKey, minuteKey } from '../../src/boards/board-keys';
import { allBoards } from '../../src/boards/decay';
import { partitionOf } from '../../src/boards/partition';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { Popularity } from './popularity';

export interface SiteSize {
  articles: number;
  sections: number;
  languages: number;
  viewsPerSecond: number;
  /** Of so many past minutes there are boards. */
  minutes: number;
}

const MINUTE_MS = 60_000;
const MEMBERS_A_WRITE = 5_000;
const CHILDREN_OF_A_SECTION = 3;

/** Every fourth section has the three after it under it. */
export async function publishSite(dataSource: DataSource, size: SiteSize): Promise<void> {
  const { articles, sections, languages } = size;
  await dataSource.query(
    `insert into section (id, slug, name, parent_id, position)
     select md5('section ' || n)::uuid, 'section-' || n, 'Section ' || n,
       case when n % $2 = 0 then null else md5('section ' || n - n % $2)::uuid end, n
     from generate_series(0, $1::integer - 1) n order by n`,
    [sections, CHILDREN_OF_A_SECTION + 1],
  );
  await dataSource.query(
    `insert into author (id, slug, name) select md5('author ' || n)::uuid, 'author-' || n, 'Author ' || n
     from generate_series(0, 499) n`,
  );
  await dataSource.query(
    `insert into article (id, number, slug, headline, standfirst, body, language, status, published_at, updated_at,
       created_at, section_id)
     select md5('article ' || n)::uuid, n, 'article-' || n,
       'What ' || md5('who ' || n) || ' said of ' || md5('what ' || n) || ' in ' || n, 'A sentence.', '<p>Text.</p>',
       (array['en', 'ko', 'de', 'fr', 'es'])[1 + n % $3], 'PUBLISHED', now() - n * $4::float8 * interval '1 second',
       now(), now(), md5('section ' || (n / $3) % $2)::uuid
     from generate_series(1, $1::integer) n`,
    [articles, sections, languages, (13 * 86_400) / articles],
  );
  await dataSource.query(
    `insert into article_author (article_id, author_id, position)
     select md5('article ' || n)::uuid, md5('author ' || n % 500)::uuid, 0 from generate_series(1, $1::integer) n`,
    [articles],
  );
  await dataSource.query('analyze');
}

/** As if it had been read like this for an hour; every article at least once. */
export async function readSite(redis: RedisConnection, size: SiteSize, nowMs: number): Promise<void> {
  const popularity = new Popularity(size.articles);
  const running = Math.floor(nowMs / MINUTE_MS);
  const all = new Map<number, number>();
  for (let back = 1; back <= Math.min(size.minutes, KEPT_MINUTES - 1); back++) {
    const views = new Map<number, number>();
    const read = (article: number) => views.set(article, (views.get(article) ?? 0) + 1);
    for (let view = 0; view < size.viewsPerSecond * 60; view++) read(popularity.draw());
    for (let article = back; article <= size.articles; article += size.minutes) read(article);
    await write(redis, (article) => minuteKey(running - back, partitionOf(article)), views);
    for (const [article, count] of views) all.set(article, (all.get(article) ?? 0) + count);
  }
  for (const board of allBoards) {
    await write(redis, (article) => boardKey(board, partitionOf(article)), all);
    await redis.inOneWrite((commands) => {
      for (const article of all.keys()) {
        if (article <= size.articles && article < 2_000) {
          commands.hset(landmarksKey(partitionOf(article)), board, nowMs);
        }
      }
    });
  }
}

async function write(
  redis: RedisConnection,
  keyOf: (article: number) => string,
  views: ReadonlyMap<number, number>,
): Promise<void> {
  const ofKey = new Map<string, (number | string)[]>();
  for (const [article, count] of views) {
    const key = keyOf(article);
    const members = ofKey.get(key) ?? [];
    members.push(count, article);
    ofKey.set(key, members);
  }
  for (const [key, members] of ofKey) {
    for (let from = 0; from < members.length; from += 2 * MEMBERS_A_WRITE) {
      await redis.client.zadd(key, ...members.slice(from, from + 2 * MEMBERS_A_WRITE));
    }
  }
}
