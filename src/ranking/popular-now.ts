// Popular Now, the recipe: who is read at the highest rate right now. Pure: candidates in, list out.
//
// What editors have placed comes first: who is buried is no candidate, a boost multiplies the rate, a pin takes its
// place out of the order. Steadiness arranges the others around the pins, as if their places were not there.

import { type ArticleCard, isPublic } from '../articles/article-card';
import { isYoungEnough } from './eligibility';
import { explainRate } from './explanation';
import { type BareEntry, type FillPool, fillPlaces } from './fallback';
import { presentRate } from './formulas/change-points';
import { type MinuteCounts, minuteBins, type SiteRhythm } from './formulas/minute-bins';
import { GUARDED_PLACES, type ListMemory, type SteadinessRule, steadyOrder } from './formulas/steadiness';
import { addLedTime, hasLedLong, NO_LED_TIMES } from './formulas/time-on-list';
import {
  CapCounts,
  type HeadlineWords,
  heldBack,
  isSameStory,
  onePerStory,
  type Story,
  type VarietyCaps,
} from './formulas/variety';
import { heldPlaces } from './held-places';
import { figuresOf, type HeldPlace, type RankFigures } from './rank-figures';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { type ListPlacements, NO_PLACEMENTS, type Placement } from './rules/placement';
import { boostedFigures, pinnedFigures } from './rules/placement-figures';

export interface PopularNowRule {
  maxAgeDays: number;
  steadiness: SteadinessRule;
  caps: VarietyCaps;
  /** `each` lets near-duplicate headlines stand side by side. */
  stories: 'one' | 'each';
  /** After so many hours among the first five an article may no longer stand there; 0 is no limit. */
  leadHours: number;
}

/** A candidate with its rate: the same on every list of one tick. */
export interface RatedArticle extends Story {
  figures: RankFigures;
}

export interface PopularNowInput {
  candidates: readonly RatedArticle[];
  /** How many places the list has at most. */
  depth: number;
  memory: ListMemory;
  pool: FillPool;
  previousRanks: ReadonlyMap<number, number>;
  viewsInWindow: (article: number) => number;
  rule: PopularNowRule;
  /** What editors have placed on this list. */
  placements?: ListPlacements;
  /** Any article that may stand on this list now, read or not; undefined for the others. */
  storyOf?: (article: number) => Story | undefined;
  /** Of what stands by its score: READ_NOW, if nothing else is said. */
  reason?: RankReason;
  nowMs: number;
}

export interface PopularNowList {
  entries: RankedEntry[];
  memory: ListMemory;
}

const MINUTE_MS = 60_000;

/** The present rate of one article, or undefined if it is not public, too old for every list, or nobody reads it. */
export function rateArticle(
  card: ArticleCard,
  counts: MinuteCounts,
  words: HeadlineWords,
  at: { rhythm: SiteRhythm; rule: Pick<PopularNowRule, 'maxAgeDays'>; nowMs: number },
): RatedArticle | undefined {
  if (!isPublic(card, at.nowMs)) return undefined;
  const story = storyOfCard(card, words);
  const { publishedAtMs } = story;
  if (!isYoungEnough(publishedAtMs, at.rule.maxAgeDays, at.nowMs)) return undefined;
  const bins = minuteBins(counts, (at.nowMs - publishedAtMs) / MINUTE_MS, at.rhythm);
  if (bins.every((bin) => bin.readers === 0)) return undefined;
  const rate = presentRate(bins, at.rhythm.readersPerMinute);
  const figures = explainRate(rate, bins, { nowMs: at.nowMs, publishedAtMs });
  const { article, sectionId, authorIds } = story;
  return { article, score: rate.score, sectionId, authorIds, publishedAtMs, words, figures };
}

/** Of an article that has been published. */
export function storyOfCard(card: ArticleCard, words: HeadlineWords): Story {
  return {
    article: card.number,
    score: 0,
    sectionId: card.sectionId,
    authorIds: card.authors.map((author) => author.id),
    publishedAtMs: card.publishedAt!.getTime(),
    words,
  };
}

export function rankPopularNow(input: PopularNowInput): PopularNowList {
  const { rule, memory, nowMs } = input;
  const { buried } = input.placements ?? NO_PLACEMENTS;
  const pinned = pinnedStories(input);
  const isPinned = new Set(pinned.map(({ story }) => story.article));
  const order = memory.order.filter((article) => !isPinned.has(article) && !buried.has(article));
  const listed = new Set(order);
  const patience = rule.steadiness.swapLead;

  const best = boostedCandidates(input)
    .filter((story) => !isPinned.has(story.article))
    .sort(byScoreThenNewer);
  const stories = rule.stories === 'one' ? besidesPinned(onePerStory(best, listed, patience), pinned) : best;
  const led = memory.led ?? NO_LED_TIMES;
  const rested = stories.filter((story) => !hasLedLong(led, story.article, rule.leadHours));
  const counts = new CapCounts(rule.caps);
  for (const { story } of pinned) counts.add(story);
  const held = heldBack(rested, listed, patience, counts);
  const mayLead = new Set(rested.map((story) => story.article).filter((article) => !held.has(article)));

  const guarded = GUARDED_PLACES - pinned.length;
  const contenders = stories.map(({ article, score }) => ({ article, score, mayLead: mayLead.has(article) }));
  const steady = steadyOrder(contenders, { ...memory, order }, rule.steadiness, nowMs, guarded);
  const leading = steady.order.slice(0, Math.min(guarded, mayLead.size));

  const steadied = { contenders, memory: steady, leading: leading.length, rule: rule.steadiness };
  const holding = heldPlaces(steadied);
  const entries = placesOf(input, { stories, order: steady.order, leading, pinned, holding });
  // Fillers too: on a quiet list they are what stands first.
  const first = entries.slice(0, GUARDED_PLACES).map(({ article }) => article);
  const shown = first.filter((article) => !isPinned.has(article));
  return { entries, memory: { ...steady, led: addLedTime(led, shown, nowMs) } };
}

