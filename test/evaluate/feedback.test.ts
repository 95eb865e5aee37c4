import {
  FEEDBACK,
  feedbackTable,
  giniOf,
  kendallTau,
  runFeedback,
} from '../../evaluate/feedback/run-feedback';

jest.setTimeout(240_000);

test('clicks that weigh full make reading more uneven than those that weigh as in the product', () => {
  const outcome = runFeedback({ ...FEEDBACK, runs: 1, hours: 2.5, pushAfterHours: 1.5, weights: [1, 0.25] });
  const [full, quarter] = outcome.weights;
  expect(outcome.shipping).toBe(0.25);
  expect(full!.gini).toBeGreaterThan(quarter!.gini);
  expect(quarter!.gini).toBeGreaterThan(quarter!.giniWanted); // the rail is there all the same
  expect(full!.railShare).toBeGreaterThan(0.2);
  for (const { tau, hits, staysMinutes } of outcome.weights) {
    expect(tau).toBeGreaterThan(0.5);
    expect(hits).toBeGreaterThan(0.6);
    expect(staysMinutes).toBeLessThan(30);
  }
  expect(feedbackTable(outcome)).toContain('0.25 (Mostread)');
});

test.each([
  { values: [5, 4, 3], tau: 1 },
  { values: [3, 4, 5], tau: -1 },
  { values: [5, 3, 4], tau: 1 / 3 },
  { values: [1, 1], tau: 0 },
])('tau of $values is $tau', ({ values, tau }) => {
  expect(kendallTau(values)).toBeCloseTo(tau, 12);
});

test.each([
  { values: [1, 1, 1, 1], gini: 0 },
  { values: [0, 0, 0, 1], gini: 0.75 },
  { values: [1, 3], gini: 0.25 },
])('Gini of $values is $gini', ({ values, gini }) => {
  expect(giniOf(values)).toBeCloseTo(gini, 12);
});
