import { SimulatedClock } from '../../src/platform/clock';
import { LatestReading } from '../../src/platform/latest-reading';

/** Readings that end when the test says so. */
function someReadings() {
  const clock = new SimulatedClock(0);
  const begun: { give: (found: string) => void; fail: (error: Error) => void }[] = [];
  const taken: string[] = [];
  const failures: string[] = [];
  const reading = new LatestReading<string>({
    read: () => new Promise((give, fail) => begun.push({ give, fail })),
    take: (found) => taken.push(found),
    onFailure: (error) => failures.push((error as Error).message),
    withinMs: 1_000,
    clock,
  });
  return { clock, begun, taken, failures, reading };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('one reads at a time, and another follows for whoever asks meanwhile', async () => {
  const { begun, taken, reading } = someReadings();
  const first = reading.anew();
  const more = [reading.anew(), reading.anew()];
  expect(begun).toHaveLength(1);
  begun[0]!.give('old');
  await turn();
  expect(begun).toHaveLength(2);
  begun[1]!.give('new');
  await Promise.all([first, ...more]);
  expect(taken).toEqual(['old', 'new']);
});

test('one that does not end in time is left alone, and what it gives later is not taken', async () => {
  const { clock, begun, taken, failures, reading } = someReadings();
  const hung = reading.anew();
  await clock.advanceBy(1_000);
  await hung;
  expect(failures).toEqual(['A reading has not ended within 1000 ms']);
  const next = reading.anew();
  begun[1]!.give('new');
  await next;
  begun[0]!.give('old');
  await turn();
  expect(taken).toEqual(['new']);
});

test('of those left alone there are four at most, until one ends', async () => {
  const { clock, begun, taken, failures, reading } = someReadings();
  for (let count = 0; count < 6; count++) {
    const hung = reading.anew();
    await clock.advanceBy(1_000);
    await hung;
  }
  expect(begun).toHaveLength(4);
  expect(failures.slice(4)).toEqual(['4 readings have not ended', '4 readings have not ended']);
  begun[0]!.fail(new Error('the connection has gone'));
  await turn();
  const next = reading.anew();
  begun[4]!.give('new');
  await next;
  expect(taken).toEqual(['new']);
});

test('an error is told, and the next reading is taken', async () => {
  const { begun, taken, failures, reading } = someReadings();
  const first = reading.anew();
  begun[0]!.fail(new Error('away'));
  await first;
  const next = reading.anew();
  begun[1]!.give('back');
  await next;
  expect([failures, taken]).toEqual([['away'], ['back']]);
});
