import fc from 'fast-check';
import { Counter, Histogram, Registry } from 'prom-client';
import { DurationHistogram, TalliedCounter } from '../../../src/platform/metrics/tallies';

const buckets = [0.001, 0.01, 0.1, 1];
const routes = ['/graphql', '/beacon', 'none'];

test('durations are told as a histogram of prom-client tells them', async () => {
  const seconds = fc.oneof(
    fc.constantFrom(0, ...buckets, 5),
    fc.double({ min: 0, max: 2, noNaN: true, noDefaultInfinity: true }),
  );
  const observed = fc.array(fc.record({ route: fc.constantFrom(...routes), seconds }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(observed, async (all) => {
      const about = { name: 'seconds', help: 'How long', labelNames: ['route'] as const, buckets };
      const [ours, theirs] = [new Registry(), new Registry()];
      const histogram = new DurationHistogram({ ...about, registers: [ours] });
      const theirHistogram = new Histogram({ ...about, buckets: [...buckets], registers: [theirs] });
      const known = new Map<string, ReturnType<typeof histogram.durations>>();
      for (const { route, seconds } of all) {
        const durations = known.get(route) ?? histogram.durations({ route });
        known.set(route, durations);
        durations.observe(seconds);
        theirHistogram.observe({ route }, seconds);
      }
      expect(await ours.metrics()).toBe(await theirs.metrics());
      expect(await ours.metrics()).toBe(await theirs.metrics());
    }),
  );
});

test('what is counted is told as a counter of prom-client tells it, once', async () => {
  const about = { name: 'requests', help: 'How many', labelNames: ['route', 'status'] as const };
  const [ours, theirs] = [new Registry(), new Registry()];
  const counter = new TalliedCounter({ ...about, registers: [ours] });
  const theirCounter = new Counter({ ...about, registers: [theirs] });
  const answered = counter.tally({ route: '/graphql', status: 304 });
  // Nothing is told of what has not happened.
  counter.tally({ route: '/beacon', status: 204 });
  for (let round = 0; round < 3; round++) {
    for (let time = 0; time <= round; time++) {
      answered.add();
      theirCounter.inc({ route: '/graphql', status: 304 });
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  }
  expect(await ours.metrics()).toContain('requests{route="/graphql",status="304"} 6');
});

test('two that count under the same labels are told together; one without labels is told from the start', async () => {
  const registry = new Registry();
  const counter = new TalliedCounter({
    name: 'polls',
    help: 'How many',
    labelNames: [],
    registers: [registry],
  });
  expect(await registry.metrics()).toContain('polls 0');
  const [one, other] = [counter.tally({}), counter.tally({})];
  one.add();
  other.add();
  other.add();
  expect(await registry.metrics()).toContain('polls 3');
});
