import pino from 'pino';
import { type Clock, SimulatedClock, systemClock } from '../../src/platform/clock';
import type { SessionView } from '../../src/recommendations/add-to-sessions.script';
import { CoVisitRecorder } from '../../src/recommendations/co-visit-recorder';
import type { CoVisit } from '../../src/recommendations/neighbour-board';
import type { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { ReadingSessionStore } from '../../src/recommendations/reading-session.store';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const START_MS = Date.UTC(2026, 0, 1);

/** Sessions in Redis; what would be counted is collected here, or fails. */
function aRecorder(manner: 'counts' | 'fails' = 'counts', pace: Clock = systemClock) {
  const counted: CoVisit[] = [];
  const batches: number[] = [];
  const sessions = new ReadingSessionStore(stores.redis);
  const neighbours = {
    count: async (visits: readonly CoVisit[]) => {
      if (manner === 'fails') throw new Error('down');
      counted.push(...visits);
    },
  } as unknown as NeighbourBoardStore;
  const recorder = new CoVisitRecorder({
    sessions: {
      add: (views: readonly SessionView[]) => {
        batches.push(views.length);
        return sessions.add(views);
      },
    } as ReadingSessionStore,
    neighbours,
    clock: new SimulatedClock(START_MS),
    log: pino({ level: 'silent' }),
    pace,
  });
  return { recorder, counted, batches };
}

const aView = (visitor: string, article: number, given: Partial<SessionView> = {}) => ({
  visitor,
  article,
  atMs: START_MS,
  isPrivate: false,
  ...given,
});

describe('learning from counted views', () => {
  test('makes pairs in the order of reading, for views that come together too', async () => {
    const { recorder, counted } = aRecorder();
    for (const article of [1, 2, 3]) recorder.record(aView('a', article));
    await recorder.drain();
    expect(counted.map(({ from, to, weight, isWayBack }) => [from, to, weight, isWayBack])).toEqual([
      [1, 2, 1, false],
      [2, 1, 0.7, true],
      [2, 3, 1, false],
      [1, 3, 0.4, false],
      [3, 2, 0.7, true],
    ]);
  });

  test('waits a quarter of a second for more, and no longer once a batch is full', async () => {
    const pace = new SimulatedClock(0);
    const { recorder, counted } = aRecorder('counts', pace);
    recorder.record(aView('d', 1));
    recorder.record(aView('d', 2));
    await pace.advanceBy(249);
    await stores.redis.client.ping();
    expect(counted).toEqual([]);
    await pace.advanceBy(1);
    await until(() => counted.length === 2);
    for (let view = 0; view < 512; view++) recorder.record(aView('e', view));
    await until(() => counted.length > 500);
  });

  test('takes together what has come while it was learning, in the order of reading', async () => {
    const { recorder, counted, batches } = aRecorder();
    for (let view = 0; view < 5_000; view++) recorder.record(aView(`together ${view % 2_500}`, view));
    await recorder.drain();
    expect(batches).toEqual([2_048, 2_048, 904]);
    const wanted = Array.from({ length: 2_500 }, (_, view) => ({ from: view, to: view + 2_500 }));
    const onward = counted.filter(({ isWayBack }) => !isWayBack).map(({ from, to }) => ({ from, to }));
    const back = counted.filter(({ isWayBack }) => isWayBack).map(({ from, to }) => ({ from: to, to: from }));
    for (const found of [onward, back]) expect(found.sort((a, b) => a.from - b.from)).toEqual(wanted);
  });

  test('leaves out a reader who asked not to be followed, and a view that was kept offline', async () => {
    const { recorder, counted } = aRecorder();
    recorder.record({ ...aView('b', 1), isPrivate: true });
    recorder.record(aView('b', 2, { atMs: START_MS - 16 * 60_000 }));
    recorder.record(aView('b', 3));
    await recorder.drain();
    expect(counted).toEqual([]);
  });

  test('lets go what does not fit, and says how much', async () => {
    const { recorder, counted } = aRecorder();
    for (let view = 0; view < 10_500; view++) recorder.record(aView(`many ${view % 100}`, view));
    expect(recorder.letGoCount).toBe(500);
    expect(recorder.waitingNow).toBe(10_000);
    await recorder.drain();
    expect(recorder.waitingNow).toBe(0);
    expect(counted.length).toBeGreaterThan(10_000);
  });

  test('goes on after a failure, and counts nothing twice', async () => {
    const { recorder } = aRecorder('fails');
    recorder.record(aView('c', 1));
    recorder.record(aView('c', 2));
    await recorder.drain();
    expect(recorder.letGoCount).toBe(2);
    recorder.record(aView('c', 3));
    await recorder.drain();
    expect(recorder.letGoCount).toBe(3);
  });
});
