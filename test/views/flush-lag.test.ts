import { allPartitions } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { FlushLag } from '../../src/views/flush-lag';

test('the lag is that of the partition that was confirmed longest ago, and grows while nothing is', async () => {
  const clock = new SimulatedClock(1_000);
  const lag = new FlushLag(clock);
  await clock.advanceBy(400);
  for (const partition of allPartitions) lag.confirm(partition, 1_300);
  expect(lag.seconds()).toBeCloseTo(0.1);
  await clock.advanceBy(60_000);
  for (const partition of allPartitions.slice(1)) lag.confirm(partition, clock.nowMs());
  expect(lag.seconds()).toBeCloseTo(60.1);
  expect(lag.confirm(0, clock.nowMs())).toBe(60_100);
  expect(lag.seconds()).toBe(0);
});

test('a reading that ends late takes nothing back', async () => {
  const clock = new SimulatedClock(0);
  const lag = new FlushLag(clock);
  await clock.advanceBy(5_000);
  for (const partition of allPartitions) lag.confirm(partition, 5_000);
  lag.confirm(3, 2_000);
  expect(lag.seconds()).toBe(0);
});
