import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import { type Editing, type EditOutcome, refuseFor, type SeenArticle } from './editing';
import { whatIsMissing } from './readiness';
import { EditorialAct } from './workflow';

/** Public from now on, if it is ready. */
export function publishArticle(editing: Editing, by: Account, seen: SeenArticle): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.PUBLISH, seen, ({ present, nowMs }) => {
    refuseFor(whatIsMissing(present.content));
    return {
      place: { status: ArticleStatus.PUBLISHED, publishedAt: new Date(nowMs), dueAt: null },
    };
  });
}
