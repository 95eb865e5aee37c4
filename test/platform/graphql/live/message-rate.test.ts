import { SimulatedClock } from '../../../../src/platform/clock';
import { MessageRate } from '../../../../src/platform/graphql/live/message-rate';

test('lets so many a second come, ten seconds of them at once, and again ten seconds later', async () => {
  const clock = new SimulatedClock(1_000_000);
  const rate = new MessageRate(clock, 20);
  for (let at = 0; at < 200; at++) expect(rate.take()).toBe(true);
  expect(rate.take()).toBe(false);
  await clock.advanceBy(9_999);
  expect(rate.take()).toBe(false);
  await clock.advanceBy(1);
  for (let at = 0; at < 200; at++) expect(rate.take()).toBe(true);
  expect(rate.take()).toBe(false);
});
