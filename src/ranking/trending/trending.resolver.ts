import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { readFirst } from '../../platform/graphql/page-arguments';
import type { RequestContext } from '../../platform/graphql/per-request';
import type { SectionTree } from '../../sections/section-tree';
import type { PastLists } from '../history/past-lists';
import { listsOf } from '../popular-now-filter';
import { TRENDING, TRENDING_B } from '../rail';
import { RankedArticleConnection, type RankedEdges, type RankedPage } from '../ranked-article.type';
import { TrendingArguments } from '../ranked-list-arguments';
import type { RankedListPages } from '../ranked-list-pages';
import { readListFilter } from '../read-list-filter';
import { type VariantRails, withExperiment } from '../variants';

export interface TrendingResolverParts {
  pages: RankedListPages;
  past: PastLists;
  sections: SectionTree;
  edges: RankedEdges;
  variants: VariantRails;
}

@Resolver()
export class TrendingResolver {
  constructor(private readonly parts: TrendingResolverParts) {}

  @Query(() => RankedArticleConnection, {
    description:
      'What is read far more than its own past lets expect: at least twice as much, by at least 20 readers in the ' +
      'last hour, and more than chance explains; most surprising first. A rise of the whole site makes nothing ' +
      'rise, and what is new is measured against what new articles of its section get. Empty where nothing rises: ' +
      'it is never filled up. Computed every two seconds; a rise that is over fades within the hour.',
  })
  trending(
    @Args() asked: TrendingArguments,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { pages, past, sections, variants } = this.parts;
    const { first, after = null, asOf, variant = null } = asked;
    const filter = readListFilter(asked, sections);
    const wanted = { filter, first: readFirst(first), after };
    if (asOf != null) {
      const lists = listsOf(variant === 'B' ? TRENDING_B : TRENDING, filter);
      return past.page({ ...wanted, asOf, lists }).then((read) => this.shown(read));
    }
    const toShow = variants.choose('TRENDING', { variant, after }, context);
    const page = pages.page({ ...wanted, rail: toShow.rail });
    const show = (read: RankedPage) => this.shown(withExperiment(read, toShow));
    return page instanceof Promise ? page.then(show) : show(page);
  }

  private shown(page: RankedPage): RankedArticleConnection {
    return new RankedArticleConnection(page, this.parts.edges);
  }
}
