// Asked of the stores of a running program, by the note that it leaves in its data folder.

import { Client } from 'pg';
import { readRunning } from '../../src/compose/running-newsroom';
import { systemClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { viewsIn } from './counted-in-redis';
import type { CountedArticle } from './sides';

const PATIENCE_MS = 30_000;
const ASK_EVERY_MS = 200;

/** All that are public now. */
export async function articlesOf(folder: string): Promise<CountedArticle[]> {
  const { rows } = await query<CountedArticle>(
    folder,
    `select id, number from article where status = 'PUBLISHED' and published_at <= now() order by number`,
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
