// Rails while a slot of the Cluster moves: some keys of a partition lie on one node, some on the other, and nothing that
// needs several of them at once is served. Lists go on, with what has been counted.

import { partitionOf, tagOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { leaseKey, newestSnapshotKey } from '../../src/ranking/ranking-keys';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { neighbourBoardKey } from '../../src/recommendations/neighbour-keys';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { moveSlot, slotOf } from '../setup/move-slot';
import type { ClusterNode } from '../setup/redis-cluster';
import { onCluster, useStores } from '../setup/stores';
import { useCluster } from '../setup/use-cluster';

const cluster = useCluster();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const TICK_MS = 400;

interface Story {
  id: string;
  number: number;
}

onCluster(cluster, () => {
  const stores = useStores();
  const clock = new SimulatedClock(START_MS);
  let live: LiveNewsroom;
  let stories: Story[];

  beforeAll(async () => {
    live = await new LiveNewsroom(stores, { clock }).start();
    const published = await live.publish(Array.from({ length: 12 }, (_, index) => `story-${index}`));
    stories = [];
    for (const { id } of published.values()) {
      const [card] = await live.newsroom.cards.byIds([id]);
      stories.push({ id, number: card!.number });
    }
  });
  afterAll(() => live.stop());

  /** The node, and one that it can move to. */
  async function placeOf(slot: number): Promise<{ slot: number; to: ClusterNode }> {
    const from = await cluster.ownerOf(slot);
    for (const node of cluster.nodes)
      if (node !== from && (await node.isPrimary())) return { slot, to: node };
    throw new Error('There is no other primary');
  }

  const listed = () => live.rails.mirror.list('site')?.entries.map(({ article }) => article) ?? [];
  const sequence = () => live.rails.mirror.snapshot?.id.sequence ?? 0;

  function viewsOfAnHour(): Promise<Map<number, number>> {
    const last = Math.floor(clock.nowMs() / 60_000);
    return live.counting.boards.viewsInMinutes({ from: last - 59, last });
  }

  /** Ticks for so long, each of which makes a list; one may come with the next, where the machine holds it up. */
  async function expectListsFor(ms: number): Promise<void> {
    let missed = 0;
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      const before = sequence();
      await clock.advanceBy(TICK_MS);
      if (sequence() === before) {
        missed++;
        await clock.advanceBy(TICK_MS);
      }
      expect([sequence(), live.rails.ranker.isLeader, live.rails.mirror.lagMs]).toEqual([
        before + 1,
        true,
        0,
      ]);
    }
    expect(missed).toBeLessThanOrEqual(Math.ceil(ms / TICK_MS / 20));
  }

  test.each([
    { what: 'boards', isFirst: /:board:/ },
    { what: 'landmarks', isFirst: /:board-landmarks$/ },
    { what: 'boards of minutes', isFirst: /:minute:\d+$/ },
    { what: 'half of its keys', isFirst: /[0-7]$|day$/ },
  ])(
    'a partition whose $what have moved and whose other keys have not stays on the lists',
    async ({ isFirst }) => {
      const [first, ...others] = stories as [Story, ...Story[]];
      const another = others.find(({ number }) => partitionOf(number) !== partitionOf(first.number))!;
      await live.read(first.id, 40);
      await clock.advanceBy(TICK_MS);
      expect(listed()).toContain(first.number);
      const readBefore = (await viewsOfAnHour()).get(first.number);
      expect(readBefore).toBeGreaterThanOrEqual(40);
      const { slot, to } = await placeOf(slotOf(stores.keySpace + tagOf(partitionOf(first.number))));
      await moveSlot(cluster, {
        ...{ slot, to, first: (key) => isFirst.test(key) },
        halfway: async () => {
          await live.read(another.id, 5);
          // All boards are read anew within it, and late minutes.
          await expectListsFor(64_000);
          expect(listed()).toEqual(expect.arrayContaining([first.number, another.number]));
          expect((await viewsOfAnHour()).get(first.number)).toBe(readBefore);
        },
      });
      const hour = await live.counting.boards.top('hour', 100, clock.nowMs());
      expect(hour.find(({ article }) => article === first.number)?.decayedViews).toBeGreaterThan(30);
      await live.read(first.id);
      await expectListsFor(4_000);
    },
    120_000,
  );

  test.each([
    { has: 'has', isFirst: true },
    { has: 'has not', isFirst: false },
  ])(
    'what is read after an article is told while its slot moves and its board $has',
    async ({ isFirst }) => {
      const neighbours = new NeighbourBoardStore(stores.redis);
      const [one, next] = stories.map(({ number }) => number) as [number, number];
      await neighbours.count(
        Array(5).fill({ from: one, to: next, weight: 1, ticks: 1, isWayBack: false }),
        clock.nowMs(),
      );
      const before = await neighbours.read(one, clock.nowMs());
      expect(before.to.size).toBe(1);
      const place = await placeOf(slotOf(stores.keySpace + neighbourBoardKey(one)));
      await moveSlot(cluster, {
        ...{ ...place, first: (key) => key.endsWith(neighbourBoardKey(one)) === isFirst },
        halfway: async () => expect(await neighbours.read(one, clock.nowMs())).toEqual(before),
      });
      expect(await neighbours.read(one, clock.nowMs())).toEqual(before);
    },
    180_000,
  );

  test('a lease that has moved before the newest lists holds, and lists are published', async () => {
    const { slot, to } = await placeOf(slotOf(stores.keySpace + leaseKey()));
    await moveSlot(cluster, {
      ...{ slot, to, first: (key) => key.endsWith(leaseKey()) },
      halfway: () => expectListsFor(10_000),
    });
    await expectListsFor(4_000);
    const stored = JSON.parse((await stores.redis.client.get(newestSnapshotKey())) ?? '{}');
    expect(JSON.stringify(stored)).toContain(String(live.rails.mirror.snapshot!.id.term));
  }, 180_000);
});
