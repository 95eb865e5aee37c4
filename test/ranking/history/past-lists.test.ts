import { BadUserInput } from '../../../src/platform/errors';
import { SnapshotGone } from '../../../src/ranking/ranking.errors';
import { ReplayClock } from '../../../src/traffic/replay-clock';
import { LiveNewsroom } from '../../builders/a-live-newsroom';
import { withdraw } from '../../builders/an-editor';
import { useStores } from '../../setup/stores';
import { until } from '../../setup/until';

const stores = useStores();
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const names = [
  ...['bridge', 'tower', 'harbour', 'market', 'school', 'theatre'],
  ...['station', 'museum', 'library', 'stadium', 'hospital', 'airport'],
];

const clock = new ReplayClock(START_MS);
clock.runOften();
let live: LiveNewsroom;
let ids: Map<string, { id: string; number: number }>;
/** What the whole list was when it was recorded, by the minute of the clock. */
const shown = new Map<number, Shown>();

interface Shown {
  slugs: string[];
  computedAt: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a GraphQL answer.
  edges: any[];
}

const EDGES = `edges { rank previousRank listedSince score reason viewsInWindow node { slug }
  explain { sentence parts { kind value } } }`;

async function recorded(minute: number): Promise<boolean> {
  const rows = await stores.dataSource.query('select 1 from ranked_minute where minute = $1', [minute]);
  return rows.length > 0;
}

/** The first list of the next minute, as it is shown and, in the end, kept. */
async function nextMinute(): Promise<number> {
  const minute = Math.floor(clock.nowMs() / MINUTE_MS) + 1;
  await clock.jumpTo(minute * MINUTE_MS + 200);
  await until(() => recorded(minute));
  const { popularNow } = await live.ask(`{ popularNow(first: 200) { ${EDGES} snapshot { computedAt } } }`);
  shown.set(minute, {
    slugs: slugsOf(popularNow),
    edges: popularNow.edges,
    computedAt: popularNow.snapshot.computedAt.toISOString(),
  });
  return minute;
}

/** What is kept is exact to four digits and a second. */
function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 2);
  if (value instanceof Date) return expect.any(Date);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(near);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, near(part)]));
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of a GraphQL answer.
const slugsOf = (page: any): string[] => page.edges.map((edge: any) => edge.node.slug);

interface Asked {
  first?: number;
  after?: string | null;
  filter?: string;
  process?: LiveNewsroom;
}

async function listAt(atMs: number, { first = 200, after = null, filter = '', process = live }: Asked = {}) {
  const { popularNow } = await process.ask(
    `query ($asOf: DateTime!, $first: Int!, $after: String) {
      popularNow(asOf: $asOf, first: $first, after: $after ${filter}) {
        ${EDGES} totalCount pageInfo { hasNextPage endCursor } snapshot { id computedAt lagMs window }
      } }`,
    { asOf: new Date(atMs), first, after },
  );
  return popularNow;
}

async function failure(asked: Promise<unknown>): Promise<Error> {
  return asked.then(
    () => {
      throw new Error('It was answered');
    },
    (error: Error) => error,
  );
}

let minutes: number[] = [];

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  ids = await live.publish(names, (name) => {
    const index = names.indexOf(name);
    return {
      section: index % 2 === 0 ? { slug: 'sport', name: 'Sport' } : { slug: 'town', name: 'Town' },
      language: index % 3 === 0 ? 'ko' : 'en',
      authors: [{ name: index % 4 === 0 ? 'Kim Even' : 'Odd Roe' }],
      tags: index < 3 ? ['Rare'] : ['Common'],
    };
  });
  await live.read(ids.get('bridge')!.id, 6);
  minutes.push(await nextMinute());
  await live.read(ids.get('tower')!.id, 30);
  minutes.push(await nextMinute());
  await live.read(ids.get('harbour')!.id, 90);
  minutes.push(await nextMinute());
  minutes = [...minutes, await nextMinute()];
  await clock.jumpTo(clock.nowMs() + 40_000);
});

afterAll(() => live.stop());

