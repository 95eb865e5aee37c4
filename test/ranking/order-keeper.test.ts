import { explainWhole } from '../../src/ranking/explanation';
import { OrderKeeper } from '../../src/ranking/order-keeper';
import { RankReason } from '../../src/ranking/rank-reason';

function listed(articles: readonly number[]) {
  const entries = articles.map((article) => ({
    article,
    score: 1,
    reason: RankReason.READ_NOW,
    viewsInWindow: 1,
    previousRank: null,
    figures: explainWhole(1),
  }));
  return new Map([['site', entries]]);
}

describe('the order of a list', () => {
  test('keeps the id of the snapshot in which it was last new', () => {
    const keeper = new OrderKeeper();
    const idAfter = (articles: readonly number[], sequence: number) =>
      keeper.listsOf(listed(articles), { term: 1, sequence }).get('site')!.orderId.sequence;
    expect([idAfter([1, 2], 1), idAfter([1, 2], 2), idAfter([2, 1], 3), idAfter([1, 2], 4)]).toEqual([
      1, 1, 3, 4,
    ]);
  });

  test('is kept at once, then at most once a second, and again before it is forgotten', () => {
    const keeper = new OrderKeeper();
    const dueAt = (articles: readonly number[], sequence: number, nowMs: number) =>
      keeper
        .due(keeper.listsOf(listed(articles), { term: 1, sequence }), nowMs)
        .map((order) => order.id.sequence);
    expect(dueAt([1, 2], 1, 0)).toEqual([1]);
    expect(dueAt([2, 1], 2, 400)).toEqual([]);
    expect(dueAt([2, 1], 3, 1_000)).toEqual([2]);
    expect(dueAt([2, 1], 4, 200_000)).toEqual([]);
    expect(dueAt([2, 1], 5, 301_000)).toEqual([2]);
  });

  test('of a list that is gone is forgotten', () => {
    const keeper = new OrderKeeper();
    keeper.listsOf(listed([1]), { term: 1, sequence: 1 });
    keeper.listsOf(new Map(), { term: 1, sequence: 2 });
    expect(keeper.listsOf(listed([1]), { term: 1, sequence: 3 }).get('site')!.orderId.sequence).toBe(3);
  });
});
