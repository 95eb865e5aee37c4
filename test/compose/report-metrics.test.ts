import { measureExperiments } from '../../src/compose/report-metrics';
import { Metrics } from '../../src/platform/metrics/metrics';

test('clicks that wait for an experiment, and those that none counts, are told as they are', async () => {
  const metrics = new Metrics();
  const variants = { clicksWaiting: 2, clicksLost: 3 };
  measureExperiments(metrics, variants);
  const figures = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('most'));
  const first = await figures();
  expect(first).toContain('mostread_experiment_clicks_waiting 2');
  expect(first).toContain('mostread_experiment_clicks_lost_total 3');
  variants.clicksLost = 5;
  variants.clicksWaiting = 0;
  // Read twice it is the same: what is told is what there is, not what has been told before.
  await figures();
  const last = await figures();
  expect(last).toContain('mostread_experiment_clicks_waiting 0');
  expect(last).toContain('mostread_experiment_clicks_lost_total 5');
});
