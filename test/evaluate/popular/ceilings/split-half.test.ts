import { splitHalf } from '../../../../evaluate/popular/ceilings/split-half';
import { countedLogOf, type PlainView } from '../../../../evaluate/popular/counted-log';
import { Chance } from '../../../../src/traffic/chance';

const HORIZON_MS = 15 * 60_000;
const rules = { horizonMs: HORIZON_MS, seed: 'a', leastReaders: 10 };

/** `readers` come within the horizon and read one of many articles, by Zipf's law with that exponent. */
function logOf(readers: number, exponent: number) {
  const chance = new Chance('split half');
  const views = Array.from({ length: readers }, (_, reader): PlainView => {
    const article = chance.pick(ranks, (rank) => rank ** -exponent)!;
    return { atMs: 1_000 + reader, visitor: `v${reader}`, article: `a${article}`, source: 'OTHER' };
  });
  return countedLogOf([
    ...views,
    { atMs: 2 * HORIZON_MS, visitor: 'last', article: 'last', source: 'OTHER' },
  ]);
}
const ranks = Array.from({ length: 50 }, (_, index) => index + 1);

test('the halves agree where many read, less where few do, and hardly where all is read alike', () => {
  const captures = [logOf(50_000, 1), logOf(300, 1), logOf(300, 0)].map(
    (log) => splitHalf(log, [0], rules)[0]!,
  );
  expect(captures[0]).toBeGreaterThan(0.99);
  expect(captures[1]).toBeGreaterThan(0.7);
  expect(captures[1]).toBeLessThan(captures[0]!);
  expect(captures[2]).toBeLessThan(0.7);
});

test('is the same for the same seed, and another for another', () => {
  const log = logOf(300, 1);
  expect(splitHalf(log, [0], rules)).toEqual(splitHalf(log, [0], rules));
  expect(splitHalf(log, [0], { ...rules, seed: 'b' })).not.toEqual(splitHalf(log, [0], rules));
});

test('is not judged where too few read, nor where the log ends before the horizon', () => {
  const log = logOf(300, 1);
  expect(splitHalf(log, [0, HORIZON_MS, 2 * HORIZON_MS - 1], rules).slice(1)).toEqual(
    Float64Array.of(Number.NaN, Number.NaN),
  );
});
