import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const clock = new ReplayClock(Date.UTC(2026, 4, 5, 12, 0, 30));
clock.runOften();
const ids = new Map<string, string>();

/** How many readers of the page went on to each; the kiosk is twenty minutes old, the ferry an hour and one. */
const onward = { bridge: 12, tower: 10, harbour: 8, market: 6, river: 3, kiosk: 2, ferry: 2 };
const minutesAgo: Record<string, number> = { kiosk: 20, ferry: 61 };

let live: LiveNewsroom;
beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const outcomes = await live.publish(['page', ...Object.keys(onward)], (name) => ({
    section: { slug: name, name },
    ...(minutesAgo[name] && { publishedAt: new Date(clock.nowMs() - minutesAgo[name] * MINUTE_MS) }),
  }));
  for (const [name, { id }] of outcomes) ids.set(name, id);
  await clock.jumpTo(clock.nowMs() + 1_000);
  for (const [to, readers] of Object.entries(onward)) {
    const visitors = Array.from({ length: readers }, (_, at) => `reader ${at} of ${to}`);
    for (const article of ['page', to]) {
      await live.counting.counter.record(
        visitors.map((visitor) => ({
          reader: { visitor, kind: 'READER' as const, isPrivate: false },
          report: { articleId: ids.get(article)! },
        })),
      );
      await live.rails.recorder.drain();
    }
  }
});
afterAll(() => live.stop());

async function shownUnder(environment: Record<string, string>): Promise<string[]> {
  const other = await new LiveNewsroom(stores, { clock, environment }).start();
  try {
    const { article } = await other.ask(
      'query ($id: ID!) { article(id: $id) { youMayAlsoLike { edges { node { slug } } } } }',
      { id: ids.get('page') },
    );
    return article.youMayAlsoLike.edges.map(({ node }: { node: { slug: string } }) =>
      node.slug.replace('about-the-', ''),
    );
  } finally {
    await other.stop();
  }
}

const byWorth = (clicks: string): Record<string, string> => ({
  ALSO_LIKE_NEW_ARTICLES: 'by-worth',
  ALSO_LIKE_NEW_ARTICLE_WORTH: clicks,
});

test.each<{ what: string; environment: Record<string, string>; fifth: string }>([
  { what: 'nothing is set', environment: {}, fifth: 'kiosk' },
  { what: 'scores alone decide', environment: { ALSO_LIKE_NEW_ARTICLES: 'by-score' }, fifth: 'river' },
  { what: 'a click on one is worth one other', environment: byWorth('1'), fifth: 'river' },
  { what: 'it is worth as much as nobody says', environment: byWorth(''), fifth: 'kiosk' },
  { what: 'it is worth three', environment: byWorth('3'), fifth: 'kiosk' },
  {
    what: 'the place is always given',
    environment: { ALSO_LIKE_NEW_ARTICLES: 'one-of-five' },
    fifth: 'kiosk',
  },
])('the last of five places has the $fifth where $what', async ({ environment, fifth }) => {
  expect(await shownUnder(environment)).toEqual(['bridge', 'tower', 'harbour', 'market', fifth]);
});

test('a worth out of its range is refused by its name', () => {
  for (const clicks of ['0.5', '101', 'much'])
    expect(() => new LiveNewsroom(stores, { clock, environment: byWorth(clicks) })).toThrow(
      /ALSO_LIKE_NEW_ARTICLE_WORTH/,
    );
});
