// The demo newsroom of a clone that is started again after weeks would be dead: nothing new, and nothing young enough
// for Popular Now. So its stories move on in time, with their comments and picks, as if they had been written today.

import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import { moveComments } from '../comments/comment-times.repository';
import { movePicks } from '../must-reads/pick-times.repository';
import type { Clock } from '../platform/clock';
import { type Transactions, waitForTurn } from '../publishing/article-writing.repository';
import { movePublications, newestPublication } from '../publishing/publication-times.repository';
import { DEMO_SOURCE } from './demo-drafts';

export interface FreshenParts {
  transactions: Transactions;
  changes: Pick<ArticleChanges, 'announce'>;
  changeRows: Pick<ArticleChangeRepository, 'writeChanges'>;
  clock: Clock;
}

const OLD_AFTER_MS = 24 * 3_600_000;
/** As old as the newest is in a newsroom that has just been filled. */
const NEWEST_AGE_MS = 3 * 60_000;

/** Moves the demo's stories to the present if the newest is over a day old; gives how many. */
export async function freshenDemo({
  transactions,
  changes,
  changeRows,
  clock,
}: FreshenParts): Promise<number> {
  const nowMs = clock.nowMs();
  const now = new Date(nowMs);
  const rows = await transactions.inOne(async (transaction) => {
    await waitForTurn(transaction);
    const newest = await newestPublication(transaction, DEMO_SOURCE, now);
    if (newest === undefined || nowMs - newest.getTime() <= OLD_AFTER_MS) return [];
    const byMs = nowMs - newest.getTime() - NEWEST_AGE_MS;
    const moved = await movePublications(transaction, { source: DEMO_SOURCE, byMs, now });
    const articleIds = moved.map(({ articleId }) => articleId);
    await moveComments(transaction, { articleIds, byMs, now });
    await movePicks(transaction, { articleIds, byMs, now });
    const kinds = [ArticleChangeKind.CHANGED, ArticleChangeKind.COMMENTS, ArticleChangeKind.PICKS];
    return changeRows.writeChanges(
      transaction,
      moved.flatMap((article) => kinds.map((kind) => ({ ...article, kind }))),
    );
  });
  await changes.announce(rows);
  return new Set(rows.map(({ articleId }) => articleId)).size;
}
