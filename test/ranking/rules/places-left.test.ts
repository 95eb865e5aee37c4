import { DEFAULT_STEADINESS } from '../../../src/ranking/formulas/steadiness';
import type { PopularNowRule } from '../../../src/ranking/popular-now';
import { placesLeft } from '../../../src/ranking/rules/places-left';
import { aCard } from '../../builders/a-card';

const NOW_MS = 1_000 * 24 * 3_600_000;

const strictest: PopularNowRule = {
  ...{ maxAgeDays: 14, steadiness: DEFAULT_STEADINESS, stories: 'one', leadHours: 0 },
  caps: { perSection: 1, perAuthor: 1 },
};
const author = { id: 'ada', slug: 'ada', name: 'Ada' };

/** All of one section, one author and one story. */
function cardsOf(count: number, ageMs = 1_000) {
  return Array.from({ length: count }, (_, index) =>
    Object.assign(aCard({ number: index + 1, headline: 'The vote', publishedAtMs: NOW_MS - ageMs - index }), {
      authors: [author],
    }),
  );
}

// That a rule need not be checked against the lists under it rests on this.
test('the strictest caps and one article per story leave the first article of any list', () => {
  for (const count of [1, 2, 7, 200]) {
    expect(placesLeft(cardsOf(count), strictest, NOW_MS)).toMatchObject({ places: 1, tooOld: 0 });
  }
});

test('only an age limit leaves none', () => {
  const old = cardsOf(3, 15 * 24 * 3_600_000);
  expect(placesLeft(old, strictest, NOW_MS)).toEqual({ places: 0, tooOld: 3, sameStory: 0, capped: 0 });
});
