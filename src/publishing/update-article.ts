import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import { applyChanges } from './apply-changes';
import type { ArticleContent } from './article-content';
import { type CheckedChanges, type ContentChanges, checkChanges } from './content-changes';
import { type Editing, type EditOutcome, type Look, refuseFor, type SeenArticle } from './editing';
import { whatIsNewlyMissing } from './readiness';
import { EditorialAct } from './workflow';

/** What is absent stays as it is; null clears. A public article must not lose what every public article has. */
export function updateArticle(
  editing: Editing,
  by: Account,
  { id, version, ...wanted }: SeenArticle & ContentChanges,
): Promise<EditOutcome> {
  const changes = checkChanges(wanted);
  return editing.act(by, EditorialAct.UPDATE, { id, version }, async (look) => ({
    content: await changedContent(look, changes),
  }));
}

/** @throws Refused with everything that is wrong with it */
export async function changedContent(look: Look, changes: CheckedChanges): Promise<ArticleContent> {
  const { present, standing, transaction, nowMs } = look;
  const hasBeenPublic = present.publishedAt !== null && present.publishedAt.getTime() <= nowMs;
  const { id, content: before } = present;
  const { content, mistakes } = await applyChanges(
    transaction,
    { id, content: before, hasBeenPublic },
    changes,
  );
  refuseFor(mistakes);
  if (standing !== ArticleStatus.DRAFT) refuseFor(whatIsNewlyMissing(before, content));
  return content;
}
