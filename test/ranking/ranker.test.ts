import { Registry } from 'prom-client';
import { SimulatedClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { leaseKey, newestSnapshotKey, orderKey, sourceMemoriesKey } from '../../src/ranking/ranking-keys';
import { isNewer, readSnapshotId, type Snapshot, writeSnapshotId } from '../../src/ranking/snapshot';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { allKeys, removeKeys, useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);

const running: LiveNewsroom[] = [];

/** A process of the program, with a clock of its own: who does not move it has put the process to sleep. */
async function aProcess(given: ConstructorParameters<typeof LiveNewsroom>[1] = {}) {
  const clock = new SimulatedClock(START_MS);
  const live = await new LiveNewsroom(stores, { clock, ...given }).start();
  running.push(live);
  return { live, clock, ranker: live.rails.ranker, mirror: live.rails.mirror };
}

/** A process whose clock jumps: what is due runs once a jump, so that minutes cost no more than moments. */
async function aJumpingProcess() {
  const clock = new ReplayClock(START_MS);
  clock.runOften();
  const live = await new LiveNewsroom(stores, { clock }).start();
  running.push(live);
  return { live, clock, ranker: live.rails.ranker };
}

/** Everything that this test file has in Redis. */
async function emptyRedis(): Promise<void> {
  await removeKeys(stores, await allKeys(stores));
}

const siteOrder = (snapshot: Snapshot | undefined) =>
  snapshot?.lists.get('site')?.entries.map((entry) => entry.article) ?? [];

afterEach(async () => {
  for (const live of running.splice(0)) await live.stop();
  await emptyRedis();
  await stores.dataSource.query('truncate article cascade');
});

describe('of two processes', () => {
  test('one leads, and both have its lists', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    expect([one.ranker.isLeader, two.ranker.isLeader]).toEqual([true, false]);
    await one.clock.advanceBy(400);
    await until(() => two.mirror.snapshot?.id.sequence === one.mirror.snapshot!.id.sequence);
  });

  test('the second leads within five seconds after the first has died', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    await one.live.read(articles.get('tower')!.id, 5);
    await one.clock.advanceBy(800);
    const last = one.mirror.snapshot!;
    await two.clock.advanceBy(800);
    expect(two.ranker.isLeader).toBe(false);
    await two.clock.advanceBy(4_200);
    expect(two.ranker.isLeader).toBe(true);
    expect(isNewer(two.mirror.snapshot!.id, last.id)).toBe(true);
    expect(siteOrder(two.mirror.snapshot)).toEqual(siteOrder(last));
    expect(two.mirror.lagMs).toBeLessThan(1_000);
  });

  test('the second leads at once when the first stops in order', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    await one.live.rails.stop();
    await two.clock.advanceBy(400);
    expect(two.ranker.isLeader).toBe(true);
  });

  test('one that has slept over its lease puts no old list back', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    const boards = one.live.counting.boards;
    const minuteCounts = boards.minuteCounts.bind(boards);
    let wakeUp: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    boards.minuteCounts = async (minute) => {
      await asleep;
      return minuteCounts(minute);
    };
    // It has the lease, and falls asleep over the boards.
    const lateTick = one.clock.advanceBy(400);
    await two.clock.advanceBy(5_000);
    const current = two.mirror.snapshot!;
    expect(two.ranker.isLeader).toBe(true);
    wakeUp();
    await lateTick;
    expect(two.mirror.snapshot!.id).toEqual(current.id);
    const kept = await two.live.ask('{ popularNow { snapshot { id } } }');
    expect(kept.popularNow.snapshot.id).toBe(`${current.id.term}-${current.id.sequence}`);
    await one.clock.advanceBy(5_000);
    expect(one.ranker.isLeader).toBe(false);
    await until(() => one.mirror.snapshot?.id.term === current.id.term);
  });

  test('one that has slept over its lease takes no late minutes away from the other', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    const boards = one.live.counting.boards;
    const takeLateMinutes = boards.takeLateMinutes.bind(boards);
    let wakeUp: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    boards.takeLateMinutes = async (term) => {
      await asleep;
      return takeLateMinutes(term);
    };
    const lateTick = one.clock.advanceBy(400);
    await two.clock.advanceBy(5_000);
    expect(two.ranker.isLeader).toBe(true);
    const tower = articles.get('tower')!;
    const report = { articleId: tower.id, occurredAtMs: START_MS - 10 * MINUTE_MS };
    await two.live.counting.counter.record([{ reader: { visitor: 'late', kind: 'READER' }, report }]);
    wakeUp();
    await lateTick;
    expect(one.ranker.isLeader).toBe(false);
    await two.clock.advanceBy(800);
    expect(two.mirror.list('site')!.entries.find(({ article }) => article === tower.number)).toMatchObject({
      viewsInWindow: 1,
    });
  });

  test('the next leader goes on steadily from the lists of the last one', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    const [bridge, tower] = [articles.get('bridge')!, articles.get('tower')!];
    await one.live.read(bridge.id, 20);
    await one.live.read(tower.id, 19);
    await one.clock.advanceBy(2_400);
    expect(siteOrder(one.mirror.snapshot)).toEqual([bridge.number, tower.number]);
    // Not enough to swap two that stay, but enough for first place in a list that begins anew.
    await two.live.read(tower.id, 3);
    await two.clock.advanceBy(6_000);
    expect(two.ranker.isLeader).toBe(true);
    expect(siteOrder(two.mirror.snapshot)).toEqual([bridge.number, tower.number]);
  });
});

