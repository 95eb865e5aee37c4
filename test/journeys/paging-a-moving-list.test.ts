// A reader who pages through a list that is another one at every tick sees each article once: under every filter, from
// any process, across a change of leader, a quarter of an hour later; and a cursor that was meddled with is refused.

import fc from 'fast-check';
import { BadUserInput } from '../../src/platform/errors';
import { SnapshotGone } from '../../src/ranking/ranking.errors';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const MINUTE_MS = 60_000;
const WORDS = ['bridge', 'tower', 'harbour', 'market', 'school', 'theatre'];
const PLACES = ['north', 'south', 'east', 'west', 'centre'];
const names = WORDS.flatMap((word) => PLACES.map((place) => `${word} ${place}`));

const clock = new ReplayClock(START_MS);
clock.runOften();
let live: LiveNewsroom;
let other: LiveNewsroom;
let ids: Map<string, { id: string; number: number }>;
let seed = 11;

const random = () => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  other = await new LiveNewsroom(stores, { clock }).start();
  ids = await live.publish(names, (name) => {
    const index = names.indexOf(name);
    return {
      headline: `${name} ${(index * 7_919).toString(36)} ${(index * 104_729).toString(36)}`,
      section:
        index % 2 === 0
          ? { slug: 'football', name: 'Football', parentSlug: 'sport' }
          : { slug: 'sport', name: 'Sport' },
      language: index % 3 === 0 ? 'ko' : 'en',
      authors: [{ name: index % 4 === 0 ? 'Kim Even' : 'Odd Roe' }],
      tags: index % 5 === 0 ? ['Rare'] : ['Common'],
    };
  });
  for (const name of names.slice(0, 20)) await read(name, 1 + Math.floor(random() * 30));
  await clock.jumpTo(clock.nowMs() + 2_000);
});

afterAll(async () => {
  await live.stop();
  await other.stop();
});

/** Somebody else is read at the highest rate now, and every process shows it. */
async function theListMoves(): Promise<void> {
  const before = (await live.popularNow('(first: 200)')).join();
  const name = names[Math.floor(random() * names.length)]!;
  await read(name, 40 + Math.floor(random() * 80));
  await clock.jumpTo(clock.nowMs() + 31_000);
  moves += (await live.popularNow('(first: 200)')).join() === before ? 0 : 1;
}

let moves = 0;
let visitors = 0;

/** By visitors whom no process has seen. */
async function read(name: string, times: number): Promise<void> {
  const readers = Array.from({ length: times }, () => `reader ${++visitors}`);
  await live.readBy(readers, ids.get(name)!.id);
}

