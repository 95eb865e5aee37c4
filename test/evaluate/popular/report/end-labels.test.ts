import { endLabels } from '../../../../evaluate/popular/report/end-labels';

const box = { left: 50, top: 20, width: 800, height: 270 };

/** Where the names stand, from the top. */
function places(...ends: [string, number][]): Record<string, number> {
  const drawn = endLabels(
    box,
    ends.map(([name, y]) => ({ name, kind: 'ours', y })),
  );
  const texts = drawn.matchAll(/<text x="882" y="([\d.]+)"[^>]*>([^<]+)</g);
  return Object.fromEntries([...texts].map(([, y, name]) => [name, Number(y)]));
}

test('a name stands beside the end of its line', () => {
  expect(places(['one', 100], ['other', 30])).toEqual({ one: 104, other: 34 });
});

test('names of lines that end together stand one below another, in the order of the ends', () => {
  expect(places(['low', 102], ['high', 100], ['far', 130])).toEqual({ high: 104, low: 121, far: 138 });
});
