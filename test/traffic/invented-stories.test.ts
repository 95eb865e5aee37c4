import { inventedStories } from '../../src/traffic/invented-stories';

const rules = { seed: 'a', articles: 100, startMs: 1_000_000_000, endMs: 2_000_000_000, zipfExponent: 1 };

test('half are out at the start, the others come out one after the other until the end', () => {
  const times = inventedStories(rules).map(({ publishedAtMs }) => publishedAtMs);
  expect(times.filter((atMs) => atMs <= rules.startMs)).toHaveLength(50);
  const later = times.slice(50);
  expect(later).toEqual([...later].sort((a, b) => a - b));
  expect(later.at(-1)).toBeLessThan(rules.endMs);
});

test.each([
  { zipfExponent: 1, third: 1 / 3 },
  { zipfExponent: 2, third: 1 / 9 },
  { zipfExponent: 0, third: 1 },
])(
  'with exponent $zipfExponent the third is wanted $third as much as the first',
  ({ zipfExponent, third }) => {
    const appeals = inventedStories({ ...rules, zipfExponent }).map(({ appeal }) => appeal!);
    expect(appeals.sort((a, b) => b - a)[2]).toBeCloseTo(third, 12);
  },
);

test('one story is enough', () => {
  expect(inventedStories({ ...rules, articles: 1 })).toMatchObject([{ id: 'article-1', appeal: 1 }]);
});
