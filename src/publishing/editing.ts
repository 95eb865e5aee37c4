// What every act on an article has in common. The article is locked, looked at and written in one transaction, with the
// version of before kept, its entry in the audit log, the change that all processes must hear of, and the job that
// tells the world of it at its time: all of that is there, or nothing is.

import type { Account } from '../accounts/account';
import { Forbidden } from '../accounts/accounts.errors';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { ActorName } from '../articles/actor-name';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository } from '../articles/article-change.repository';
import { ArticleStatus } from '../articles/article-status';
import type { Clock } from '../platform/clock';
import type { MostreadError } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { JobQueueRepository } from '../platform/jobs/job-queue.repository';
import { type ArticleContent, changedParts } from './article-content';
import { lockArticle, updateStanding, writeContent, writeCorrection } from './article-editing.repository';
import { keepRevision } from './article-revision.repository';
import type { Transaction } from './article-writing.repository';
import type { Done, EditorialActs } from './editorial-acts';
import { dueJob, dueKey } from './publish-due-task';
import { NoSuchArticle, VersionConflict, WrongStatus } from './publishing.errors';
import type { StoredArticle, Withdrawal } from './stored-article';
import { actsFrom, EditorialAct, mayFollow, pastTense, scopeFor, standingOf } from './workflow';

export interface EditingParts {
  acts: EditorialActs;
  changeRows: ArticleChangeRepository;
  jobs: JobQueueRepository;
  clock: Clock;
}

/** An act on an article as its caller saw it. */
export interface SeenArticle {
  id: string;
  /** The one that the caller saw. */
  version: number;
}

export interface Look {
  present: StoredArticle;
  standing: ArticleStatus;
  transaction: Transaction;
  nowMs: number;
}

/** What is to be different. */
export interface Next {
  content?: ArticleContent;
  place?: { status: ArticleStatus; publishedAt: Date | null; dueAt: Date | null };
  /** Null takes it back. */
  withdrawal?: Withdrawal | null;
  correction?: string;
  /** For the audit log. */
  details?: Record<string, unknown>;
}

export interface EditOutcome {
  /** Null where there is no such article. */
  articleId: string | null;
  reasons: readonly MostreadError[];
}

/** Ends a transaction that must not happen, with every reason that there is. */
export class Refused extends Error {
  constructor(readonly reasons: readonly MostreadError[]) {
    super(reasons.map(({ message }) => message).join(' '));
  }
}

export function refuseFor(reasons: readonly MostreadError[]): void {
  if (reasons.length > 0) throw new Refused(reasons);
}

export class Editing {
  constructor(readonly parts: EditingParts) {}

  /**
   * Does an act, unless there are reasons against it: then nothing is written. `decide` may add reasons of its own by
   * throwing `Refused`.
   * @throws Forbidden when the caller may not do this to an article that stands where this one does
   */
  async act(
    by: Account,
    act: EditorialAct,
    seen: SeenArticle,
    decide: (look: Look) => Promise<Next> | Next,
  ): Promise<EditOutcome> {
    const id = readUuid(seen.id);
    if (id === undefined) return { articleId: null, reasons: [new NoSuchArticle(seen.id)] };
    return reasonsOf(id, () =>
      this.parts.acts.carryOut(by, async (transaction) => {
        const nowMs = this.parts.clock.nowMs();
        const present = await lockArticle(transaction, id);
        if (present === undefined) throw new Refused([new NoSuchArticle(seen.id)]);
        const standing = standingOf(present, nowMs);
        checkAct({ by, act, seen, present, standing });
        const next = await decide({ present, standing, transaction, nowMs });
        return this.write(by, act, { present, standing, transaction, nowMs }, next);
      }),
    );
  }