describe('a list as of a minute', () => {
  test('is the one that was shown then, whole, with all that explains it', async () => {
    const orders = new Set<string>();
    for (const minute of minutes) {
      const { slugs, computedAt, edges } = shown.get(minute)!;
      const then = await listAt(minute * MINUTE_MS + 30_000);
      expect(slugsOf(then)).toEqual(slugs);
      expect(then.edges).toEqual(near(edges));
      expect(then.snapshot.computedAt.toISOString()).toBe(computedAt);
      expect(then.snapshot.lagMs).toBe(30_000 - (new Date(computedAt).getTime() % MINUTE_MS));
      orders.add(slugs.join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test('has parts that add up to the score', async () => {
    for (const { score, explain } of (await listAt(minutes[2]! * MINUTE_MS)).edges) {
      const sum = explain.parts.reduce((total: number, part: { value: number }) => total + part.value, 0);
      expect(sum).toBeCloseTo(score, 9);
    }
  });

  test.each([
    { filter: ', section: "sport"', of: (index: number) => index % 2 === 0 },
    { filter: ', language: "ko"', of: (index: number) => index % 3 === 0 },
    { filter: ', author: "kim-even"', of: (index: number) => index % 4 === 0 },
    { filter: ', tag: "rare"', of: (index: number) => index < 3 },
    { filter: ', tag: "rare", section: "sport", language: "en"', of: (index: number) => index === 2 },
  ])('is cut by $filter', async ({ filter, of }) => {
    const then = await listAt(minutes[1]! * MINUTE_MS, { filter });
    const wanted = names.filter((_, index) => of(index)).map((name) => `about-the-${name}`);
    expect(slugsOf(then).sort()).toEqual(wanted.sort());
    expect(then.totalCount).toBe(wanted.length);
  });

  test('leaves out what is excluded', async () => {
    const out = ids.get('tower')!.id;
    const then = await listAt(minutes[1]! * MINUTE_MS, { filter: `, excluding: ["${out}"]` });
    expect(slugsOf(then)).toEqual(shown.get(minutes[1]!)!.slugs.filter((slug) => slug !== 'about-the-tower'));
  });

  test.each([1, 5, 12])(
    'is read in pages of %i, by another process too, while the lists of now move on',
    async (first) => {
      const other = await new LiveNewsroom(stores, { clock }).start();
      const asOf = minutes[1]! * MINUTE_MS + 10_000;
      const found: string[] = [];
      const ranks: number[] = [];
      let after: string | null = null;
      try {
        for (let turn = 0; ; turn++) {
          const page = await listAt(asOf, { first, after, process: turn % 2 === 0 ? live : other });
          found.push(...slugsOf(page));
          ranks.push(...page.edges.map((edge: { rank: number }) => edge.rank));
          if (!page.pageInfo.hasNextPage) break;
          after = page.pageInfo.endCursor;
          await live.read(ids.get(names[turn % 12]!)!.id, 7);
          await clock.jumpTo(clock.nowMs() + 500);
        }
      } finally {
        await other.stop();
      }
      expect(found).toEqual(shown.get(minutes[1]!)!.slugs);
      expect(ranks).toEqual(found.map((_, index) => index + 1));
    },
  );

  test('in which nothing was ranked is the last before, and says how old', async () => {
    const last = await nextMinute();
    const minuteLater = last + 7;
    // Nobody ticks: the clock of a process that is gone.
    const other = await new LiveNewsroom(stores, {
      clock: new ReplayClock(minuteLater * MINUTE_MS + 1_000),
    }).start();
    const then = await listAt((last + 5) * MINUTE_MS, { process: other });
    await other.stop();
    expect(slugsOf(then)).toEqual(shown.get(last)!.slugs);
    expect(then.snapshot.computedAt.toISOString()).toBe(shown.get(last)!.computedAt);
    expect(then.snapshot.lagMs).toBe(
      (last + 5) * MINUTE_MS - new Date(shown.get(last)!.computedAt).getTime(),
    );
  });
});

describe('refused is', () => {
  test.each([
    { at: 'the future', offsetMs: 60_000, says: /yet to come/ },
    {
      at: 'what is beyond retention',
      offsetMs: -31 * 24 * 60 * MINUTE_MS,
      says: /kept for 30 days, back to/,
    },
    {
      at: 'what is before the record',
      offsetMs: -2 * 60 * MINUTE_MS,
      says: /the record begins at 2026-04-01T12:0/,
    },
  ])('$at', async ({ offsetMs, says }) => {
    const error = await failure(listAt(clock.nowMs() + offsetMs));
    expect(error).toBeInstanceOf(BadUserInput);
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ field: 'asOf' });
  });

  test('a cursor of another minute, of another filter, of the list of now', async () => {
    const asOf = minutes[2]! * MINUTE_MS;
    const { pageInfo } = await listAt(asOf, { first: 2 });
    const after = pageInfo.endCursor;
    const now = await live.ask('{ popularNow(first: 2) { pageInfo { endCursor } } }');
    const wrong = [
      listAt(asOf - MINUTE_MS, { after }),
      listAt(asOf, { after, filter: ', tag: "rare"' }),
      listAt(asOf, { after: now.popularNow.pageInfo.endCursor }),
      live.ask('query ($after: String) { popularNow(after: $after) { totalCount } }', { after }),
    ];
    for (const asked of wrong) expect((await failure(asked)).message).toMatch(/"after" is not a cursor/);
    expect(slugsOf(await listAt(asOf, { after })).length).toBeGreaterThan(0);
  });

  test('a cursor whose record another leader has replaced', async () => {
    const asOf = minutes[2]! * MINUTE_MS;
    const { pageInfo } = await listAt(asOf, { first: 2 });
    const replace = (by: number) =>
      stores.dataSource.query('update ranked_list_minute set sequence = sequence + $2 where minute = $1', [
        minutes[2],
        by,
      ]);
    await replace(1);
    const error = await failure(listAt(asOf, { after: pageInfo.endCursor }));
    await replace(-1);
    expect(error).toBeInstanceOf(SnapshotGone);
  });
});

test('what has been withdrawn since stands on no list of the past', async () => {
  await withdraw(live.newsroom, ids.get('tower')!.id);
  const then = await listAt(minutes[1]! * MINUTE_MS);
  expect(slugsOf(then)).toEqual(shown.get(minutes[1]!)!.slugs.filter((slug) => slug !== 'about-the-tower'));
});
