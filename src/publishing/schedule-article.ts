import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import { type Editing, type EditOutcome, refuseFor, type SeenArticle } from './editing';
import { WrongPublishAt } from './publishing.errors';
import { whatIsMissing } from './readiness';
import { EditorialAct } from './workflow';

const YEAR_MS = 366 * 24 * 3_600_000;
/** A date further away is a slip of the hand. */
const YEARS_AHEAD_MAX = 5;

/**
 * Public from a set time on, by that time alone: nothing has to run then. A job tells the world when it comes. An
 * article that waits already gets a new time.
 */
export function scheduleArticle(
  editing: Editing,
  by: Account,
  { publishAt, ...seen }: SeenArticle & { publishAt: Date },
): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.SCHEDULE, seen, ({ present, nowMs }) => {
    refuseFor([...wrongWith(publishAt, nowMs), ...whatIsMissing(present.content)]);
    return {
      place: { status: ArticleStatus.PUBLISHED, publishedAt: publishAt, dueAt: publishAt },
      details: { publishAt: publishAt.toISOString() },
    };
  });
}

/** A draft again. */
export function unscheduleArticle(editing: Editing, by: Account, seen: SeenArticle): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.UNSCHEDULE, seen, ({ present }) => ({
    place: { status: ArticleStatus.DRAFT, publishedAt: null, dueAt: null },
    details: { publishAt: present.publishedAt?.toISOString() },
  }));
}

function wrongWith(publishAt: Date, nowMs: number): WrongPublishAt[] {
  const atMs = publishAt.getTime();
  if (!(atMs > nowMs)) {
    const now = new Date(nowMs).toISOString();
    return [
      new WrongPublishAt(
        `"publishAt" is ${said(publishAt)}, which is past: it is ${now}. Give a later time, or publish now.`,
      ),
    ];
  }
  if (atMs <= nowMs + YEARS_AHEAD_MAX * YEAR_MS) return [];
  return [
    new WrongPublishAt(
      `"publishAt" is ${said(publishAt)}; it may lie ${YEARS_AHEAD_MAX} years ahead at most.`,
    ),
  ];
}

function said(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'no time' : time.toISOString();
}
