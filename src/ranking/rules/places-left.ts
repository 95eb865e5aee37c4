// How many of the first five places a rule leaves to be taken, whoever is read: what its age limit, its caps and one
// article per story let through of the newest public articles of a list. Pure.

import type { ArticleCard } from '../../articles/article-card';
import { isEligible } from '../eligibility';
import { GUARDED_PLACES } from '../formulas/steadiness';
import { headlineWords, isSameStory } from '../formulas/variety';
import type { PopularNowRule } from '../popular-now';

export interface PlacesLeft {
  places: number;
  /** What keeps the others out: by how many articles each does. */
  tooOld: number;
  sameStory: number;
  capped: number;
}

/** @param cards of the list, newest first; those that are not public do not count. */
export function placesLeft(cards: readonly ArticleCard[], rule: PopularNowRule, nowMs: number): PlacesLeft {
  const left: PlacesLeft = { places: 0, tooOld: 0, sameStory: 0, capped: 0 };
  const taken: ReturnType<typeof storyOf>[] = [];
  const { perSection, perAuthor } = rule.caps;
  for (const card of cards) {
    if (left.places === GUARDED_PLACES) break;
    if (!isEligible(card, rule.maxAgeDays, nowMs)) {
      left.tooOld++;
      continue;
    }
    const story = storyOf(card);
    if (rule.stories === 'one' && taken.some((other) => isSameStory(story, other))) {
      left.sameStory++;
      continue;
    }
    const ofSection = taken.filter(({ sectionId }) => sectionId === story.sectionId).length;
    const isFull = (author: string) =>
      taken.filter(({ authorIds }) => authorIds.includes(author)).length >= perAuthor;
    if ((perSection > 0 && ofSection >= perSection) || (perAuthor > 0 && story.authorIds.some(isFull))) {
      left.capped++;
      continue;
    }
    taken.push(story);
    left.places++;
  }
  return left;
}

function storyOf(card: ArticleCard) {
  return {
    article: card.number,
    sectionId: card.sectionId,
    authorIds: card.authors.map(({ id }) => id),
    publishedAtMs: card.publishedAt!.getTime(),
    words: headlineWords(card.headline),
  };
}
