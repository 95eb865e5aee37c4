import { sessionKey } from '../../src/recommendations/neighbour-keys';
import { ReadingSessionStore, SESSION_GAP_MS } from '../../src/recommendations/reading-session.store';
import { useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 0, 1);
let visitors = 0;

/** What each view of one visitor finds in its session, view by view. */
async function walk(views: readonly [article: number, atMs: number][], together: 'one-batch' | 'one-by-one') {
  const sessions = new ReadingSessionStore(stores.redis);
  const visitor = `visitor ${visitors++}`;
  const all = views.map(([article, atMs]) => ({ visitor, article, atMs: START_MS + atMs }));
  if (together === 'one-batch') return sessions.add(all);
  const found: number[][] = [];
  for (const view of all) found.push(...(await sessions.add([view])));
  return found;
}

describe.each(['one-batch', 'one-by-one'] as const)('a session whose views come in %s', (together) => {
  test('remembers the last two articles, latest first', async () => {
    const views: [number, number][] = [
      [1, 0],
      [2, 1_000],
      [3, 2_000],
      [4, 3_000],
    ];
    expect(await walk(views, together)).toEqual([[], [1], [2, 1], [3, 2]]);
  });

  test('is in the order of reading, whatever is told of late', async () => {
    const views: [number, number][] = [
      [1, 10_000],
      // Before the only one, between two, before both, and at the same time as the latest.
      [2, 4_000],
      [3, 20_000],
      [4, 15_000],
      [5, 1_000],
      [6, 20_000],
      [7, 21_000],
    ];
    expect(await walk(views, together)).toEqual([[], [], [1, 2], [1], [], [3, 4], [6, 3]]);
  });

  test('that was over before what is told of late is another one', async () => {
    const views: [number, number][] = [
      [1, SESSION_GAP_MS],
      [2, 0],
      [3, SESSION_GAP_MS + 1],
    ];
    expect(await walk(views, together)).toEqual([[], [], [1]]);
  });

  test('ends with a gap of thirty minutes', async () => {
    const views: [number, number][] = [
      [1, 0],
      [2, SESSION_GAP_MS - 1],
      [3, 2 * SESSION_GAP_MS],
      [4, 2 * SESSION_GAP_MS + 1],
    ];
    expect(await walk(views, together)).toEqual([[], [1], [], [3]]);
  });
});

test('sessions of visitors do not mix', async () => {
  const sessions = new ReadingSessionStore(stores.redis);
  const views = ['a', 'b', 'a', 'b', 'c'].map((name, index) => ({
    visitor: `mixed ${name}`,
    article: index,
    atMs: START_MS,
  }));
  expect(await sessions.add(views)).toEqual([[], [], [0], [1], []]);
});

test('a session is gone from Redis when it has ended, and holds no more than two articles', async () => {
  const sessions = new ReadingSessionStore(stores.redis);
  for (let article = 0; article < 5; article++)
    await sessions.add([{ visitor: 'short', article, atMs: START_MS }]);
  const { client } = stores.redis;
  expect(await client.get(sessionKey('short'))).toBe(`4@${START_MS} 3@${START_MS}`);
  expect(await client.pttl(sessionKey('short'))).toBeLessThanOrEqual(SESSION_GAP_MS);
  expect(await client.pttl(sessionKey('short'))).toBeGreaterThan(0);
});
