import { PlacedViews } from '../../src/views/placed-views';

test('outcomes come where their views were reported', () => {
  const readings = new PlacedViews<string>();
  const apart = new PlacedViews<string>();
  readings.add('a', 0);
  apart.add('b', 1);
  readings.add('c', 3);
  expect(readings.views).toEqual(['a', 'c']);
  const outcomes = ['', '', 'refused', ''];
  apart.settle(['of b'], outcomes);
  readings.settle(['of a', 'of c'], outcomes);
  expect(outcomes).toEqual(['of a', 'of b', 'refused', 'of c']);
});
