import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import { wrongWith } from './correct-article';
import { type Editing, type EditOutcome, nameOf, refuseFor, type SeenArticle } from './editing';
import { EditorialAct } from './workflow';

const REASON_LENGTH_MAX = 1_000;

export interface WithdrawalWanted extends SeenArticle {
  /** For readers; null only from the command line, where it is not asked for. */
  reason: string | null;
}

/** Off every page, list and feed; what stays is a tombstone with the reason. */
export function withdrawArticle(
  editing: Editing,
  by: Account,
  { reason, ...seen }: WithdrawalWanted,
): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.WITHDRAW, seen, ({ present, nowMs }) => {
    if (reason !== null) refuseFor(wrongWith('reason', reason, REASON_LENGTH_MAX));
    const words = reason === null ? null : reason.trim();
    return {
      place: { status: ArticleStatus.WITHDRAWN, publishedAt: present.publishedAt, dueAt: null },
      withdrawal: { at: new Date(nowMs), by: nameOf(by), reason: words },
      details: { reason: words },
    };
  });
}

/** Back where it was, with its time of publication and all that was counted. */
export function restoreArticle(editing: Editing, by: Account, seen: SeenArticle): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.RESTORE, seen, ({ present, nowMs }) => {
    const publishedAt = present.publishedAt ?? new Date(nowMs);
    const dueAt = publishedAt.getTime() > nowMs ? publishedAt : null;
    return {
      place: { status: ArticleStatus.PUBLISHED, publishedAt, dueAt },
      withdrawal: null,
      details: { reason: present.withdrawal?.reason ?? null },
    };
  });
}
