// You May Also Like, the recipe: where the readers of this article, and of what was read before it, went on to;
// backed off to what is read in general; what is left empty is filled with the same topic and the newest. Pure:
// figures in, list out.

import type { ArticleCard } from '../articles/article-card';
import { type HeadlineWords, isSameStory } from '../ranking/formulas/variety';
import { RankReason } from '../ranking/rank-reason';
import { backOff, type OnwardClicks } from './formulas/back-off';
import type { ReadingPrior } from './reading-prior';

export interface AlsoLike {
  card: ArticleCard;
  /** The share of the readers that are expected to go on to it: both parts together. */
  fromNeighbours: number;
  fromPrior: number;
  reason: RankReason.READ_NEXT | RankReason.READ_NOW | RankReason.SAME_TOPIC | RankReason.NEWEST;
}

export interface AlsoLikeInput {
  article: ArticleCard;
  /** What was read, the article itself first, each with its onward clicks. */
  onward: readonly OnwardClicks[];
  /** What is never shown: the article and all that was read, as cards; stories told by these are not shown again. */
  read: readonly ArticleCard[];
  prior: ReadingPrior;
  /** The newest of the section, then of the site; all public. */
  newest: readonly ArticleCard[];
  /** A card, if readers may see it now. */
  publicCard: (article: number) => ArticleCard | undefined;
  wordsOf: (card: ArticleCard) => HeadlineWords;
  places: number;
}

/** At most three of five neighbouring places come from one section, while there is anything else. */
const WINDOW = 5;
const OF_ONE_SECTION = 3;

export function rankAlsoLike(input: AlsoLikeInput): AlsoLike[] {
  const scored = scoreCandidates(input);
  const filling = fillingStories(input);
  const stories = withoutToldStories([...scored, ...filling], input);
  return mixSections(stories, input.places);
}

function scoreCandidates(input: AlsoLikeInput): AlsoLike[] {
  const { article, prior } = input;
  const { priorWeight, fromNeighbours } = backOff(input.onward);
  const candidates: AlsoLike[] = [];
  for (const number of new Set([...fromNeighbours.keys(), ...prior.candidates(article.sectionId)])) {
    const card = input.publicCard(number);
    const neighbours = fromNeighbours.get(number) ?? 0;
    // Where people go is learnt across languages; what is only popular is shown in the reader's own.
    if (!card || (neighbours === 0 && card.language !== article.language)) continue;
    const reason = neighbours > 0 ? RankReason.READ_NEXT : RankReason.READ_NOW;
    const fromPrior = priorWeight * prior.shareOf(number, article.sectionId);
    candidates.push({ card, fromNeighbours: neighbours, fromPrior, reason });
  }
  return candidates.sort((a, b) => scoreOf(b) - scoreOf(a) || b.card.number - a.card.number);
}

export function scoreOf(story: AlsoLike): number {
  return story.fromNeighbours + story.fromPrior;
}

/** Same language first; then the most tags in common, then as they came: the section's newest, then the site's. */
function fillingStories({ article, newest }: AlsoLikeInput): AlsoLike[] {
  const tags = new Set(article.tags.map((tag) => tag.slug));
  const sharedTags = (card: ArticleCard) => card.tags.filter((tag) => tags.has(tag.slug)).length;
  const foreign = (card: ArticleCard) => (card.language === article.language ? 0 : 1);
  return newest
    .map((card) => ({ card, shared: sharedTags(card) }))
    .sort((a, b) => foreign(a.card) - foreign(b.card) || b.shared - a.shared)
    .map(({ card, shared }) => ({
      card,
      fromNeighbours: 0,
      fromPrior: 0,
      reason: shared > 0 ? RankReason.SAME_TOPIC : RankReason.NEWEST,
    }));
}

function withoutToldStories(
  stories: readonly AlsoLike[],
  { read, wordsOf, places }: AlsoLikeInput,
): AlsoLike[] {
  const told = read.map((card) => storyOf(card, wordsOf));
  const seen = new Set(read.map((card) => card.number));
  const kept: AlsoLike[] = [];
  // Some more than there are places, so that sections can be mixed.
  const enough = places * 3;
  for (const candidate of stories) {
    if (kept.length >= enough) break;
    if (seen.has(candidate.card.number)) continue;
    seen.add(candidate.card.number);
    const story = storyOf(candidate.card, wordsOf);
    if (told.some((other) => isSameStory(story, other))) continue;
    told.push(story);
    kept.push(candidate);
  }
  return kept;
}

function storyOf(card: ArticleCard, wordsOf: (card: ArticleCard) => HeadlineWords) {
  return {
    article: card.number,
    sectionId: card.sectionId,
    authorIds: [],
    publishedAtMs: card.publishedAt?.getTime() ?? 0,
    words: wordsOf(card),
  };
}

function mixSections(stories: readonly AlsoLike[], places: number): AlsoLike[] {
  const waiting = [...stories];
  const list: AlsoLike[] = [];
  while (list.length < places && waiting.length > 0) {
    const nearby = list.slice(-(WINDOW - 1)).map((story) => story.card.sectionId);
    const fits = waiting.findIndex(
      ({ card }) => nearby.filter((sectionId) => sectionId === card.sectionId).length < OF_ONE_SECTION,
    );
    list.push(...waiting.splice(Math.max(fits, 0), 1));
  }
  return list;
}
