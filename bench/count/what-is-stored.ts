// Asked of the stores of a running program, by the note that it leaves in its data folder.

import { Client } from 'pg';
import { readRunning } from '../../src/compose/running-newsroom';
import { systemClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { viewsIn } from './counted-in-redis';
import type { CountedArticle } from './sides';

const PATIENCE_MS = 30_000;
const ASK_EVERY_MS = 200;

/** As many as a newsroom has that are read on a day: the demo's own hundred, again and again under other names. */
const ARTICLES = 2_000;

/** Articles that are public now, after older ones were added. */
export async function articlesOf(folder: string): Promise<CountedArticle[]> {
  await query(
    folder,
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at, created_at,
       section_id, lead_image_id)
     select gen_random_uuid(), slug || '-' || copy, headline, standfirst, body, language, status,
       published_at - copy * interval '1 day', updated_at, created_at, section_id, lead_image_id
     from article, generate_series(1, 100) copy where status = 'PUBLISHED' and published_at <= now()
     order by copy, number limit ${ARTICLES}`,
  );
  const { rows } = await query<CountedArticle>(
    folder,
    `select id, number from article where status = 'PUBLISHED' and published_at <= now()
     order by number limit ${ARTICLES}`,
  );
  return rows;
}

/** @throws when Postgres does not come to hold what Redis has counted */
export async function untilStored(folder: string): Promise<void> {
  const running = await readRunning(folder);
  const redis = openRedis({ ...running!.redis, keySpace: 'mostread:', commandTimeoutMs: 60_000 });
  try {
    await redis.ready();
    const counted = await viewsIn(redis);
    const untilMs = Date.now() + PATIENCE_MS;
    for (;;) {
      const { rows } = await query<{ views: string }>(
        folder,
        'select sum(views) as views from article_total',
      );
      const stored = Number(rows[0]?.views ?? 0);
      if (stored === counted) return;
      if (Date.now() > untilMs)
        throw new Error(`Redis has counted ${counted} views, Postgres holds ${stored}`);
      await systemClock.wait(ASK_EVERY_MS);
    }
  } finally {
    await redis.close();
  }
}

async function query<Row extends object>(folder: string, sql: string): Promise<{ rows: Row[] }> {
  const running = await readRunning(folder);
  const client = new Client({ connectionString: running!.databaseUrl });
  await client.connect();
  try {
    return await client.query<Row>(sql);
  } finally {
    await client.end();
  }
}
