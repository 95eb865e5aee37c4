import { ViewTotalsLoader } from '../../src/views/view-totals.loader';

class CountedTotals {
  readonly asked: number[][] = [];
  views = 0;

  async settledTotals(articles: readonly number[]): Promise<number[]> {
    this.asked.push([...articles]);
    return articles.map((article) => article * 100 + this.views);
  }
}

test('reads once what several requests ask for within a turn of the event loop', async () => {
  const totals = new CountedTotals();
  const loader = new ViewTotalsLoader(totals);
  const afterAwaiting = async (article: number) => {
    await null; // as a request does that had something to wait for in memory
    return loader.load(article);
  };
  expect(await Promise.all([loader.load(1), loader.load(2), afterAwaiting(3)])).toEqual([100, 200, 300]);
  expect(totals.asked).toEqual([[1, 2, 3]]);
});

test('remembers nothing: a later request sees later views', async () => {
  const totals = new CountedTotals();
  const loader = new ViewTotalsLoader(totals);
  expect(await loader.load(1)).toBe(100);
  totals.views = 1;
  expect(await loader.load(1)).toBe(101);
});

test('tells everyone who asked that the counter is away', async () => {
  const away = new Error('away');
  const loader = new ViewTotalsLoader({ settledTotals: () => Promise.reject(away) });
  const asked = await Promise.allSettled([loader.load(1), loader.load(2)]);
  expect(asked).toEqual([
    { status: 'rejected', reason: away },
    { status: 'rejected', reason: away },
  ]);
});
