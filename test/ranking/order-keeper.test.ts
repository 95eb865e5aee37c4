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
    listedSinceMs: null,
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

  test('is kept at once however soon it changes, and every minute while it lasts', () => {
    const keeper = new OrderKeeper();
    const keptAt = (articles: readonly number[], sequence: number, nowMs: number) => {
      const due = keeper.due(keeper.listsOf(listed(articles), { term: 1, sequence }), nowMs);
      keeper.wereKept(due, nowMs);
      return due.map((order) => order.id.sequence);
    };
    expect(keptAt([1, 2], 1, 0)).toEqual([1]);
    expect(keptAt([2, 1], 2, 400)).toEqual([2]);
    expect(keptAt([1, 2], 3, 800)).toEqual([3]);
    expect(keptAt([1, 2], 4, 60_000)).toEqual([]);
    expect(keptAt([1, 2], 5, 60_800)).toEqual([3]);
  });

  test('stays due while the store has not taken it', () => {
    const keeper = new OrderKeeper();
    const due = (sequence: number) =>
      keeper.due(keeper.listsOf(listed([1, 2]), { term: 1, sequence }), 0).map((order) => order.id.sequence);
    expect([due(1), due(2)]).toEqual([[1], [1]]);
  });

  test('of a list that is gone is forgotten', () => {
    const keeper = new OrderKeeper();
    keeper.listsOf(listed([1]), { term: 1, sequence: 1 });
    keeper.listsOf(new Map(), { term: 1, sequence: 2 });
    expect(keeper.listsOf(listed([1]), { term: 1, sequence: 3 }).get('site')!.orderId.sequence).toBe(3);
  });
});
