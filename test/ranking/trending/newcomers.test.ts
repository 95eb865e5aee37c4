import type { BoardPlace } from '../../../src/boards/board.store';
import { Newcomers } from '../../../src/ranking/trending/newcomers';
import { aCard } from '../../builders/a-card';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000 * HOUR_MS;
const DAY_MINUTES = (24 * 60) / Math.LN2;

/** Cards of so many hours, one a section and rate. */
function learn(articles: { section: string; ageHours: number; perMinute: number }[], busy = 1): Newcomers {
  const cards = articles.map(({ section, ageHours }, at) =>
    aCard({ number: at + 1, sectionId: section, publishedAtMs: NOW_MS - ageHours * HOUR_MS }),
  );
  const day: BoardPlace[] = articles.map(({ ageHours, perMinute }, at) => ({
    article: at + 1,
    decayedViews: perMinute * DAY_MINUTES * (1 - 2 ** (-ageHours / 24)),
  }));
  const ofDay = day.reduce((sum, place) => sum + place.decayedViews, 0) / DAY_MINUTES;
  const hour = [{ article: 1, decayedViews: (busy * ofDay * 60) / Math.LN2 }];
  const newcomers = new Newcomers();
  newcomers.learn({ hour, day }, (article) => cards[article - 1], NOW_MS);
  return newcomers;
}

const town = [1, 2, 3, 4].map((perMinute) => ({ section: 'town', ageHours: 5, perMinute }));

test('new articles of a section get what a quarter of those of the last day exceed', () => {
  expect(learn(town).of('town')).toBeCloseTo(4, 6);
});

test('a section with few new articles is measured by those of the site', () => {
  const newcomers = learn([...town, { section: 'sport', ageHours: 3, perMinute: 50 }]);
  expect(newcomers.of('sport')).toBeCloseTo(4, 6);
});

test.each([
  { ageHours: 0.5, counts: false },
  { ageHours: 2, counts: true },
  { ageHours: 23, counts: true },
  { ageHours: 25, counts: false },
])('an article of $ageHours hours counts: $counts', ({ ageHours, counts }) => {
  const newcomers = learn(town.map((one) => ({ ...one, ageHours })));
  expect(newcomers.of('town') > 0).toBe(counts);
});

test.each([
  { busy: 0.25, expected: 1 },
  { busy: 2, expected: 8 },
  { busy: 20, expected: 16 },
])('an hour that is $busy times as busy as the day moves it, within bounds', ({ busy, expected }) => {
  expect(learn(town, busy).of('town')).toBeCloseTo(expected, 6);
});

test('a newsroom of which nothing is known asks nothing of newcomers', () => {
  expect(learn([]).of('town')).toBe(0);
});
