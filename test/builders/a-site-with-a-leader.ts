// A site of one section that is read most, World, and of a section for each other article: a limit of so many of one
// section is seen on its lists. Each article has fewer readers than the one before it.

import { systemClock } from '../../src/platform/clock';
import type { RunningApi } from './a-running-api';
import { anArticleDraft } from './an-article-draft';

const HOUR_MS = 3_600_000;
const READERS_OF_FIRST = 40;

/** Gives the ids by slug: story-1, read most, to story-`articles`. */
export async function aSiteWithALeader(
  api: RunningApi,
  { articles, ofWorld, fewerEach }: { articles: number; ofWorld: number; fewerEach: number },
): Promise<Map<string, string>> {
  const nowMs = systemClock.nowMs();
  await api.publish(
    Array.from({ length: articles }, (_, index) =>
      anArticleDraft({
        number: index + 1,
        publishedAt: new Date(nowMs - (index + 2) * HOUR_MS),
        section:
          index < ofWorld ? { slug: 'world', name: 'World' } : { slug: `s${index}`, name: `S${index}` },
      }),
    ),
  );
  const rows: { id: string; slug: string }[] = await api.stores.dataSource.query(
    'select id, slug from article',
  );
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]));
  await api.counting.counter.record(
    Array.from({ length: articles }, (_, index) => ids.get(`story-${index + 1}`)!).flatMap(
      (articleId, index) =>
        Array.from({ length: READERS_OF_FIRST - fewerEach * index }, (_, reader) => ({
          reader: { visitor: `reader ${index} ${reader}`, kind: 'READER' as const },
          report: { articleId },
        })),
    ),
  );
  return ids;
}
