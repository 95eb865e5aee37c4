import DataLoader from 'dataloader';
import type { SliceRange } from './calendar';
import type { CounterSums } from './counter-sums';
import type { FiguresRepository, WholeSums } from './figures.repository';

/** What all counters of articles come to in a range: one statement for all fields and articles of a request. */
export class CounterSumsLoader {
  private readonly loader: DataLoader<number, WholeSums>;

  constructor(figures: FiguresRepository, range: SliceRange) {
    this.loader = new DataLoader(async (articles: readonly number[]) => {
      const found = await figures.sumsOfArticles(range, articles);
      const none: CounterSums = new Map();
      return articles.map((article) => ({ range: found.range, sums: found.sums.get(article) ?? none }));
    });
  }

  load(article: number): Promise<WholeSums> {
    return this.loader.load(article);
  }
}
