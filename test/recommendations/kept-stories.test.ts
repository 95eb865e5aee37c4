import { AlsoLikeScoring } from '../../src/recommendations/also-like-scoring';
import { keptStories } from '../../src/recommendations/kept-stories';
import { ReadingPrior } from '../../src/recommendations/reading-prior';
import type { SimilarArticle } from '../../src/recommendations/similar-articles';
import { aCard } from '../builders/a-card';

const page = aCard({ number: 1 });
const next = aCard({ number: 2 });
const alike = aCard({ number: 3 });
const ground = (similar: readonly SimilarArticle[]) => ({
  sources: [{ card: page, weight: 1, onward: { total: 4, to: new Map([[2, 3]]) }, similar }],
  page,
  prior: new ReadingPrior(new Map(), () => undefined),
  sections: new Map([[page.sectionId, 1]]),
  viewsInWindow: () => 0,
});
const similar = (word: string): SimilarArticle[] => [{ article: 3, similarity: 0.5, words: [word] }];

test('kept stories are told as they were made, and explained by what is known when somebody asks', () => {
  const scoring = new AlsoLikeScoring(ground(similar('budget')));
  const made = [next, alike].map((card) => scoring.storyOf(card));
  let known = similar('budget');
  const kept = keptStories(made, ground(similar('budget')), { similarTo: () => known });
  const told = (stories: typeof made) =>
    stories.map(({ card, score, reason, figures: { parts, recommended } }) => ({
      ...{ card, score, reason, parts, recommended },
    }));
  expect(told(kept)).toEqual(told(made));
  expect(kept[0]!.figures.recommended!.readNext).toHaveLength(1);
  known = similar('tax');
  expect(kept[1]!.figures.recommended!.similar!.words).toEqual(['tax']);
  expect(kept[1]!.figures.parts).toEqual(made[1]!.figures.parts);
});
