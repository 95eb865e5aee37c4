// What a Redis says was counted, asked of its keys: the other side of what was acknowledged.

import { allPartitions } from '../../src/boards/partition';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { CLICKS_SO_FAR } from '../../src/recommendations/neighbour-board';
import { neighbourBoardKey } from '../../src/recommendations/neighbour-keys';
import { GENERATION_FIELD, lineagesKey, totalsKey } from '../../src/views/view-keys';

/** Views in the totals of all lineages. */
export async function viewsIn(redis: RedisConnection): Promise<number> {
  const ofEach = allPartitions.map(async (partition) => {
    const lineages = await redis.client.smembers(lineagesKey(partition));
    const totals = await Promise.all(
      lineages.map((lineage) => redis.client.hgetall(totalsKey(lineage, partition))),
    );
    return sumOf(totals.flatMap(Object.entries).map(([field, views]) => (isOfArticle(field) ? views : 0)));
  });
  return sumOf(await Promise.all(ofEach));
}

/** How often readers went on from one of these articles to another, as far as it was learnt. */
export async function onwardIn(redis: RedisConnection, articles: readonly number[]): Promise<number> {
  const clicks = (await redis.inOneWrite((commands) => {
    for (const article of articles) commands.zscore(neighbourBoardKey(article), CLICKS_SO_FAR);
  })) as (string | null)[];
  return sumOf(clicks.map((one) => one ?? 0));
}

const isOfArticle = (field: string) => field !== GENERATION_FIELD;

function sumOf(values: readonly (number | string)[]): number {
  return values.reduce<number>((sum, value) => sum + Number(value), 0);
}
