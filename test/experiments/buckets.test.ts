import { BUCKETS, bucketsOfB, PERCENT_MAX, PERCENT_MIN, variantOf } from '../../src/experiments/buckets';

const allBuckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

test.each([PERCENT_MIN, 10, 33, 50, PERCENT_MAX])('%i percent are exactly so many buckets', (percentB) => {
  const experiment = { id: '0a', percentB };
  expect(allBuckets.filter((bucket) => variantOf(experiment, bucket) === 'B')).toHaveLength(2 * percentB);
});

test('the same experiment divides alike in every process, now and for ever', () => {
  const id = '019ac000-0000-7000-8000-000000000001';
  const ofB = [...bucketsOfB({ id, percentB: 5 })].sort((one, other) => one - other);
  expect(ofB).toEqual([...bucketsOfB({ id, percentB: 5 })].sort((one, other) => one - other));
  expect(ofB).toEqual([9, 29, 33, 51, 83, 100, 126, 144, 159, 187]);
});

test('two experiments divide independently of each other', () => {
  let together = 0;
  const pairs = 200;
  for (let pair = 0; pair < pairs; pair++) {
    const [one, other] = ['x', 'y'].map((name) => bucketsOfB({ id: `${name}${pair}`, percentB: 50 }));
    together += allBuckets.filter((bucket) => one!.has(bucket) && other!.has(bucket)).length;
  }
  // A quarter of all, within four standard errors of a division without any order.
  expect(Math.abs(together / pairs - BUCKETS / 4)).toBeLessThan(4 * Math.sqrt(12.6 / pairs));
});
