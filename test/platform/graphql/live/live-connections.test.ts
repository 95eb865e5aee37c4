import { SimulatedClock } from '../../../../src/platform/clock';
import { type LiveConnection, LiveConnections } from '../../../../src/platform/graphql/live/live-connections';
import { noFigures } from '../../../../src/platform/graphql/live/live-figures';

function connections(clock = new SimulatedClock(0)) {
  return new LiveConnections({
    ...{ clock, figures: noFigures, bufferBytes: 1 },
    ...{ connectionsMax: 4, connectionsPerNetwork: 2 },
    networkOf: (ip) => (ip.startsWith('10.') ? undefined : ip.slice(0, 3)),
  });
}

const aConnection = () =>
  ({ waitingBytes: () => 0, visitor: {}, goAway: () => undefined }) as unknown as LiveConnection;

test('a network may have so many, and again once one has gone', () => {
  const all = connections();
  const first = aConnection();
  all.add(first, '81.1.1.1');
  all.add(aConnection(), '81.1.1.2');
  expect(() => all.refuseBeyondLimits('81.1.1.3')).toThrow('Your network may have at most 2');
  expect(() => all.refuseBeyondLimits('82.1.1.1')).not.toThrow();
  all.remove(first);
  all.remove(first);
  expect(() => all.refuseBeyondLimits('81.1.1.3')).not.toThrow();
});

test('all together may have so many, those of no network too', () => {
  const all = connections();
  for (let at = 0; at < 4; at++) all.add(aConnection(), '10.0.0.1');
  expect(() => all.refuseBeyondLimits('10.0.0.1')).toThrow('This server may have at most 4');
});

test('a server that stops takes no more', async () => {
  const all = connections();
  await all.stop();
  expect(() => all.refuseBeyondLimits('10.0.0.1')).toThrow('The server is stopping');
});

test('each credential is asked for every two seconds, and not all of them at once', async () => {
  const clock = new SimulatedClock(0);
  const all = connections(clock);
  const asked: string[] = [];
  const caller = { rights: 'all' };
  for (let at = 0; at < 10; at++) {
    const callerNow = () => {
      asked.push(`key ${at}`);
      return caller;
    };
    const visitor = { credential: `key ${at}`, caller, callerNow };
    all.add({ ...aConnection(), visitor } as unknown as LiveConnection, '10.0.0.1');
  }
  all.start();
  await clock.advanceBy(400);
  expect(asked).toHaveLength(2);
  await clock.advanceBy(1_600);
  expect(new Set(asked).size).toBe(10);
  await clock.advanceBy(2_000);
  expect(asked).toHaveLength(20);
});
