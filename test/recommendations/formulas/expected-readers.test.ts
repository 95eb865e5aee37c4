import { readersAtPresent, readersByNewness } from '../../../src/recommendations/formulas/expected-readers';

const HOUR_MS = 3_600_000;

test.each([
  { readersPerMinute: Math.LN2, viewsInWindow: 0, viewsOfAll: 0, readers: 5 },
  { readersPerMinute: 0, viewsInWindow: 3, viewsOfAll: 6, readers: 5 },
  { readersPerMinute: 0, viewsInWindow: 3, viewsOfAll: 6_000, readers: 0.005 },
  { readersPerMinute: 2 * Math.LN2, viewsInWindow: 6, viewsOfAll: 6, readers: 20 },
])(
  '$readersPerMinute readers a minute and $viewsInWindow of $viewsOfAll views are $readers readers',
  (given) => {
    expect(readersAtPresent(given, given.viewsOfAll)).toBeCloseTo(given.readers, 12);
  },
);

test.each([
  { hours: 0, readers: 1 },
  { hours: -1, readers: 1 },
  { hours: 12, readers: 0.5 },
  { hours: 23.9, readers: 2 ** (-23.9 / 12) },
  { hours: 24, readers: 0 },
  { hours: Infinity, readers: 0 },
])('an article of $hours hours is expected to find $readers readers', ({ hours, readers }) => {
  expect(readersByNewness(hours * HOUR_MS)).toBeCloseTo(readers, 12);
});
