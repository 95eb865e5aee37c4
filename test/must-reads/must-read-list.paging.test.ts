// A reader pages through the Must-Reads while editors act: each process shows what they have done before the ranker does.

import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { composeSurroundings } from '../../src/compose/surroundings';
import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const clock = new ReplayClock(START_MS);
clock.runOften();
const names = Array.from({ length: 16 }, (_, index) => `${String.fromCharCode(97 + index)}-story`);
const editor = new Account({ kind: 'API_KEY', id: 'ida', name: 'Ida', roles: [Role.EDITOR] });
const ids = new Map<string, string>();
let here: LiveNewsroom;
let there: LiveNewsroom;

const editing = () => composeSurroundings({ dataSource: stores.dataSource, clock }, here.newsroom).picks;
const pick = (name: string, value: number) =>
  editing().pick(editor, { articleId: ids.get(name)!, value, lifetime: PickLifetime.LONG });

beforeAll(async () => {
  here = await new LiveNewsroom(stores, { clock }).start();
  there = await new LiveNewsroom(stores, { clock }).start();
  const written = await here.publish(names, (name) => ({ section: { slug: `of-${name}`, name } }));
  for (const [name, { id }] of written) ids.set(name, id);
});

afterAll(async () => {
  await there.stop();
  await here.stop();
});

async function page(process: LiveNewsroom, first: number, after?: string) {
  const { mustReads } = await process.ask(
    `query ($first: Int!, $after: String) { mustReads(first: $first, after: $after) {
      edges { rank node { slug } } pageInfo { hasNextPage endCursor }
    } }`,
    { first, after },
  );
  return mustReads as {
    edges: { rank: number; node: { slug: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

const slugs = ({ edges }: { edges: { node: { slug: string } }[] }) => edges.map(({ node }) => node.slug);
const firstThere = async () => slugs(await page(there, 1))[0];

/** What happens after each page. */
const acts: (() => Promise<unknown>)[] = [
  () => pick('h-story', 5),
  () => pick('p-story', 4),
  () => clock.jumpTo(clock.nowMs() + 3_000),
  async () => {
    const [first] = await stores.dataSource.query('select id from must_read_pick order by id limit 1');
    await editing().remove(editor, first.id);
  },
];

test('nothing is repeated or skipped, whichever process gives the pages', async () => {
  for (let round = 0; round < acts.length; round++) {
    await stores.dataSource.query('delete from must_read_pick');
    await clock.jumpTo(clock.nowMs() + 5_000);
    // Shown by each process itself: the ranker stands still as long as the clock does.
    await pick('n-story', 3);
    await until(async () => (await firstThere()) === 'about-the-n-story');
    expect(here.rails.mustReads.ownEntries()).toBeDefined();
    const whole = slugs(await page(here, 16));
    const found: string[] = [];
    const ranks: number[] = [];
    let after: string | undefined;
    for (let turn = 0; ; turn++) {
      const next = await page(turn % 2 === 0 ? here : there, 3, after);
      found.push(...slugs(next));
      ranks.push(...next.edges.map(({ rank }) => rank));
      if (!next.pageInfo.hasNextPage) break;
      after = next.pageInfo.endCursor;
      await acts[(round + turn) % acts.length]!().catch(() => undefined);
    }
    expect(found).toEqual(whole);
    expect(ranks).toEqual(Array.from({ length: whole.length }, (_, index) => index + 1));
    expect(found).toHaveLength(16);
  }
});

test('the same order has the same name in each process, and another has another', async () => {
  await stores.dataSource.query('delete from must_read_pick');
  await clock.jumpTo(clock.nowMs() + 5_000);
  await pick('c-story', 3);
  await until(async () => (await firstThere()) === 'about-the-c-story');
  const cursor = async (process: LiveNewsroom) => (await page(process, 2)).pageInfo.endCursor;
  const before = await cursor(here);
  expect(await cursor(there)).toBe(before);
  await pick('d-story', 5);
  expect(await cursor(here)).not.toBe(before);
  expect(slugs(await page(here, 1, before))).not.toContain('about-the-c-story');
});
