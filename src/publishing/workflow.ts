// The way of an article: which act follows from where it stands, and what whoever does it must be allowed to do. An
// article that is to be published at a set time is stored as published, at that time: readers see it from then on by
// the very condition that shows them every other article, whether or not anything of this program runs.

import { Scope } from '../accounts/scope';
import { ArticleStatus } from '../articles/article-status';

export enum EditorialAct {
  UPDATE = 'UPDATE',
  PUBLISH = 'PUBLISH',
  SCHEDULE = 'SCHEDULE',
  UNSCHEDULE = 'UNSCHEDULE',
  CORRECT = 'CORRECT',
  WITHDRAW = 'WITHDRAW',
  RESTORE = 'RESTORE',
  RESTORE_REVISION = 'RESTORE_REVISION',
}

const { DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN } = ArticleStatus;

const follows: Readonly<Record<EditorialAct, readonly ArticleStatus[]>> = {
  UPDATE: [DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN],
  PUBLISH: [DRAFT, SCHEDULED],
  SCHEDULE: [DRAFT, SCHEDULED],
  UNSCHEDULE: [SCHEDULED],
  CORRECT: [PUBLISHED],
  WITHDRAW: [PUBLISHED],
  RESTORE: [WITHDRAWN],
  RESTORE_REVISION: [DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN],
};

/** Where an article stands at that time, from how it is stored. */
export function standingOf(
  { status, publishedAt }: { status: ArticleStatus; publishedAt: Date | null },
  nowMs: number,
): ArticleStatus {
  return status === PUBLISHED && publishedAt !== null && publishedAt.getTime() > nowMs ? SCHEDULED : status;
}

export function mayFollow(act: EditorialAct, standing: ArticleStatus): boolean {
  return follows[act].includes(standing);
}

/** The acts that follow from here, for whoever asks what else could be done. */
export function actsFrom(standing: ArticleStatus): EditorialAct[] {
  return Object.values(EditorialAct).filter((act) => mayFollow(act, standing));
}

/** Whoever writes changes drafts; all that readers see, or will see without another look, is an editor's. */
export function scopeFor(act: EditorialAct, standing: ArticleStatus): Scope {
  const changesText = act === EditorialAct.UPDATE || act === EditorialAct.RESTORE_REVISION;
  return changesText && standing === DRAFT ? Scope.ARTICLES_WRITE : Scope.ARTICLES_PUBLISH;
}

/** As the audit log says it. */
export const pastTense: Readonly<Record<EditorialAct, string>> = {
  UPDATE: 'UPDATED',
  PUBLISH: 'PUBLISHED',
  SCHEDULE: 'SCHEDULED',
  UNSCHEDULE: 'UNSCHEDULED',
  CORRECT: 'CORRECTED',
  WITHDRAW: 'WITHDRAWN',
  RESTORE: 'RESTORED',
  RESTORE_REVISION: 'REVISION_RESTORED',
};
