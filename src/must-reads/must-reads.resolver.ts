import { Args, Query, Resolver } from 'type-graphql';
import { readFirst } from '../platform/graphql/page-arguments';
import type { PastLists } from '../ranking/history/past-lists';
import type { PopularNowFilter } from '../ranking/popular-now-filter';
import { MUST_READS, MUST_READS_LIST } from '../ranking/rail';
import { RankedArticleConnection, type RankedEdges, type RankedPage } from '../ranking/ranked-article.type';
import type { RankedListPages } from '../ranking/ranked-list-pages';
import { readListFilter } from '../ranking/read-list-filter';
import type { SectionTree } from '../sections/section-tree';
import type { MustReadList } from './must-read-list';
import { MUST_READ_PLACES } from './must-read-source';
import { MustReadsArguments } from './must-reads-arguments';

export interface MustReadsResolverParts {
  list: Pick<MustReadList, 'ownEntries'>;
  pages: RankedListPages;
  past: PastLists;
  sections: SectionTree;
  edges: RankedEdges;
}

interface PageOfMustReads {
  filter: PopularNowFilter;
  first: number;
  after: string | null;
}

@Resolver()
export class MustReadsResolver {
  constructor(private readonly parts: MustReadsResolverParts) {}

  @Query(() => RankedArticleConnection, {
    description:
      'What everyone should read, as the editors have picked: pins first, in their order; then by grade, age and ' +
      'reading, two of a section before the others have their turn. At equal age and lifetime no reading overturns a ' +
      'grade. Places without a pick hold the most read of the week, then the newest: it is never empty while any ' +
      'public article matches.',
  })
  mustReads(@Args() asked: MustReadsArguments): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { past, sections } = this.parts;
    const { first, after = null, asOf } = asked;
    const filter = readListFilter(asked, sections);
    const wanted = { filter, first: readFirst(first, MUST_READ_PLACES), after };
    const page = asOf == null ? this.page(wanted) : past.page({ ...wanted, asOf, lists: [MUST_READS_LIST] });
    return page instanceof Promise ? page.then((read) => this.shown(read)) : this.shown(page);
  }

  /** The first places as they stand now. */
  firstPlaces(first: number): RankedPage | Promise<RankedPage> {
    return this.page({ filter: noFilter, first, after: null });
  }

  private page(wanted: PageOfMustReads): RankedPage | Promise<RankedPage> {
    const { list, pages } = this.parts;
    return pages.page({ ...wanted, rail: MUST_READS, own: list.ownEntries() });
  }

  private shown(page: RankedPage): RankedArticleConnection {
    return new RankedArticleConnection(page, this.parts.edges);
  }
}

const noFilter: PopularNowFilter = {
  section: undefined,
  author: undefined,
  tag: undefined,
  language: undefined,
  excluding: new Set(),
};
