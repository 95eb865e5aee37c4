import type { Newsroom } from '../../src/compose/newsroom';
import type { Clock } from '../../src/platform/clock';
import { JobQueueRepository } from '../../src/platform/jobs/job-queue.repository';
import type { ArticleDraft } from '../../src/publishing/article-draft';
import { TextIndexer, type TextIndexerParts } from '../../src/recommendations/text/index-texts';
import { IndexTurns } from '../../src/recommendations/text/index-turns.repository';
import { fromStored } from '../../src/recommendations/text/similar-list';
import { SimilarTextsRepository } from '../../src/recommendations/text/similar-texts.repository';
import { aDraft } from '../builders/an-article-draft';
import type { TestStores } from './stores';

const HOUR_MS = 3_600_000;

/** Articles by their names, with nothing in common but what a test gives them, and the lists of what is similar. */
export class NamedTexts {
  readonly known = new Map<string, { id: string; number: number }>();
  private readonly names = new Map<number, string>();

  constructor(
    private readonly stores: TestStores,
    private readonly newsroom: Newsroom,
    private readonly clock: Clock,
  ) {}

  /** With the smallest corpus: no minimum of articles, seven days. */
  indexer(parts: Partial<TextIndexerParts> = {}): TextIndexer {
    return new TextIndexer({
      turns: new IndexTurns(this.stores.dataSource, new JobQueueRepository()),
      clock: this.clock,
      corpus: { days: 7, articlesMin: 0, articlesMax: 1_000 },
      ...parts,
    });
  }

  catchUp(indexer = this.indexer()): Promise<boolean> {
    return indexer.catchUp(async () => 'go on');
  }

  async write(texts: Record<string, Partial<ArticleDraft>>): Promise<void> {
    const drafts = Object.entries(texts).map(([name, changes]) =>
      aDraft(name, {
        headline: name,
        standfirst: '',
        bodyHtml: '',
        tags: [],
        publishedAt: new Date(this.clock.nowMs() - HOUR_MS),
        section: { slug: `section-of-${name}`, name: 'A section of its own' },
        authors: [{ name: `The author of ${name}` }],
        ...changes,
      }),
    );
    for (const [index, { id, number }] of (await this.newsroom.writer.write(drafts)).entries()) {
      const name = drafts[index]!.externalId;
      this.known.set(name, { id, number });
      this.names.set(number, name);
    }
  }

  async similarTo(name: string) {
    const repository = new SimilarTextsRepository(this.stores.dataSource);
    const [list] = await repository.listsOf([this.known.get(name)!.number]);
    return (list === undefined ? [] : fromStored(list)).map(({ article, ...rest }) => ({
      name: this.names.get(article),
      ...rest,
    }));
  }

  async namesOf(name: string): Promise<(string | undefined)[]> {
    return (await this.similarTo(name)).map((one) => one.name);
  }
}
