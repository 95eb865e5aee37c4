import { SimulatedClock } from '../../src/platform/clock';
import { NO_CLICKS, type OnwardClicks } from '../../src/recommendations/formulas/back-off';
import { OnwardMemory } from '../../src/recommendations/onward-memory';

/** A store that counts what it is asked and answers with the time, or not at all. */
class AskedStore {
  asked: number[] = [];
  manner: 'answers' | 'fails' | 'hangs' = 'answers';

  async read(article: number, nowMs: number): Promise<OnwardClicks> {
    this.asked.push(article);
    if (this.manner === 'fails') throw new Error('down');
    if (this.manner === 'hangs') await new Promise(() => undefined);
    return { total: nowMs, to: new Map() };
  }
}

function aMemory() {
  const store = new AskedStore();
  const clock = new SimulatedClock(10_000);
  return { store, clock, memory: new OnwardMemory(store, clock) };
}

describe('what is known of neighbour boards', () => {
  test('is asked for once a second, and without a promise while it is fresh', async () => {
    const { store, clock, memory } = aMemory();
    await memory.ofEach([1, 2, 3]);
    expect(store.asked).toEqual([1, 2, 3]);
    const fresh = memory.ofEach([3, 1]);
    expect(fresh).toEqual([
      { total: 10_000, to: new Map() },
      { total: 10_000, to: new Map() },
    ]);
    await clock.advanceBy(1_000);
    await memory.ofEach([1]);
    expect(store.asked).toEqual([1, 2, 3, 1]);
  });

  test('is asked for once by many who want it at one time', async () => {
    const { store, memory } = aMemory();
    await Promise.all([memory.ofEach([1]), memory.ofEach([1]), memory.ofEach([1, 1])]);
    expect(store.asked).toEqual([1]);
  });

  test('serves on when the store fails, and leaves it alone for a moment', async () => {
    const { store, clock, memory } = aMemory();
    await memory.ofEach([1]);
    await clock.advanceBy(2_000);
    store.manner = 'fails';
    expect((await memory.ofEach([1, 2])).map(({ total }) => total)).toEqual([10_000, 0]);
    expect(memory.ofEach([1, 2])).toEqual([{ total: 10_000, to: new Map() }, NO_CLICKS]);
    expect(store.asked).toEqual([1, 1, 2]);
    store.manner = 'answers';
    await clock.advanceBy(500);
    expect((await memory.ofEach([1]))[0]!.total).toBe(12_500);
  });

  test('does not wait for a store that hangs', async () => {
    const { store, clock, memory } = aMemory();
    store.manner = 'hangs';
    const waiting = memory.ofEach([1]);
    await clock.advanceBy(100);
    expect(await waiting).toEqual([NO_CLICKS]);
  });
});
