import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import { ArticleChangeKind } from '../articles/article-change.entity';
import { ArticleStatus } from '../articles/article-status';
import { applyChanges } from './apply-changes';
import type { ArticleContent } from './article-content';
import { insertArticle } from './article-editing.repository';
import { type ContentChanges, checkChanges } from './content-changes';
import { type Editing, type EditOutcome, nameOf, reasonsOf, refuseFor } from './editing';
import type { StoredArticle } from './stored-article';

export interface NewArticle extends ContentChanges {
  language: string;
  section: string;
}

const empty: ArticleContent = {
  ...{ slug: '', headline: '', standfirst: '', body: '', language: '', canonicalUrl: null, sectionId: '' },
  ...{ authorIds: [], tags: [], leadImage: null, inlineImages: [] },
};

/** Begins a draft; it may lack anything but the section that it belongs to and its language. */
export async function createArticle(editing: Editing, by: Account, wanted: NewArticle): Promise<EditOutcome> {
  const { acts, changeRows, clock } = editing.parts;
  const changes = checkChanges(wanted);
  const id = uuidv7();
  const outcome = await reasonsOf(id, () =>
    acts.carryOut(by, async (transaction) => {
      const article = { id, content: empty, hasBeenPublic: false };
      const { content, mistakes } = await applyChanges(transaction, article, changes);
      refuseFor(mistakes);
      const number = await insertArticle(transaction, draftOf(id, content, by, clock.nowMs()));
      // Caches may remember that there is none of this name.
      const change = { articleId: id, number, kind: ArticleChangeKind.CHANGED };
      return {
        result: id,
        act: { act: 'CREATED', subject: AuditSubject.ARTICLE, subjectId: id, details: { version: 1 } },
        changes: await changeRows.writeChanges(transaction, [change]),
      };
    }),
  );
  return outcome.reasons.length > 0 ? { ...outcome, articleId: null } : outcome;
}

function draftOf(id: string, content: ArticleContent, by: Account, nowMs: number): StoredArticle {
  const now = new Date(nowMs);
  return {
    ...{ id, content, number: 0, version: 1, status: ArticleStatus.DRAFT },
    ...{ publishedAt: null, dueAt: null, editedAt: null, withdrawal: null, source: null },
    ...{ createdAt: now, changedAt: now, updatedAt: now, createdBy: nameOf(by), changedBy: nameOf(by) },
  };
}
