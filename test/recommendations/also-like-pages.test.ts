import { BadUserInput } from '../../src/platform/errors';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { withdraw } from '../builders/an-editor';
import { useStores } from '../setup/stores';

const stores = useStores();
const clock = new ReplayClock(Date.UTC(2026, 3, 1, 12, 0, 30));
clock.runOften();
const names = Array.from({ length: 30 }, (_, index) => `story${index}`);
const ids = new Map<string, string>();
const numbers = new Map<string, number>();
let live: LiveNewsroom;
let neighbours: NeighbourBoardStore;

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  neighbours = new NeighbourBoardStore(stores.redis);
  const outcomes = await live.publish(names, (name) => ({
    headline: `${name} a${name} b${name} c${name}`,
    section: { slug: `section-${names.indexOf(name) % 4}`, name: 'A section' },
  }));
  for (const [name, { id, number }] of outcomes) {
    ids.set(name, id);
    numbers.set(name, number);
  }
  await clock.jumpTo(clock.nowMs() + 1_000);
});
afterAll(() => live.stop());

async function goOn(from: string, to: string, readers: number): Promise<void> {
  const visit = { from: numbers.get(from)!, to: numbers.get(to)!, weight: 1, ticks: 1 as const };
  await neighbours.count(Array(readers).fill(visit), clock.nowMs());
  await clock.jumpTo(clock.nowMs() + 1_000);
}

interface Page {
  names: string[];
  ranks: number[];
  endCursor: string;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  totalCount: number;
}

const FIELDS =
  'edges { rank node { headline } } pageInfo { endCursor hasNextPage hasPreviousPage } totalCount';

// biome-ignore lint/suspicious/noExplicitAny: what GraphQL answers has the shape of the query.
function pageOf(list: any): Page {
  return {
    names: list.edges.map((edge: { node: { headline: string } }) => edge.node.headline.split(' ')[0]),
    ranks: list.edges.map((edge: { rank: number }) => edge.rank),
    ...list.pageInfo,
    totalCount: list.totalCount,
  };
}

/** Of the list of story0, unless another field is named. */
async function ask(given: { after?: string; read?: string[]; first?: number; of?: string }): Promise<Page> {
  const { after, first = 5, of = 'story0' } = given;
  const read = (given.read ?? []).map((name) => ids.get(name));
  const answer = await live.ask(
    `query ($id: ID!, $first: Int!, $after: String, $read: [ID!]) {
      article(id: $id) { youMayAlsoLike(first: $first, after: $after, read: $read) { ${FIELDS} } }
    }`,
    { id: ids.get(of), first, after, read },
  );
  return pageOf(answer.article.youMayAlsoLike);
}

async function allPages(): Promise<Page[]> {
  const pages = [await ask({})];
  while (pages.at(-1)!.hasNextPage) pages.push(await ask({ after: pages.at(-1)!.endCursor }));
  return pages;
}