interface Page {
  edges: { rank: number; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function pageOf(
  process: LiveNewsroom,
  filter: string,
  first: number,
  after: string | null,
): Promise<Page> {
  const { popularNow } = await process.ask(
    `query ($first: Int!, $after: String) { popularNow(first: $first, after: $after ${filter}) {
      edges { rank node { id } } pageInfo { hasNextPage endCursor } } }`,
    { first, after },
  );
  return popularNow;
}

const idsOf = (page: Page) => page.edges.map((edge) => edge.node.id);

const filters = [
  '',
  ', section: "sport"',
  ', section: "football"',
  ', language: "ko"',
  ', author: "kim-even"',
  ', tag: "rare"',
  ', section: "sport", language: "en", tag: "common"',
];

describe.each(filters)('paging through popularNow(%s)', (filter) => {
  test.each([1, 4, 7])('%i at a time shows the list of the first page, each article once', async (first) => {
    const whole = idsOf(await pageOf(live, filter, 200, null));
    expect(whole.length).toBeGreaterThan(1);
    const found: string[] = [];
    let after: string | null = null;
    const movesBefore = moves;
    for (let turn = 0; ; turn++) {
      const page = await pageOf(turn % 2 === 0 ? live : other, filter, first, after);
      expect(page.edges.map((edge) => edge.rank)).toEqual(page.edges.map((_, at) => found.length + at + 1));
      found.push(...idsOf(page));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
      if (turn < 4) await theListMoves();
    }
    expect(found).toEqual(whole);
    expect(moves > movesBefore).toBe(whole.length > first);
  });
});

test('goes on under the next leader, and in a process that has only just started', async () => {
  const whole = idsOf(await pageOf(live, '', 200, null));
  const { pageInfo } = await pageOf(live, '', 5, null);
  await live.stop();
  await clock.jumpTo(clock.nowMs() + 5_000);
  live = await new LiveNewsroom(stores, { clock }).start();
  await clock.jumpTo(clock.nowMs() + 5_000);
  expect(other.rails.ranker.isLeader || live.rails.ranker.isLeader).toBe(true);
  await theListMoves();
  for (const process of [live, other]) {
    expect(idsOf(await pageOf(process, '', 200, pageInfo.endCursor))).toEqual(whole.slice(5));
  }
});

test('goes on after fourteen minutes, and after it is gone says so and how to go on', async () => {
  const whole = idsOf(await pageOf(live, '', 200, null));
  const { pageInfo } = await pageOf(live, '', 5, null);
  for (let minute = 0; minute < 14; minute++) {
    await theListMoves();
    await clock.jumpTo(clock.nowMs() + MINUTE_MS - 31_000);
  }
  expect(idsOf(await pageOf(live, '', 200, pageInfo.endCursor))).toEqual(whole.slice(5));
  const fresh = await new LiveNewsroom(stores, { clock }).start();
  expect(idsOf(await pageOf(fresh, '', 200, pageInfo.endCursor))).toEqual(whole.slice(5));
  // As Redis does it after a quarter of an hour.
  await removeKeys(
    stores,
    (await allKeys(stores)).filter((key) => key.includes('order:')),
  );
  const asked = pageOf(fresh, '', 200, pageInfo.endCursor);
  await expect(asked).rejects.toBeInstanceOf(SnapshotGone);
  await expect(asked).rejects.toMatchObject({ code: 'SNAPSHOT_GONE', field: 'after' });
  await expect(asked).rejects.toThrow(/Ask again without "after"/);
  await fresh.stop();
});

test('a cursor that somebody has meddled with is refused, or is a place of a list that there is', async () => {
  const { pageInfo } = await pageOf(live, '', 5, null);
  const now = new Date(clock.nowMs()).toISOString();
  const parts = JSON.parse(Buffer.from(pageInfo.endCursor, 'base64url').toString()) as unknown[];
  const someText = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.constantFrom('__proto__', "' or 1=1 --", '\u0000', '9-9', '0-0', 'x'.repeat(2_000)),
  );
  const someValue = fc.oneof(
    someText,
    fc.integer(),
    fc.double(),
    fc.constant(null),
    fc.constant([]),
    fc.constant({}),
  );
  const otherParts = fc
    .tuple(fc.nat(parts.length - 1), someValue)
    .map(([at, value]) => parts.map((part, index) => (index === at ? value : part)))
    .map((changed) => Buffer.from(JSON.stringify(changed)).toString('base64url'));
  const otherBytes = fc
    .tuple(fc.nat(pageInfo.endCursor.length - 1), fc.constantFrom(...'AZaz09-_=+/ %'))
    .map(([at, one]) => pageInfo.endCursor.slice(0, at) + one + pageInfo.endCursor.slice(at + 1));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(someText, otherParts, otherBytes),
      fc.constantFrom('', `, asOf: "${now}"`),
      async (cursor, asOf) => {
        const outcome = await pageOf(live, asOf, 5, cursor).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect([BadUserInput, SnapshotGone].some((kind) => outcome instanceof kind)).toBe(true);
          expect(outcome).toMatchObject({ field: 'after' });
        } else expect((outcome as Page).edges.length).toBeLessThanOrEqual(5);
      },
    ),
    { numRuns: 300 },
  );
});
