import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { readFirst } from '../../platform/graphql/page-arguments';
import type { RequestContext } from '../../platform/graphql/per-request';
import type { SectionTree } from '../../sections/section-tree';
import { AS_OF, type PastLists } from '../history/past-lists';
import { listsOf } from '../popular-now-filter';
import { TRENDING, TRENDING_B } from '../rail';
import { RankedArticleConnection, type RankedEdges, type RankedPage } from '../ranked-article.type';
import type { RankedListPages } from '../ranked-list-pages';
import { readListFilter } from '../read-list-filter';
import { VARIANT, Variant } from '../variant.type';
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
    @Arg('first', () => Int, {
      defaultValue: 5,
      description: 'How many: 0 to 200; no list is longer than 50.',
    })
    first: number,
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
      description: 'A BCP 47 tag: articles in this language only.',
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
    const filter = readListFilter({ section, author, tag, language, excluding }, sections);
    const wanted = { filter, first: readFirst(first), after: after ?? null };
    if (asOf != null) {
      const lists = listsOf(variant === 'B' ? TRENDING_B : TRENDING, filter);
      return past.page({ ...wanted, asOf, lists }).then((read) => this.shown(read));
    }
    const toShow = variants.choose('TRENDING', { variant, after: wanted.after }, context);
    const page = pages.page({ ...wanted, rail: toShow.rail });
    const show = (read: RankedPage) => this.shown(withExperiment(read, toShow));
    return page instanceof Promise ? page.then(show) : show(page);
  }

  private shown(page: RankedPage): RankedArticleConnection {
    return new RankedArticleConnection(page, this.parts.edges);
  }
}
