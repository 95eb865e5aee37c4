import type { ArticleCard } from '../../../src/articles/article-card';
import { SimulatedClock } from '../../../src/platform/clock';
import { StoreUnavailable } from '../../../src/platform/errors';
import type { ArticleViewsChange } from '../../../src/views/live/article-views-change.type';
import { WatchedViews } from '../../../src/views/live/watched-views';

const card = (number: number, status = 'PUBLISHED') =>
  ({ number, status, publishedAt: new Date(0) }) as unknown as ArticleCard;

function watching(articlesMax = 100) {
  const clock = new SimulatedClock(1_000_000);
  const totals = new Map<number, number | Error>();
  const asked: (readonly number[])[] = [];
  const cards = new Map<number, ArticleCard>();
  const slow = { ms: 0 };
  const views = new WatchedViews({
    totals: {
      async settledTotals(articles) {
        asked.push(articles);
        if (slow.ms > 0) await clock.advanceBy(slow.ms);
        return articles.map((article) => totals.get(article) ?? 0);
      },
    },
    cards: { peek: (number) => cards.get(number) },
    ...{ clock, articlesMax },
  });
  const follow = async (number: number) => {
    const { source } = await views.follow(card(number));
    const heard: (number | 'ended')[] = [];
    const stop = source.listen({
      changed: (change: ArticleViewsChange) => heard.push(change.views),
      ended: () => heard.push('ended'),
    });
    return { heard, source, stop };
  };
  return { asked, cards, clock, follow, slow, totals, views };
}

test('reads all that are followed together, four times a second, and only while there are any', async () => {
  const { asked, clock, follow } = watching();
  const followers = [await follow(1), await follow(2), await follow(2)];
  asked.length = 0;
  await clock.advanceBy(1_000);
  expect(asked).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  for (const { stop } of followers) stop();
  await clock.advanceBy(10_000);
  expect(asked).toHaveLength(4);
});

test('tells four times a second at most, though readings take as long as they like', async () => {
  const { clock, follow, slow, totals } = watching();
  const one = await follow(1);
  const told: number[] = [];
  one.source.listen({ changed: () => told.push(clock.nowMs()), ended: () => undefined });
  for (let reading = 1; reading <= 10; reading++) {
    slow.ms = reading % 2 === 0 ? 0 : 240;
    const before = told.length;
    totals.set(1, reading);
    while (told.length === before) await clock.advanceBy(10);
  }
  const gaps = told.slice(1).map((atMs, at) => atMs - told[at]!);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
});

test('tells each who follows an article of another number, once', async () => {
  const { clock, follow, totals } = watching();
  const [one, another, other] = [await follow(1), await follow(1), await follow(2)];
  totals.set(1, 7);
  await clock.advanceBy(1_000);
  totals.set(1, 6);
  await clock.advanceBy(1_000);
  expect(one.heard).toEqual([7, 6]);
  expect(another.heard).toEqual([7, 6]);
  expect(other.heard).toEqual([]);
  expect(one.source.present()).toMatchObject({ views: 6, article: { number: 1 } });
});

test('says nothing while a store is away, and begins with its error', async () => {
  const { clock, follow, totals } = watching();
  const one = await follow(1);
  totals.set(1, new StoreUnavailable('Redis'));
  await clock.advanceBy(1_000);
  expect(one.heard).toEqual([]);
  await expect(follow(1)).rejects.toThrow(StoreUnavailable);
  totals.set(1, 3);
  await clock.advanceBy(250);
  expect(one.heard).toEqual([3]);
});

test('ends for an article that readers may not see any more', async () => {
  const { cards, clock, follow, views } = watching();
  const one = await follow(1);
  cards.set(1, card(1, 'WITHDRAWN'));
  await clock.advanceBy(250);
  expect(one.heard).toEqual(['ended']);
  expect(views.count).toBe(0);
});

test('follows so many different articles, and any number of times', async () => {
  const { follow } = watching(2);
  const [one] = [await follow(1), await follow(2)];
  await expect(follow(3)).rejects.toMatchObject({ code: 'TOO_MUCH_FOLLOWED' });
  await follow(1);
  one?.stop();
  await expect(follow(3)).rejects.toMatchObject({ code: 'TOO_MUCH_FOLLOWED' });
});
