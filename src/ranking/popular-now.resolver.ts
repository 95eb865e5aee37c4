import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { LatestStories } from '../articles/latest-stories';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import type { SectionTree } from '../sections/section-tree';
import type { TimeOfDay } from './explanation';
import { AS_OF, type PastLists } from './history/past-lists';
import { chooseLanguage, type LanguageShown } from './language-fallback';
import { listsOf, type PopularNowFilter } from './popular-now-filter';
import { POPULAR_NOW, POPULAR_NOW_B } from './rail';
import { RankedArticleConnection, RankedEdges, type RankedPage } from './ranked-article.type';
import type { RankedListPages } from './ranked-list-pages';
import { readListFilter } from './read-list-filter';
import { VARIANT, Variant } from './variant.type';
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
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The endCursor of the page before. It is good for fifteen minutes.',
    })
    after: string | null,
    @Arg('section', () => ID, {
      nullable: true,
      description: 'The id or slug of a section; its articles and those of the sections under it.',
    })
    section: string | null,
    @Arg('author', () => ID, { nullable: true, description: 'The id or slug of an author.' })
    author: string | null,
    @Arg('tag', () => String, { nullable: true, description: 'The slug of a tag.' }) tag: string | null,
    @Arg('language', () => String, {
      nullable: true,
      description:
        'A BCP 47 tag: articles in this language. Where there are none (in the section), those in the nearest one: a ' +
        'broader tag (pt for pt-BR), then the same language elsewhere (pt-PT), then all; "language" of the answer ' +
        'says which. With an author or a tag it is this language only.',
    })
    language: string | null,
    @Arg('excluding', () => [ID], {
      nullable: true,
      description: 'Ids of articles to leave out, at most 200: what the page shows already.',
    })
    excluding: string[] | null,
    @Arg('asOf', () => Date, { nullable: true, description: AS_OF }) asOf: Date | null,
    @Arg('variant', () => Variant, { nullable: true, description: VARIANT }) variant: Variant | null,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { pages, past, sections, variants } = this.parts;
    const asked = readListFilter({ section, author, tag, language, excluding }, sections);
    const chosen = this.languageFor(asked);
    const filter = chosen === undefined ? asked : { ...asked, language: chosen.shown };
    const wanted = { filter, first: readFirst(first), after: after ?? null };
    if (asOf != null) {
      const lists = listsOf(variant === 'B' ? POPULAR_NOW_B : POPULAR_NOW, filter);
      return past.page({ ...wanted, asOf, lists }).then((read) => this.shown(read, chosen));
    }
    const toShow = variants.choose('POPULAR_NOW', { variant, after: wanted.after }, context);
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
