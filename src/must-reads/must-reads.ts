// Must-Reads, the recipe: what editors say everyone should read. Pins first, in the editors' order; then by grade,
// age and reading. Popularity moves a pick by at most 1.48 up and 0.76 down, which is less than one grade: at equal
// age it overturns no editor. Empty places are filled from the week's most read, then from the newest.

import type { ArticleCard } from '../articles/article-card';
import { explainWhole } from '../ranking/explanation';
import { figuresOf, type RankFigures, type ScorePart, ScorePartKind } from '../ranking/rank-figures';
import { RankReason } from '../ranking/rank-reason';
import type { RankedEntry } from '../ranking/ranked-entry';
import type { PickLifetime } from './must-read-pick.entity';

/** What an editor has said of one article. */
export interface Pick {
  card: ArticleCard;
  /** 1 to 5; 3 is the usual. */
  value: number;
  lifetime: PickLifetime;
  /** Since when it is picked. */
  fromMs: number;
  /** While an editor has pinned it. */
  pin: Pin | undefined;
  position: number;
}

export interface Pin {
  reason: string;
  untilMs: number;
}

export interface MustRead {
  card: ArticleCard;
  score: number;
  reason: RankReason.PINNED | RankReason.PICKED | RankReason.READ_THIS_WEEK | RankReason.NEWEST;
  figures: RankFigures;
}

export interface MustReadsInput {
  picks: readonly Pick[];
  /** Readers a minute at present. */
  readersPerMinute: (article: number) => number;
  /** The week's most read, best first, then the newest; all public. */
  week: readonly { card: ArticleCard; decayedViews: number }[];
  newest: readonly ArticleCard[];
  /** How many places there are. */
  places: number;
  nowMs: number;
}

const HOUR_MS = 3_600_000;
const halfLifeMs: Record<PickLifetime, number> = {
  SHORT: 4 * HOUR_MS,
  MEDIUM: 12 * HOUR_MS,
  LONG: 36 * HOUR_MS,
  EVERGREEN: 7 * 24 * HOUR_MS,
};
const READING_WEIGHT = 0.24;
/** Added to both rates, in readers a minute, so that one reader more at night is no popularity. */
const CALM_RATE = 0.5;
const PER_SECTION = 2;

/** `2^(value - 3) * 2^(-age / lifetime) * (1 + 0.24 q)`, where q is the reading factor. */
export function pickScore(pick: Omit<Pick, 'card'>, readingFactor: number, nowMs: number): number {
  return pickParts(pick, readingFactor, nowMs).reduce((sum, part) => sum + part.value, 0);
}

export function gradeScore(value: number): number {
  return 2 ** (value - 3);
}

/** What the score is made of: the grade alone, what age takes from it, what readers add to the rest or take. */
function pickParts(pick: Omit<Pick, 'card'>, readingFactor: number, nowMs: number): ScorePart[] {
  const ageMs = Math.max(0, nowMs - pick.fromMs);
  const grade = gradeScore(pick.value);
  const left = grade * 2 ** (-ageMs / halfLifeMs[pick.lifetime]);
  return [
    { kind: ScorePartKind.GRADE, sinceMs: pick.fromMs, value: grade },
    { kind: ScorePartKind.AGE, sinceMs: null, value: left - grade },
    { kind: ScorePartKind.READING, sinceMs: null, value: left * READING_WEIGHT * readingFactor },
  ].filter(({ value }) => value !== 0);
}

/** How much more it is read than the middle pick, in doublings, -1 to 2. */
export function readingFactor(rate: number, middleRate: number): number {
  const doublings = Math.log2((rate + CALM_RATE) / (middleRate + CALM_RATE));
  return Math.min(Math.max(doublings, -1), 2);
}

export function rankMustReads(input: MustReadsInput): MustRead[] {
  const scored = byScore(input);
  const pinned = scored.filter(({ pick }) => pick.pin).sort((a, b) => a.pick.position - b.pick.position);
  const others = scored.filter(({ pick }) => !pick.pin);

  const list: MustRead[] = [];
  const taken = new Set<number>();
  const perSection = new Map<string, number>();
  const add = (mustRead: MustRead) => {
    const { number, sectionId } = mustRead.card;
    if (list.length >= input.places || taken.has(number)) return;
    taken.add(number);
    perSection.set(sectionId, (perSection.get(sectionId) ?? 0) + 1);
    list.push(mustRead);
  };
  const isFull = (card: ArticleCard) => (perSection.get(card.sectionId) ?? 0) >= PER_SECTION;

  pinned.forEach((one, index) => {
    add(pickedPlace(one, index + 1));
  });
  const picked = others.map((one) => pickedPlace(one, null));
  for (const mustRead of picked) if (!isFull(mustRead.card)) add(mustRead);
  // A section beyond its two is still an editor's word: it comes before what nobody picked.
  for (const mustRead of picked) add(mustRead);
  for (const { card, decayedViews } of input.week) {
    add({
      ...{ card, score: decayedViews, reason: RankReason.READ_THIS_WEEK },
      figures: explainWhole(decayedViews),
    });
  }
  for (const card of input.newest) {
    add({ card, score: 0, reason: RankReason.NEWEST, figures: explainWhole(0) });
  }
  return list;
}

/** As an entry of a list; what the ranker sets is still null. */
export function mustReadEntry(mustRead: MustRead, viewsInWindow: number): RankedEntry {
  const { card, score, reason, figures } = mustRead;
  return {
    ...{ article: card.number, score, reason, figures, viewsInWindow },
    ...{ previousRank: null, listedSinceMs: null },
  };
}

interface ScoredPick {
  pick: Pick;
  score: number;
  parts: readonly ScorePart[];
}

/** @param place of a pin; pins stand first. */
function pickedPlace({ pick, score, parts }: ScoredPick, place: number | null): MustRead {
  const { card, pin } = pick;
  const figures = figuresOf(parts);
  if (pin === undefined) return { card, score, reason: RankReason.PICKED, figures };
  const placement = { act: 'PIN' as const, ...pin, place, factor: null };
  return { card, score, reason: RankReason.PINNED, figures: { ...figures, placement } };
}

function byScore(input: MustReadsInput): ScoredPick[] {
  const rates = input.picks.map((pick) => input.readersPerMinute(pick.card.number));
  const middle = middleOf(rates);
  return input.picks
    .map((pick, index) => {
      const parts = pickParts(pick, readingFactor(rates[index]!, middle), input.nowMs);
      return { pick, parts, score: parts.reduce((sum, part) => sum + part.value, 0) };
    })
    .sort(
      (a, b) =>
        b.score - a.score || a.pick.position - b.pick.position || b.pick.card.number - a.pick.card.number,
    );
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
