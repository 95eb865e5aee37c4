import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { LatestStories } from '../articles/latest-stories';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import type { SectionTree } from '../sections/section-tree';
import type { TimeOfDay } from './explanation';
import type { PastLists } from './history/past-lists';
import { chooseLanguage, type LanguageShown } from './language-fallback';
import { listsOf, type PopularNowFilter } from './popular-now-filter';
import { POPULAR_NOW, POPULAR_NOW_B } from './rail';
import { RankedArticleConnection, RankedEdges, type RankedPage } from './ranked-article.type';
import { PopularNowArguments } from './ranked-list-arguments';
import type { RankedListPages } from './ranked-list-pages';
import { readListFilter } from './read-list-filter';
import { type VariantRails, withExperiment } from './variants';

export interface PopularNowResolverParts {
  pages: RankedListPages;
  past: PastLists;
  latest: Pick<LatestStories, 'newest' | 'languages'>;
  sections: SectionTree;
  timeOfDay: TimeOfDay;
  variants: VariantRails;
}

@Resolver()
export class PopularNowResolver {
  private readonly edges: RankedEdges;

  constructor(private readonly parts: PopularNowResolverParts) {
    this.edges = new RankedEdges(parts.timeOfDay);
  }

  @Query(() => RankedArticleConnection, {
    description:
      'Who is read at the highest rate right now. Never empty while any public article matches: what has no readers ' +
      'follows in the order of the last hours, the last days, and the newest.',
  })
  popularNow(
    @Args() asked: PopularNowArguments,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { pages, past, sections, variants } = this.parts;
    const { first, after = null, asOf, variant = null } = asked;
    const wished = readListFilter(asked, sections);
    const chosen = this.languageFor(wished);
    const filter = chosen === undefined ? wished : { ...wished, language: chosen.shown };
    const wanted = { filter, first: readFirst(first), after };
    if (asOf != null) {
      const lists = listsOf(variant === 'B' ? POPULAR_NOW_B : POPULAR_NOW, filter);
      return past.page({ ...wanted, asOf, lists }).then((read) => this.shown(read, chosen));
    }
    const toShow = variants.choose('POPULAR_NOW', { variant, after }, context);
    const page = pages.page({ ...wanted, rail: toShow.rail });
    const show = (read: RankedPage) => this.shown(withExperiment(read, toShow), chosen);
    return page instanceof Promise ? page.then(show) : show(page);
  }

  private languageFor({ language, section, author, tag }: PopularNowFilter): LanguageShown | undefined {
    if (language === undefined || author !== undefined || tag !== undefined) return undefined;
    return chooseLanguage(language, section?.id, this.parts.latest);
  }

  private shown(page: RankedPage, language: LanguageShown | undefined): RankedArticleConnection {
    return new RankedArticleConnection(language === undefined ? page : { ...page, language }, this.edges);
  }
}
