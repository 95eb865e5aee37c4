import DataLoader from 'dataloader';
import type { ArticleRepository } from './article.repository';

/** How many articles are public in each section alone: one statement for all who ask within a turn of the loop. */
export class SectionCountLoader {
  private readonly loader: DataLoader<string, number>;

  constructor(articles: Pick<ArticleRepository, 'countBySection'>, nowMs: () => number) {
    this.loader = new DataLoader(
      async (sectionIds: readonly string[]) => {
        const counts = await articles.countBySection(nowMs());
        return sectionIds.map((id) => counts.get(id) ?? 0);
      },
      { cache: false },
    );
  }

  /** Of all these sections together. */
  async countOf(sectionIds: readonly string[]): Promise<number> {
    const counts = await Promise.all(sectionIds.map((id) => this.loader.load(id)));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
