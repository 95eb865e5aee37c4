// How surprising is it how many read an article of late, given how many read it before? For every moment of the
// last hour at which a rise may have begun: the readers since then against the readers to be expected, by the
// likelihood ratio of two Poisson rates, so that a short or thin past is as uncertain as it is:
//
//   G = 2 [ n ln(n / n') + n0 ln(n0 / n0') ]      n', n0': the same readers, spread as if nothing had changed
//
// over the whole sum of squares of a chi-square of one degree. The moment with the largest G is when the rise
// began. What is expected follows the site: an article that is read three times as much because everything is, is
// no surprise; nor is one that is read as before while the rest of the site is read less. Where the two differ,
// the larger is taken. What is expected is known less well where the site itself has just changed.
//
// How large G gets by chance alone grows with how many articles are looked at: so does what is asked of a rise.
// Measured against other statistics, by how soon rises are found at so many false alarms an hour:
// docs/decisions/0049.

import type { MinuteCounts } from './minute-bins';

/** Where a rise may have begun, in minutes of the clock back from the end of the running one. */
const ONSETS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60] as const;
/** So many minutes are looked at: what is before a rise that began an hour ago is hardly known. */
export const PAST_MINUTES = 64;
/** A past that is shorter says nothing. */
const LEAST_PAST_MINUTES = 5;
/** Fewer readers are no rise, however few were expected. */
const LEAST_READERS = 8;
/** A rise is twice the expected and more... */
export const LEAST_FACTOR = 2;
/**
 * ...and more surprising than what chance brings about once in an hour or two among all articles that are looked at:
 * each e-fold of them asks for so much more (of chi-square alone it would be 2).
 */
const SURPRISE_AMONG = { one: 6.25, eachEFold: 2.5, leastArticles: 5 };
/** A reader in the first moment of a minute is no rate of thousands a minute. */
const LEAST_MINUTES = 1 / 60;
/** Nobody read it before: half a reader might have. */
const HALF_A_READER = 0.5;
/**
 * The variance of what is expected, as a share of its square, by the square of the logarithm of the site's own change:
 * not every article follows it alike.
 */
const SITE_CHANGE = 0.1;
/** An article that is new has so many minutes of a past that it did not have: see `ArticlePast`. */
const NEWCOMER_MINUTES = 60;
const NEWCOMER_HALF_LIFE_MINUTES = 60;
const NO_PAST = { minutes: 0, readers: 0 };
/** Exposure begins with the minute of publication, as in minute-bins.ts. */
const EARLIER_MINUTES = 2;

export interface ArticlePast {
  /** Its readers. */
  own: MinuteCounts;
  /** Those of the whole site, its own among them. */
  site: MinuteCounts;
  /** How much of the running minute has passed, 0 to 1. */
  runningPart: number;
  ageMinutes: number;
  /**
   * What new articles like it usually get, readers a minute. An article has no past of its own when it is published:
   * it is new, not rising. So it is given an hour of theirs, which counts half after an hour, a quarter after two; none
   * where this is 0: nothing is known of them.
   */
  newcomersPerMinute: number;
}

export interface Rise {
  /** How long ago it began. */
  minutes: number;
  /** Since then. */
  readers: number;
  expectedReaders: number;
  /** G, divided by how much more than in a Poisson process the readers scatter. */
  surprise: number;
}

/** The most surprising rise of the last hour, whether surprising enough or not; undefined if nothing has risen. */
export function mostSurprisingRise(past: ArticlePast): Rise | undefined {
  const { own, site, runningPart } = past;
  const open = openMinutes(past);
  let allReaders = 0;
  let allOfSite = 0;
  for (let back = 0; back < open; back++) {
    allReaders += own[back] ?? 0;
    allOfSite += site[back] ?? 0;
  }
  const allMinutes = open - 1 + runningPart;
  const given = newcomerPast(past);
  const givenOfSite = given.minutes * (allOfSite / Math.max(allMinutes, 1));

  let best: Rise | undefined;
  let readers = 0;
  let ofSite = 0;
  let back = 0;
  for (const onset of ONSETS) {
    if (onset > open) break;
    for (; back < onset; back++) {
      readers += own[back] ?? 0;
      ofSite += site[back] ?? 0;
    }
    const minutes = Math.max(onset - 1 + runningPart, LEAST_MINUTES);
    const minutesBefore = allMinutes - minutes + given.minutes;
    if (readers < LEAST_READERS || minutesBefore < LEAST_PAST_MINUTES) continue;
    const before = allReaders - readers + given.readers + HALF_A_READER;
    const others = ofSite - readers;
    const othersBefore = allOfSite - ofSite - (allReaders - readers) + givenOfSite + 1;
    const rise = riseSince({
      minutes,
      readers,
      before,
      byTime: minutes / minutesBefore,
      bySite: others / othersBefore,
    });
    if (rise && (best === undefined || rise.surprise > best.surprise)) best = rise;
  }
  return best;
}

/** How surprising a rise must be to be told of, where so many articles are read enough to be looked at. */
export function surpriseAsked(articles: number): number {
  const { one, eachEFold, leastArticles } = SURPRISE_AMONG;
  return one + eachEFold * Math.log(Math.max(articles, leastArticles));
}

/** What ranks: by how much, and how surely. */
export function riseScore({ surprise, readers, expectedReaders }: Rise): number {
  return Math.sqrt(surprise) * Math.log(readers / expectedReaders);
}

function openMinutes({ ageMinutes, runningPart }: ArticlePast): number {
  const open = Math.ceil(Math.max(ageMinutes - runningPart, 0)) + EARLIER_MINUTES;
  return Math.min(open, PAST_MINUTES);
}

function newcomerPast({ ageMinutes, newcomersPerMinute }: ArticlePast): { minutes: number; readers: number } {
  // Of new articles nothing is known yet, as in the first hours of a site: that is not a past without readers.
  if (newcomersPerMinute === 0) return NO_PAST;
  const minutes = NEWCOMER_MINUTES * 2 ** (-ageMinutes / NEWCOMER_HALF_LIFE_MINUTES);
  return { minutes, readers: minutes * newcomersPerMinute };
}

interface Compared {
  minutes: number;
  readers: number;
  before: number;
  /** How many readers are expected since then for each one before. */
  byTime: number;
  bySite: number;
}

function riseSince(compared: Compared): Rise | undefined {
  const { minutes, readers, before, byTime, bySite } = compared;
  const perReader = Math.max(byTime, bySite);
  const expectedReaders = before * perReader;
  if (readers < LEAST_FACTOR * expectedReaders) return undefined;
  const share = perReader / (1 + perReader);
  const all = readers + before;
  const ratio =
    2 * (readers * Math.log(readers / (all * share)) + before * Math.log(before / (all * (1 - share))));
  const siteChange = bySite > 0 ? Math.log(bySite / byTime) : 0;
  const scatter = 1 + SITE_CHANGE * siteChange ** 2 * expectedReaders;
  return { minutes, readers, expectedReaders, surprise: ratio / scatter };
}
