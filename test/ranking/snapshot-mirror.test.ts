import type { CardCache } from '../../src/articles/card-cache';
import { SimulatedClock } from '../../src/platform/clock';
import { createLog } from '../../src/platform/log/log';
import { figuresOf } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import type { Snapshot, SnapshotId } from '../../src/ranking/snapshot';
import type { SnapshotStore } from '../../src/ranking/snapshot.store';
import { SnapshotMirror } from '../../src/ranking/snapshot-mirror';
import { aCard } from '../builders/a-card';

function aSnapshot(id: SnapshotId, computedAtMs: number, articles: number[]): Snapshot {
  const entries = articles.map((article) => ({
    article,
    score: 1,
    reason: RankReason.READ_NOW,
    figures: figuresOf([]),
    viewsInWindow: 1,
    previousRank: null,
    listedSinceMs: null,
  }));
  return {
    id,
    computedAtMs,
    lists: new Map([['site', { orderId: id, entries }]]),
    reading: new Map(),
    week: [],
  };
}

/** A mirror of what `kept` holds as the newest; every card is in memory. */
async function aMirror(kept: { newest?: Snapshot }) {
  const clock = new SimulatedClock(0);
  const store = {
    readNewest: async () => kept.newest,
    subscribe: async () => () => undefined,
  } as unknown as SnapshotStore;
  const cards = { peek: (number: number) => aCard({ number }) } as unknown as CardCache;
  const mirror = new SnapshotMirror({ store, cards, clock, log: createLog('silent') });
  await mirror.start();
  return { mirror, clock };
}

describe('the lists in memory', () => {
  test('take only what is newer', async () => {
    const { mirror } = await aMirror({});
    await mirror.accept(aSnapshot({ term: 2, sequence: 1 }, 1_000, [1]));
    await mirror.accept(aSnapshot({ term: 1, sequence: 99 }, 2_000, [2]));
    expect(mirror.list('site')?.entries.map(({ article }) => article)).toEqual([1]);
    mirror.stop();
  });

  test('forget the orders of before when ids begin again', async () => {
    const kept: { newest?: Snapshot } = {};
    const { mirror, clock } = await aMirror(kept);
    const id = { term: 1, sequence: 1 };
    await mirror.accept(aSnapshot(id, 0, [1, 2]));
    await mirror.accept(aSnapshot({ term: 5, sequence: 1 }, 100, [2, 1]));
    expect(mirror.recentOrder('site', id)).toEqual([1, 2]);
    kept.newest = aSnapshot(id, 11_000, [3]); // Redis was emptied, and another leader has begun
    await clock.advanceTo(12_000);
    expect(mirror.list('site')?.entries.map(({ article }) => article)).toEqual([3]);
    expect(mirror.recentOrder('site', id)).toEqual([3]);
    mirror.stop();
  });
});