describe('every order that clients see', () => {
  test('is kept for a quarter of an hour, however fast it changes', async () => {
    const { live, clock, mirror } = await aProcess();
    const articles = await live.publish(['bridge', 'tower', 'harbour', 'market']);
    const shown = new Map<string, number[]>();
    for (const name of ['market', 'harbour', 'tower', 'bridge']) {
      await live.read(articles.get(name)!.id, 4);
      await clock.advanceBy(400);
      shown.set(writeSnapshotId(mirror.list('site')!.orderId), siteOrder(mirror.snapshot));
    }
    expect(shown.size).toBeGreaterThan(2);
    for (const [id, order] of shown) {
      const key = orderKey('site', readSnapshotId(id)!);
      expect(await stores.redis.client.get(key)).toBe(order.join());
      expect(await stores.redis.client.ttl(key)).toBeGreaterThan(15 * 60 + 60);
    }
  });
});

describe('an article', () => {
  test('knows its rank of ten minutes ago, under the next leader too', async () => {
    const [one, two] = [await aJumpingProcess(), await aJumpingProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    await one.live.read(articles.get('bridge')!.id, 3);
    await one.clock.jumpTo(START_MS + MINUTE_MS);
    await one.clock.jumpTo(START_MS + 2 * MINUTE_MS);
    await two.clock.jumpTo(START_MS + 11 * MINUTE_MS);
    await two.live.read(articles.get('tower')!.id, 60);
    await two.clock.jumpTo(START_MS + 11 * MINUTE_MS + 1_000);
    expect(two.ranker.isLeader).toBe(true);
    const { popularNow } = await two.live.ask('{ popularNow { edges { rank previousRank node { slug } } } }');
    expect(popularNow.edges).toEqual([
      { rank: 1, previousRank: 2, node: { slug: 'about-the-tower' } },
      { rank: 2, previousRank: 1, node: { slug: 'about-the-bridge' } },
    ]);
  });

  test('that is read late moves by the minutes in which it was read', async () => {
    const { live, clock } = await aJumpingProcess();
    const articles = await live.publish(['bridge', 'tower']);
    await live.read(articles.get('bridge')!.id, 2);
    await clock.jumpTo(START_MS + 20 * MINUTE_MS);
    const report = { articleId: articles.get('tower')!.id, occurredAtMs: clock.nowMs() - 10 * MINUTE_MS };
    await live.counting.counter.record([{ reader: { visitor: 'late', kind: 'READER' }, report }]);
    await clock.jumpTo(clock.nowMs() + 1_000);
    const { popularNow } = await live.ask('{ popularNow { edges { reason viewsInWindow node { slug } } } }');
    expect(popularNow.edges[0]).toEqual({
      reason: 'READ_NOW',
      viewsInWindow: 1,
      node: { slug: 'about-the-tower' },
    });
  });
});

describe('a site that falls silent', () => {
  test('keeps its rates, under the next leader too', async () => {
    const [one, two] = [await aJumpingProcess(), await aJumpingProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    const scores = (live: LiveNewsroom) =>
      live.rails.mirror.list('site')!.entries.map(({ article, score }) => [article, score.toFixed(3)]);
    for (let passed = 1; passed <= 12; passed++) {
      await one.live.read(articles.get('bridge')!.id, 30);
      await one.live.read(articles.get('tower')!.id, 10);
      await one.clock.jumpTo(START_MS + passed * 20_000);
    }
    // Once it is sure; rates hold for some seconds.
    await one.clock.jumpTo(one.clock.nowMs() + 45_000);
    await one.clock.jumpTo(one.clock.nowMs() + 15_000);
    const before = scores(one.live);
    const standsStillSeconds = async ({ rails }: LiveNewsroom) => {
      const registry = new Registry();
      rails.register(registry);
      return (await registry.getSingleMetric('mostread_ranking_standstill_seconds')!.get()).values[0]?.value;
    };
    const stoodStill = await standsStillSeconds(one.live);
    expect(stoodStill).toBeGreaterThan(45);
    await one.clock.jumpTo(one.clock.nowMs() + 90_000);
    expect(scores(one.live)).toEqual(before);
    expect(await standsStillSeconds(one.live)).toBeCloseTo(stoodStill! + 90, 0);
    await one.live.rails.stop();
    await two.clock.jumpTo(one.clock.nowMs() + 2 * MINUTE_MS);
    await two.clock.jumpTo(one.clock.nowMs() + 3 * MINUTE_MS);
    expect(two.ranker.isLeader).toBe(true);
    expect(scores(two.live)).toEqual(before);
  });
});

describe('a Redis that came back empty', () => {
  test('in one part, with the lease, is led again within a tick', async () => {
    const one = await aProcess();
    await one.live.rails.stop();
    await aProcess().then(({ live }) => live.rails.stop());
    await removeKeys(stores, [leaseKey(), newestSnapshotKey(), sourceMemoriesKey()]);
    const fresh = await aProcess();
    await fresh.clock.advanceBy(800);
    expect(fresh.ranker.isLeader).toBe(true);
    expect(fresh.mirror.snapshot!.id.term).toBeGreaterThan(2);
  });

  test('stops neither its leader nor those who follow', async () => {
    const [one, two] = [await aProcess(), await aProcess()];
    const articles = await one.live.publish(['bridge', 'tower']);
    await one.clock.advanceBy(2_000);
    const before = one.mirror.snapshot!;
    await emptyRedis();
    await one.live.read(articles.get('tower')!.id, 2);
    await one.clock.advanceBy(800);
    expect(one.ranker.isLeader).toBe(true);
    expect(isNewer(one.mirror.snapshot!.id, before.id)).toBe(true);
    await until(() => siteOrder(two.mirror.snapshot)[0] === articles.get('tower')!.number);
  });

  test('freezes no process, though its new leader knows of no term before', async () => {
    const one = await aProcess();
    const follower = await aProcess();
    await one.live.rails.stop();
    for (let term = 0; term < 3; term++) await (await aProcess()).live.rails.stop();
    await until(() => (follower.mirror.snapshot?.id.term ?? 0) >= 4);
    await follower.ranker.stop();
    await emptyRedis();
    const fresh = await aProcess();
    await fresh.clock.advanceTo(START_MS + 12_000);
    expect(fresh.mirror.snapshot!.id.term).toBe(1);
    await follower.clock.advanceTo(START_MS + 12_000);
    expect(follower.mirror.snapshot!.id.term).toBe(1);
  });
});

describe('a ranker', () => {
  const ticksOf = async (act: (one: Awaited<ReturnType<typeof aProcess>>) => Promise<void>) => {
    const one = await aProcess();
    await one.live.rails.stop();
    let ticks = 0;
    const tick = one.ranker.tick.bind(one.ranker);
    one.ranker.tick = () => {
      ticks++;
      return tick();
    };
    await act(one);
    const before = ticks;
    await one.clock.advanceBy(2_000);
    return { before, after: ticks - before };
  };

  test('that is stopped while its first tick runs ticks no more, and leads no more', async () => {
    let isLeader = true;
    const { after } = await ticksOf(async ({ ranker }) => {
      const starting = ranker.start();
      await ranker.stop();
      await starting;
      isLeader = ranker.isLeader;
    });
    expect({ after, isLeader }).toEqual({ after: 0, isLeader: false });
  });

  test('that is started twice ticks once a period, and that is stopped twice not at all', async () => {
    const twice = await ticksOf(async ({ ranker }) => {
      await Promise.all([ranker.start(), ranker.start()]);
      await ranker.start();
    });
    expect(twice).toEqual({ before: 1, after: 5 });
    const stopped = await ticksOf(async ({ ranker }) => {
      await ranker.start();
      await Promise.all([ranker.stop(), ranker.stop()]);
      await ranker.stop();
    });
    expect(stopped).toEqual({ before: 1, after: 0 });
  });

  test('that is started again while it stops goes on once it has stopped', async () => {
    const { after } = await ticksOf(async ({ ranker }) => {
      await ranker.start();
      await Promise.all([ranker.stop(), ranker.start()]);
      expect(ranker.isLeader).toBe(true);
    });
    expect(after).toBe(5);
  });
});

describe('a Redis that does not answer', () => {
  test('leaves the lists as they are, ageing, and ranking goes on when it is back', async () => {
    const proxy = await stores.proxied();
    const redis = openRedis({ ...proxy.place, keySpace: stores.keySpace }, stores.log);
    await redis.ready();
    const { live, clock, mirror } = await aProcess({ redis });
    const articles = await live.publish(['bridge', 'tower']);
    await live.read(articles.get('tower')!.id, 2);
    await clock.advanceBy(800);
    proxy.refuse();
    proxy.cut();
    await until(() => redis.client.status !== 'ready');
    await clock.advanceBy(30_000);
    expect(await live.popularNow()).toEqual(['about-the-tower', 'about-the-bridge']);
    expect(mirror.lagMs).toBeGreaterThan(29_000);
    const { article } = await live.ask(
      '{ article(slug: "about-the-tower") { youMayAlsoLike { edges { node { slug } } } } }',
    );
    expect(article.youMayAlsoLike.edges).toEqual([{ node: { slug: 'about-the-bridge' } }]);
    proxy.accept();
    await until(() => redis.client.status === 'ready');
    await clock.advanceBy(4_000);
    expect(mirror.lagMs).toBeLessThan(1_000);
    await live.stop();
    running.splice(running.indexOf(live), 1);
    await redis.close();
    await proxy.close();
  });
});