  private async write(by: Account, act: EditorialAct, look: Look, next: Next): Promise<Done<string>> {
    const { present, standing, transaction, nowMs } = look;
    const parts = next.content ? changedParts(present.content, next.content) : [];
    const changesNothing = parts.length === 0 && isOfText(act);
    if (changesNothing) return { result: present.id, changes: [] };
    const after = versionAfter(present, next, { by, nowMs, takesInHand: takesInHand(act, parts.length) });
    await keepRevision(transaction, present);
    if (next.content && parts.length > 0) await writeContent(transaction, present.id, next.content);
    await updateStanding(transaction, after);
    if (next.correction !== undefined) {
      const at = new Date(nowMs);
      await writeCorrection(transaction, {
        articleId: present.id,
        note: next.correction,
        at,
        by: nameOf(by),
      });
    }
    await this.keepJob(transaction, present, after);
    const kind = kindOf(standing, standingOf(after, nowMs));
    const change = { articleId: present.id, number: present.number, kind };
    const details = { version: after.version, ...(parts.length > 0 && { parts }), ...next.details };
    return {
      result: present.id,
      act: { act: pastTense[act], subject: AuditSubject.ARTICLE, subjectId: present.id, details },
      changes: await this.parts.changeRows.writeChanges(transaction, [change]),
    };
  }

  private async keepJob(
    transaction: Transaction,
    before: StoredArticle,
    after: StoredArticle,
  ): Promise<void> {
    const { jobs } = this.parts;
    if (after.dueAt?.getTime() === before.dueAt?.getTime()) return;
    if (after.dueAt === null) await jobs.remove(transaction, dueKey(after.id));
    else await jobs.add(transaction, dueJob(after.id, after.dueAt));
  }
}

/** Reasons against an act are an outcome; everything else that is thrown goes on. */
export async function reasonsOf(articleId: string, act: () => Promise<string>): Promise<EditOutcome> {
  try {
    return { articleId: await act(), reasons: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const isKnown = !error.reasons.some((reason) => reason instanceof NoSuchArticle);
    return { articleId: isKnown ? articleId : null, reasons: error.reasons };
  }
}

function checkAct({
  by,
  act,
  seen,
  present,
  standing,
}: {
  by: Account;
  act: EditorialAct;
  seen: SeenArticle;
  present: StoredArticle;
  standing: ArticleStatus;
}): void {
  const needed = scopeFor(act, standing);
  if (!by.may(needed)) throw new Forbidden({ name: by.name, needed });
  if (seen.version !== present.version) {
    const { version, changedBy, changedAt } = present;
    throw new Refused([
      new VersionConflict({
        seen: seen.version,
        present: version,
        by: changedBy?.name ?? 'an import',
        at: changedAt,
      }),
    ]);
  }
  if (!mayFollow(act, standing)) {
    throw new Refused([new WrongStatus({ act, status: standing, possible: actsFrom(standing) })]);
  }
}

function versionAfter(
  present: StoredArticle,
  next: Next,
  { by, nowMs, takesInHand }: { by: Account; nowMs: number; takesInHand: boolean },
): StoredArticle {
  const place = next.place ?? present;
  const now = new Date(nowMs);
  const { status, publishedAt, dueAt } = place;
  // Readers are never shown an article that was last changed before it was published.
  const updatedMs = status === ArticleStatus.PUBLISHED ? Math.max(nowMs, publishedAt?.getTime() ?? 0) : nowMs;
  return {
    ...present,
    ...{ status, publishedAt, dueAt },
    content: next.content ?? present.content,
    withdrawal: next.withdrawal === undefined ? present.withdrawal : next.withdrawal,
    version: present.version + 1,
    editedAt: takesInHand ? now : present.editedAt,
    updatedAt: new Date(updatedMs),
    changedAt: now,
    changedBy: nameOf(by),
  };
}

export function nameOf({ kind, id, name }: Account): ActorName {
  return { kind, id, name };
}

function isOfText(act: EditorialAct): boolean {
  return act === EditorialAct.UPDATE || act === EditorialAct.RESTORE_REVISION;
}

/** Whether imports leave the article alone from now on. A withdrawal they respect anyway. */
function takesInHand(act: EditorialAct, changedParts: number): boolean {
  const { PUBLISH, SCHEDULE, UNSCHEDULE } = EditorialAct;
  return changedParts > 0 || act === PUBLISH || act === SCHEDULE || act === UNSCHEDULE;
}

/** What it is for readers. What was and stays out of their sight is told as well: caches hold drafts too. */
function kindOf(before: ArticleStatus, after: ArticleStatus): ArticleChangeKind {
  if (before === after) return ArticleChangeKind.CHANGED;
  if (after === ArticleStatus.PUBLISHED) return ArticleChangeKind.PUBLISHED;
  return before === ArticleStatus.PUBLISHED ? ArticleChangeKind.WITHDRAWN : ArticleChangeKind.CHANGED;
}
