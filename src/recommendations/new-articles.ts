// Which of the articles of the last hour fit best beside what was read, and how much is expected of each, in the unit
// of scores: the share of readers who go on to it.
//
//   expected_j = sum_k v_k c(s_k, j) / (C(s_k) + mu)  +  .5 prior_j  +  .05 text_j
//
// The first is that of formulas/back-off.ts. A board that knows many clicks leaves little to what is read in general,
// since it has seen where its readers do not go; but an article of this hour it has had no time to see. So that keeps
// its half here, however much is known of the page. An article that nobody has read yet has its text alone. Pure.
//
// On a real log, worth two others, this hits .072 of the clicks on articles of the hour for .042 without it, and costs
// six clicks of ten thousand; a place that always has what item-kNN chooses hits .104 and costs 330
// (docs/decisions/0064).

import type { ArticleCard } from '../articles/article-card';
import type { LatestStories } from '../articles/latest-stories';
import type { AlsoLikeRule } from '../ranking/rules/ranking-rules';
import type { AlsoLikeGround, AlsoLikeScoring } from './also-like-scoring';
import { KNOWN_VIEWS } from './formulas/back-off';

const NEW_FOR_MS = 3_600_000;

/** The last of each five places may be given to an article of the last hour. */
export interface NewArticlesPlace {
  candidates: readonly ArticleCard[];
  /** It is, where so many times what is expected of it is more than of what would stand there; Infinity: always. */
  worth: number;
}

export interface NewArticle {
  card: ArticleCard;
  /** More than 0; about 1 at most. */
  expected: number;
}

const PRIOR_WEIGHT = 0.5;
/** A cosine of a half weighs as a page of whose readers one in forty goes on to it; nothing, once it is read. */
const TEXT_WEIGHT = 0.05;

/** Who may have the place, as a rule has it; nothing where new articles come as their scores have it. */
export function newArticlesPlace(
  { newArticles, newArticleWorth }: Pick<AlsoLikeRule, 'newArticles' | 'newArticleWorth'>,
  latest: Pick<LatestStories, 'youngerThan'>,
  mayStand: (card: ArticleCard) => boolean,
): { newArticles?: NewArticlesPlace } {
  if (newArticles === 'by-score') return {};
  const worth = newArticles === 'one-of-five' ? Infinity : newArticleWorth;
  return { newArticles: { candidates: latest.youngerThan(NEW_FOR_MS).filter(mayStand), worth } };
}

/**
 * Those that fit at all, best first; of two that fit as well, the newer one.
 * @param candidates published within NEW_FOR_MS
 */
export function newArticlesFor(
  candidates: readonly ArticleCard[],
  scoring: Pick<AlsoLikeScoring, 'isReadNext' | 'partsOf'>,
  ground: Pick<AlsoLikeGround, 'sources' | 'prior' | 'sections' | 'viewsInWindow'>,
): NewArticle[] {
  const texts = textsOf(ground);
  const found: NewArticle[] = [];
  for (const card of candidates) {
    const { number } = card;
    const fromNeighbours = scoring.isReadNext(number) ? scoring.partsOf(number).fromNeighbours : 0;
    const text = texts.get(number);
    const fromText = text === undefined ? 0 : text * unreadShare(ground.viewsInWindow(number));
    const expected =
      fromNeighbours + PRIOR_WEIGHT * ground.prior.of(number, ground.sections) + TEXT_WEIGHT * fromText;
    if (expected > 0) found.push({ card, expected });
  }
  return found.sort((one, other) => other.expected - one.expected || other.card.number - one.card.number);
}

/** Cosines, each source's by its weight. */
function textsOf({ sources }: Pick<AlsoLikeGround, 'sources'>): ReadonlyMap<number, number> {
  const texts = new Map<number, number>();
  for (const { weight, similar } of sources)
    for (const { article, similarity } of similar)
      texts.set(article, (texts.get(article) ?? 0) + weight * similarity);
  return texts;
}

const unreadShare = (views: number): number => Math.max(0, 1 - views / KNOWN_VIEWS);
