// What someone wants to exclude, checked: the same for the API and for the command line.

import type { ArticleCard } from '../articles/article-card';
import { BadUserInput } from '../platform/errors';
import { LAST_SLOT } from './counter-names';
import type { ExclusionDraft } from './exclude-views';
import { SLICE_MS, sliceOf } from './slice';
import type { Rail, ViewSource } from './view-source';

export interface ExclusionWanted {
  from: Date;
  to: Date;
  source?: ViewSource | null;
  rail?: Rail | null;
  slot?: number | null;
  visitorHash?: string | null;
  articleId?: string | null;
  reason: string;
  eventId?: string | null;
}

const REASON_MAX = 500;
const EVENT_ID_MAX = 100;
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const pseudonym = /^[A-Za-z0-9_-]{16}$/;

export interface DraftSurroundings {
  nowMs: number;
  articleOf: (id: string) => Promise<ArticleCard | undefined>;
}

/** @throws BadUserInput */
export async function exclusionDraftOf(
  wanted: ExclusionWanted,
  { nowMs, articleOf }: DraftSurroundings,
): Promise<ExclusionDraft> {
  const { from, to, source, rail, slot, visitorHash, articleId, eventId } = wanted;
  checkRange(from, to, nowMs);
  checkPlace(wanted);
  if (visitorHash != null && !pseudonym.test(visitorHash)) {
    throw new BadUserInput(
      'visitorHash',
      'A visitorHash has 16 letters, digits, - and _, as heaviestVisitors shows it.',
    );
  }
  if (source == null && rail == null && visitorHash == null && articleId == null) {
    throw new BadUserInput(
      'source',
      'Give at least one of source, rail, visitorHash and articleId: all views of a time are no burst.',
    );
  }
  if (eventId != null && (eventId === '' || eventId.length > EVENT_ID_MAX)) {
    throw new BadUserInput('eventId', `An event id has 1 to ${EVENT_ID_MAX} characters.`);
  }
  const article = articleId == null ? undefined : await articleOf(articleId);
  if (articleId != null && article === undefined) {
    throw new BadUserInput('articleId', `There is no article with the id "${articleId.slice(0, 80)}".`);
  }
  return {
    condition: {
      ...{ fromMs: from.getTime(), toMs: to.getTime() },
      ...(source == null ? {} : { source }),
      ...(rail == null ? {} : { rail }),
      ...(slot == null ? {} : { slot }),
      ...(visitorHash == null ? {} : { visitor: visitorHash }),
      ...(article === undefined ? {} : { article: article.number }),
    },
    reason: exclusionReasonOf(wanted.reason),
    eventId: eventId ?? null,
  };
}

/** @throws BadUserInput */
export function exclusionReasonOf(written: string): string {
  const reason = written.trim();
  if (reason === '') throw new BadUserInput('reason', '"reason" is empty. Say how the burst was proven.');
  if ([...reason].length > REASON_MAX) {
    throw new BadUserInput(
      'reason',
      `"reason" has ${[...reason].length} characters; it may have ${REASON_MAX}.`,
    );
  }
  if (unprintable.test(reason)) {
    throw new BadUserInput('reason', '"reason" has characters that cannot be shown, such as line ends.');
  }
  return reason;
}

/** @throws BadUserInput */
export function checkRange(from: Date, to: Date, nowMs: number): void {
  for (const [field, at] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (Number.isNaN(at.getTime())) throw new BadUserInput(field, `"${field}" is no time.`);
  }
  if (from >= to) throw new BadUserInput('to', '"to" does not lie after "from".');
  if (from.getTime() < 0) throw new BadUserInput('from', '"from" lies before 1970.');
  // The end of the running quarter may be meant: an exclusion takes what had been counted when it was made.
  if (to.getTime() > (sliceOf(nowMs) + 1) * SLICE_MS) {
    throw new BadUserInput(
      'to',
      `"to" lies in the future; it is ${new Date(nowMs).toISOString()} now. Only what was counted can be excluded.`,
    );
  }
}

function checkPlace({ source, rail, slot }: ExclusionWanted): void {
  if (rail != null && source != null && source !== 'RAIL') {
    throw new BadUserInput('source', `Views with a rail are of the source RAIL, not of ${source}.`);
  }
  if (slot != null && rail == null) throw new BadUserInput('slot', 'A slot is one of a rail: say which.');
  if (slot != null && (!Number.isInteger(slot) || slot < 1 || slot > LAST_SLOT)) {
    throw new BadUserInput('slot', `A slot is a whole number from 1 to ${LAST_SLOT}.`);
  }
}