interface PinnedStory {
  pin: Placement;
  story: Story;
  figures: RankFigures;
}

interface Arranged {
  stories: readonly RatedArticle[];
  order: readonly number[];
  leading: readonly number[];
  pinned: readonly PinnedStory[];
  /** What steadiness does for the places. */
  holding: ReadonlyMap<number, HeldPlace>;
}

/** What is pinned and may stand here now; where it may not, its place falls to the next. */
function pinnedStories({ candidates, placements, storyOf }: PopularNowInput): PinnedStory[] {
  const { pins } = placements ?? NO_PLACEMENTS;
  if (pins.length === 0) return [];
  const rated = new Map(candidates.map((story) => [story.article, story]));
  return pins.flatMap((pin) => {
    const known = rated.get(pin.article);
    const story = known ?? storyOf?.(pin.article);
    if (story === undefined) return [];
    return [{ pin, story, figures: pinnedFigures(known?.figures ?? figuresOf([]), pin) }];
  });
}

function boostedCandidates({ candidates, placements, rule, nowMs }: PopularNowInput): RatedArticle[] {
  const { buried, boosts } = placements ?? NO_PLACEMENTS;
  const shown: RatedArticle[] = [];
  for (const story of candidates) {
    const { article, publishedAtMs } = story;
    if (buried.has(article) || !isYoungEnough(publishedAtMs, rule.maxAgeDays, nowMs)) continue;
    const boost = boosts.get(article);
    shown.push(boost === undefined ? story : boosted(story, boost));
  }
  return shown;
}

function boosted(story: RatedArticle, boost: Placement): RatedArticle {
  const score = story.score * boost.factor!;
  return { ...story, score, figures: boostedFigures(story.figures, score - story.score, boost) };
}

/** A story that a pin tells already is not told again. */
function besidesPinned(stories: RatedArticle[], pinned: readonly PinnedStory[]): RatedArticle[] {
  if (pinned.length === 0) return stories;
  return stories.filter((one) => !pinned.some(({ story }) => isSameStory(one, story)));
}

function placesOf(input: PopularNowInput, arranged: Arranged): RankedEntry[] {
  const { stories, order, leading, pinned, holding } = arranged;
  const { rule, depth, pool, reason = RankReason.READ_NOW } = input;
  const { buried } = input.placements ?? NO_PLACEMENTS;
  const ofArticle = new Map(stories.map((story) => [story.article, story]));
  const ranked = (article: number): BareEntry => {
    const { score, figures } = ofArticle.get(article)!;
    const held = holding.get(article) ?? null;
    return { article, score, reason, figures: held ? { ...figures, held } : figures };
  };
  const counts = new CapCounts(rule.caps);
  for (const { story } of pinned) counts.add(story);
  for (const article of leading) counts.add(ofArticle.get(article)!);
  const known = (article: number) => ofArticle.get(article) ?? input.storyOf?.(article);
  const led = input.memory.led ?? NO_LED_TIMES;
  const entries = fillPlaces({
    leading: leading.map(ranked),
    below: order.slice(leading.length).map(ranked),
    ...{ pool, depth, guarded: GUARDED_PLACES - pinned.length },
    leftOut: new Set([...buried, ...pinned.map(({ story }) => story.article)]),
    mayLead(article) {
      const story = known(article);
      if (hasLedLong(led, article, rule.leadHours)) return false;
      if (story === undefined) return true;
      if (counts.fullCap(story) !== undefined) return false;
      counts.add(story);
      return true;
    },
    isTold(article, by) {
      const story = rule.stories === 'one' ? known(article) : undefined;
      if (story === undefined) return false;
      const tells = (other: Story | undefined) => other !== undefined && isSameStory(story, other);
      return pinned.some((one) => tells(one.story)) || by.some((entry) => tells(known(entry.article)));
    },
  });
  for (const { pin, story, figures } of pinned) {
    const { article, score } = story;
    entries.splice(pin.place! - 1, 0, { article, score, reason: RankReason.PINNED, figures });
  }
  return entries.slice(0, depth).map(({ article, score, reason, figures }) => ({
    article,
    score,
    reason,
    viewsInWindow: input.viewsInWindow(article),
    previousRank: input.previousRanks.get(article) ?? null,
    listedSinceMs: null,
    figures,
  }));
}

/** Ties: newer first, then the larger number, which was given later. */
function byScoreThenNewer(a: RatedArticle, b: RatedArticle): number {
  return b.score - a.score || b.publishedAtMs - a.publishedAtMs || b.article - a.article;
}