describe('pages of You May Also Like', () => {
  test('are the whole list, cut', async () => {
    const whole = await ask({ first: 20 });
    const pages = await allPages();
    expect(pages.flatMap((page) => page.names)).toEqual(whole.names);
    expect(pages.flatMap((page) => page.ranks)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(pages.map(({ hasPreviousPage }) => hasPreviousPage)).toEqual([false, true, true, true]);
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([20, 20, 20, 20]);
  });

  test('go on in the order of the first one, however readers go on meanwhile', async () => {
    const whole = await ask({ first: 20 });
    const first = await ask({});
    for (const name of whole.names.slice(10).reverse()) await goOn('story0', name, 9);
    await goOn('story0', 'story29', 30);
    expect((await ask({})).names).not.toEqual(first.names);
    const rest = await ask({ first: 20, after: first.endCursor });
    expect([...first.names, ...rest.names]).toEqual(whole.names);
  });

  test('leave out what was read, withdrawn and buried since, and nothing else', async () => {
    const whole = await ask({ first: 20 });
    const first = await ask({});
    const further = whole.names.slice(5);
    const gone = further.find((name) => /story1[3-6]/.test(name))!;
    const read = further.find((name) => name !== gone)!;
    await withdraw(live.newsroom, ids.get(gone)!);
    const rest = await ask({ first: 20, after: first.endCursor, read: [read] });
    expect(rest.names).toEqual(further.filter((name) => name !== gone && name !== read));
    expect(rest.ranks[0]).toBe(6);
    expect(rest.hasNextPage).toBe(false);
  });

  test('go on from any place, in any process', async () => {
    const answer = await live.ask(
      `query ($id: ID!) { article(id: $id) { youMayAlsoLike(first: 4) { edges { cursor node { headline } } } } }`,
      { id: ids.get('story1') },
    );
    const { edges } = answer.article.youMayAlsoLike;
    const other = await new LiveNewsroom(stores, { clock }).start();
    const next = await other.ask(
      `query ($id: ID!, $after: String) { article(id: $id) { youMayAlsoLike(first: 2, after: $after) {
         edges { node { headline } } } } }`,
      { id: ids.get('story1'), after: edges[1].cursor },
    );
    await other.stop();
    expect(next.article.youMayAlsoLike.edges).toEqual(
      edges.slice(2).map(({ node }: { node: object }) => ({ node })),
    );
  });

  test('of another article, or changed by hand, are refused by name', async () => {
    const { endCursor } = await ask({ of: 'story2' });
    await expect(ask({ of: 'story3', after: endCursor })).rejects.toThrow(BadUserInput);
    const packed = JSON.parse(Buffer.from(endCursor, 'base64url').toString());
    const forged = [packed[0], packed[1].replace(/^[0-9a-z]+/, 'zz'), packed[2], packed[3]];
    for (const wrong of [
      Buffer.from(JSON.stringify(forged)).toString('base64url'),
      Buffer.from(JSON.stringify([packed[0], packed[1], 2, packed[3]])).toString('base64url'),
      endCursor.slice(0, -3),
      'nonsense',
      '',
      'x'.repeat(5_000),
    ]) {
      await expect(ask({ of: 'story2', after: wrong })).rejects.toThrow(
        /"after" is not a cursor of this list/,
      );
    }
  });
});

describe('for you', () => {
  const forYou = async (argumentsText = ''): Promise<Page> =>
    pageOf((await live.ask(`{ forYou${argumentsText} { ${FIELDS} } }`)).forYou);

  test('is what readers went on to from what was read', async () => {
    await goOn('story5', 'story17', 12);
    expect((await forYou(`(read: ["${ids.get('story5')}"])`)).names[0]).toBe('story17');
    expect((await forYou()).names).toHaveLength(5);
  });

  test('goes on in its own list only', async () => {
    const first = await forYou('(first: 3)');
    const next = await forYou(`(first: 20, after: "${first.endCursor}")`);
    expect(next.names.filter((name) => first.names.includes(name))).toEqual([]);
    await expect(forYou(`(section: "section-1", after: "${first.endCursor}")`)).rejects.toThrow(BadUserInput);
  });

  test('of a section begins with all that it has', async () => {
    const { names: shown } = await forYou('(section: "section-2", first: 50)');
    const ofSection = names.filter((_, index) => index % 4 === 2);
    expect(shown.slice(0, ofSection.length).sort()).toEqual([...ofSection].sort());
    expect(shown.length).toBeGreaterThan(ofSection.length);
  });
});

describe('recommendations', () => {
  const ofThese = async (articles: string[], argumentsText = ''): Promise<Page> => {
    const answer = await live.ask(
      `query ($articles: [ID!]!) { recommendations(articles: $articles${argumentsText}) { ${FIELDS} } }`,
      { articles: articles.map((name) => ids.get(name)) },
    );
    return pageOf(answer.recommendations);
  };

  test('weigh every article alike, whatever their order, and show none of them', async () => {
    await goOn('story10', 'story20', 40);
    await goOn('story11', 'story21', 30);
    await goOn('story12', 'story22', 20);
    const some = ['story10', 'story11', 'story12'];
    const { names: shown } = await ofThese(some);
    expect(shown.slice(0, 3)).toEqual(['story20', 'story21', 'story22']);
    expect((await ofThese([...some].reverse())).names).toEqual(shown);
    expect((await ofThese(names.slice(0, 25), ', first: 50')).names.sort()).toEqual(names.slice(25).sort());
  });

  test('leave out what is excluded', async () => {
    const { names: shown } = await ofThese(['story10'], `, excluding: ["${ids.get('story20')}"]`);
    expect(shown).not.toContain('story20');
  });
});
