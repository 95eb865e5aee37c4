// What a placement may say.

import { BadUserInput } from '../../platform/errors';
import type { SectionTree } from '../../sections/section-tree';
import { GUARDED_PLACES } from '../formulas/steadiness';
import { checkNumber } from './check-rule';
import { checkEnd, checkReason } from './check-words';
import { findScope, type ScopeGiven } from './find-scope';
import type { PlacementAct, RankedRail, RankingScope } from './placement';
import type { StoredPlacement } from './stored-placement';

export interface PlacementGiven extends ScopeGiven {
  act: PlacementAct;
  articleId: string;
  place?: number | null;
  factor?: number | null;
  /** Of a bury; absent: every one. */
  rails?: readonly RankedRail[] | null;
  reason: string;
  /** Absent: now. */
  from?: Date | null;
  until: Date;
}

export type PlacementDraft = Pick<
  StoredPlacement,
  'act' | 'scope' | 'rails' | 'place' | 'factor' | 'reason' | 'from' | 'until'
>;

const DAY_MS = 24 * 3_600_000;
/**
 * News is old after a week, and a pin or boost that was forgotten tells readers something every day that is no longer
 * so. A bury hides: it may have to last until the article has long left the lists by itself.
 */
export const LASTS_DAYS_MAX: Record<PlacementAct, number> = { PIN: 7, BOOST: 7, BURY: 366 };
export const AHEAD_DAYS_MAX = 90;
/** Whoever sends "now" sends the time of another clock. */
const CLOCKS_DIFFER_MS = 60_000;
export const FACTOR_MIN = 0.3;
export const FACTOR_MAX = 3;
const everyRail: readonly RankedRail[] = ['POPULAR_NOW', 'TRENDING', 'MUST_READS'];

/** @throws BadUserInput naming the first field that is wrong */
export function draftOf(
  given: PlacementGiven,
  { sections, nowMs }: { sections: SectionTree; nowMs: number },
): PlacementDraft {
  const { act } = given;
  const scope = findScope(given, sections);
  const place = act === 'PIN' ? (given.place ?? null) : null;
  if (act === 'PIN') checkNumber('place', place, { min: 1, max: GUARDED_PLACES, whole: true });
  const factor = act === 'BOOST' ? (given.factor ?? null) : null;
  if (act === 'BOOST') {
    checkNumber('factor', factor, { min: FACTOR_MIN, max: FACTOR_MAX, whole: false });
    if (factor === 1) throw new BadUserInput('factor', '"factor" is 1, which changes nothing.');
  }
  const reason = checkReason(given.reason);
  const { from, until } = checkTimes(given, nowMs);
  return { act, scope, rails: railsOf(given, scope), place, factor, reason, from, until };
}

function railsOf({ act, rails }: PlacementGiven, scope: RankingScope): RankedRail[] {
  if (act !== 'BURY') return ['POPULAR_NOW'];
  const isEverywhere = scope.sectionId === null && scope.language === null;
  if (rails == null) return everyRail.filter((rail) => isEverywhere || rail !== 'MUST_READS');
  if (rails.includes('MUST_READS') && !isEverywhere) {
    throw new BadUserInput(
      'rails',
      '"rails" names MUST_READS, which is one list of the whole site: leave out section and language, or MUST_READS.',
    );
  }
  if (rails.length > 0) return everyRail.filter((rail) => rails.includes(rail));
  throw new BadUserInput('rails', '"rails" is empty. Name the lists, or leave it out for all of them.');
}

function checkTimes(
  { act, from: begins, until }: PlacementGiven,
  nowMs: number,
): { from: Date; until: Date } {
  const now = new Date(nowMs);
  const fromMs = begins?.getTime() ?? nowMs;
  if (!Number.isInteger(fromMs)) throw new BadUserInput('from', '"from" is no time.');
  if (fromMs < nowMs - CLOCKS_DIFFER_MS) {
    throw new BadUserInput(
      'from',
      `"from" is ${new Date(fromMs).toISOString()} and lies in the past; it is ${now.toISOString()} now.`,
    );
  }
  if (fromMs > nowMs + AHEAD_DAYS_MAX * DAY_MS) {
    throw new BadUserInput('from', `"from" lies over ${AHEAD_DAYS_MAX} days ahead.`);
  }
  const from = new Date(fromMs);
  checkEnd(until, { afterMs: fromMs, after: `"from", ${from.toISOString()}` });
  checkEnd(until, { afterMs: nowMs, after: `now, ${now.toISOString()}` });
  const days = LASTS_DAYS_MAX[act];
  if (until.getTime() - fromMs > days * DAY_MS) {
    const latest = new Date(fromMs + days * DAY_MS).toISOString();
    throw new BadUserInput('until', `"until" may lie ${days} days after "from" at most: ${latest}.`);
  }
  return { from, until };
}
