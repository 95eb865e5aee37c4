import type { ArticleRepository } from '../articles/article.repository';
import type { CommentRepository } from '../comments/comment.repository';
import type { MustReadPickRepository } from '../must-reads/must-read-pick.repository';
import type { Clock } from '../platform/clock';
import type { ArticleWriter } from '../publishing/write-articles';
import { articleDrafts, commentDrafts, DEMO_SOURCE, pickDrafts } from './demo-drafts';
import { readNewsroom } from './read-newsroom';

export interface DemoParts {
  writer: Pick<ArticleWriter, 'write'>;
  articles: Pick<ArticleRepository, 'isEmpty' | 'knownInSource'>;
  comments: Pick<CommentRepository, 'countsOf' | 'writeVisible'>;
  picks: Pick<MustReadPickRepository, 'activePicks' | 'writePicks'>;
  clock: Clock;
  /** Told, in a few words, what is being done. */
  progress: (step: string) => void;
}

export interface DemoOutcome {
  articles: number;
  comments: number;
  picks: number;
}

/**
 * Fills an empty database with the demo newsroom, the newest story a few minutes old. A database with anything else in
 * it is left alone; one in which an earlier filling was cut short is completed; one that is full gets nothing.
 */
export async function seedDemo(parts: DemoParts): Promise<DemoOutcome> {
  const { writer, articles, comments, picks, clock, progress } = parts;
  const newsroom = readNewsroom();
  const nowMs = clock.nowMs();
  const slugs = newsroom.stories.map(({ slug }) => slug);
  const known = await articles.knownInSource(DEMO_SOURCE, slugs);
  const outcome = { articles: 0, comments: 0, picks: 0 };
  if (known.size === 0 && !(await articles.isEmpty())) return outcome;

  const missing = articleDrafts(newsroom, nowMs).filter(({ externalId }) => !known.has(externalId));
  if (missing.length > 0) {
    progress(`Filling the empty database with a demo newsroom of ${slugs.length} stories`);
    for (const { externalId, id, number } of await writer.write(missing))
      known.set(externalId, { id, number });
    outcome.articles = missing.length;
  }

  // Comments are written all together, and so are picks: where there is one, there are all.
  const idsBySlug = new Map([...known].map(([slug, { id }]) => [slug, id]));
  const ids = new Set(idsBySlug.values());
  if ((await comments.countsOf([...ids])).size === 0) {
    const drafts = commentDrafts(newsroom, idsBySlug, nowMs);
    await comments.writeVisible(drafts);
    outcome.comments = drafts.length;
  }
  const active = await picks.activePicks(nowMs);
  if (!active.some(({ articleId }) => ids.has(articleId))) {
    const drafts = pickDrafts(newsroom, idsBySlug, nowMs);
    await picks.writePicks(drafts);
    outcome.picks = drafts.length;
  }
  return outcome;
}

/** Whether any story of the demo newsroom is there. */
export async function holdsDemo(articles: Pick<ArticleRepository, 'knownInSource'>): Promise<boolean> {
  const slugs = readNewsroom().stories.map(({ slug }) => slug);
  return (await articles.knownInSource(DEMO_SOURCE, slugs)).size > 0;
}
