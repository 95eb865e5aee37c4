import { systemClock } from '../../src/platform/clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { withdraw } from '../builders/an-editor';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const railsOf = `query ($slug: String!) {
  popularNow { edges { node { slug } } }
  mustReads(first: 10) { edges { node { slug } } }
  article(slug: $slug) { youMayAlsoLike { edges { node { slug } } } }
}`;

// biome-ignore lint/suspicious/noExplicitAny: what GraphQL answers has the shape of the query, which each test knows.
const slugsOf = (connection: any): string[] => connection.edges.map((edge: any) => edge.node.slug);

describe('the rails of a newsroom', () => {
  let live: LiveNewsroom;

  beforeAll(async () => {
    live = await new LiveNewsroom(stores).start();
  });

  afterAll(() => live.stop());

  test('are empty lists, and no error, while nothing is published', async () => {
    const answer = await live.ask(
      '{ popularNow { edges { rank } totalCount } mustReads { edges { rank } } }',
    );
    expect(answer).toEqual({ popularNow: { edges: [], totalCount: 0 }, mustReads: { edges: [] } });
  });

  test('are filled with the newest before anybody reads', async () => {
    await live.publish(['bridge', 'harbour', 'tower', 'market', 'river', 'garden']);
    await until(async () => (await live.popularNow()).length === 5);
    expect(await live.popularNow('(first: 10)')).toEqual([
      'about-the-bridge',
      'about-the-harbour',
      'about-the-tower',
      'about-the-market',
      'about-the-river',
      'about-the-garden',
    ]);
    const answer = await live.ask(railsOf, { slug: 'about-the-bridge' });
    expect(slugsOf(answer.mustReads)).toHaveLength(6);
    expect(slugsOf(answer.article.youMayAlsoLike).sort()).toEqual([
      'about-the-garden',
      'about-the-harbour',
      'about-the-market',
      'about-the-river',
      'about-the-tower',
    ]);
  });

  test('move within a second of a view', async () => {
    const garden = (await live.newsroom.cards.bySlug('about-the-garden'))!;
    const readMs = systemClock.nowMs();
    await live.read(garden.id, 3);
    await until(async () => (await live.popularNow())[0] === 'about-the-garden');
    expect(systemClock.nowMs() - readMs).toBeLessThan(SOON_MS);
  });

  test('say why: a sentence, numbers that add up to the score, views of the last hour', async () => {
    const { popularNow } = await live.ask(`{ popularNow(first: 2) {
      edges { rank previousRank score viewsInWindow reason explain { sentence readersPerMinute parts { value } } }
      snapshot { id lagMs window }
    } }`);
    const [first, second] = popularNow.edges;
    expect(first).toMatchObject({ rank: 1, previousRank: null, viewsInWindow: 3, reason: 'READ_NOW' });
    expect(first.explain.sentence).toMatch(/^3(\.\d)? readers an? (minute|hour) since \d\d:\d\d/);
    const sum = first.explain.parts.reduce((total: number, part: { value: number }) => total + part.value, 0);
    expect(sum).toBeCloseTo(first.score, 9);
    expect(second).toMatchObject({ rank: 2, reason: 'NEWEST', viewsInWindow: 0 });
    expect(popularNow.snapshot).toMatchObject({ id: expect.stringMatching(/^\d+-\d+$/), window: 'PT60M' });
    expect(popularNow.snapshot.lagMs).toBeLessThan(5_000);
  });

  test('lose a withdrawn article within a second, whatever the ranker does', async () => {
    const garden = (await live.newsroom.cards.bySlug('about-the-garden'))!;
    const askAll = async () => {
      const answer = await live.ask(railsOf, { slug: 'about-the-bridge' });
      return [answer.popularNow, answer.mustReads, answer.article.youMayAlsoLike].map(slugsOf);
    };
    expect((await askAll()).every((slugs) => slugs.includes('about-the-garden'))).toBe(true);
    await live.rails.ranker.stop();
    const withdrawnMs = systemClock.nowMs();
    await withdraw(live.newsroom, garden.id);
    await until(async () => (await askAll()).every((slugs) => !slugs.includes('about-the-garden')));
    expect(systemClock.nowMs() - withdrawnMs).toBeLessThan(SOON_MS);
    await live.rails.ranker.start();
  });
});
