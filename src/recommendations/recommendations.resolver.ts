import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { LatestStories } from '../articles/latest-stories';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import { dependsOnPrivacy } from '../platform/graphql/privacy-signals';
import { chooseLanguage, type LanguageShown } from '../ranking/language-fallback';
import { RankedArticleConnection } from '../ranking/ranked-article.type';
import { readListFilter } from '../ranking/read-list-filter';
import { VARIANT, Variant } from '../ranking/variant.type';
import type { SectionTree } from '../sections/section-tree';
import type { AlsoLikePages } from './also-like-pages';
import { type AlsoLikeQuestion, FOR_YOU_PLACES } from './also-like-question';
import type { AlsoLikeVariants, ChosenVariant, MayFollow } from './also-like-variants';
import { namedIds, READ_ARGUMENT, readIds } from './read-ids';

export interface RecommendationsResolverParts {
  pages: AlsoLikePages;
  latest: Pick<LatestStories, 'newest' | 'languages'>;
  sections: SectionTree;
  mayFollow: MayFollow;
  variants: AlsoLikeVariants;
}

/** As many as a newsletter of a day has stories. */
const MAX_ARTICLES = 50;
const MAX_EXCLUDED = 200;
const AFTER =
  'The endCursor of the page before. Later pages go on in the order of the first one, without what is to be left out ' +
  'by then.';
const SECTION =
  'The id or slug of a section: its articles and those of the sections under it come first, whatever their scores; ' +
  'others follow where there are too few.';
const LANGUAGE =
  'A BCP 47 tag: articles in this language come first, and where there are none (in the section) those in the ' +
  'nearest one; "language" of the answer says which. Absent: the language of what was read, if it is one.';
const EXCLUDING =
  'Ids of articles to leave out, at most 200: what the page shows already, or an earlier letter did.';

@Resolver()
export class RecommendationsResolver {
  constructor(private readonly parts: RecommendationsResolverParts) {}

  @Costs(20)
  @Query(() => RankedArticleConnection, {
    description:
      'What to read next, for a page that is no article: where readers went on to from what is in "read"; without it ' +
      'what is read at present. Never what is in "read", never empty while there is anything else. At most 50 ' +
      'articles.',
  })
  forYou(
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 50.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: AFTER }) after: string | null,
    @Arg('read', () => [ID], { nullable: true, description: READ_ARGUMENT }) read: string[] | null,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE }) language: string | null,
    @Arg('excluding', () => [ID], { nullable: true, description: EXCLUDING }) excluding: string[] | null,
    @Arg('variant', () => Variant, { nullable: true, description: VARIANT }) variant: Variant | null,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { mayFollow, variants } = this.parts;
    const ids = readIds(read ?? []);
    if (ids.length > 0) dependsOnPrivacy(context);
    return this.page(
      { read: ids, steeredByReading: mayFollow(context.headers) },
      { first, after, section, language, excluding, chosen: variants.choose(variant, context) },
    );
  }

  @Costs(50)
  @Query(() => RankedArticleConnection, {
    description:
      'What to read after these articles, each of which counts alike: for newsletters, apps and pages of several ' +
      'stories. Never one of the articles themselves, never empty while there is anything else. At most 50 articles. ' +
      'For a newsletter of many editions, ask for each under an alias of its own.',
  })
  recommendations(
    @Arg('articles', () => [ID], {
      description:
        'Ids of 1 to 50 articles; what is named twice counts once. Ids that name no article say nothing: where none ' +
        'is left, the list is what is read at present.',
    })
    articles: string[],
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 50.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: AFTER }) after: string | null,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE }) language: string | null,
    @Arg('excluding', () => [ID], { nullable: true, description: EXCLUDING }) excluding: string[] | null,
    @Arg('variant', () => Variant, { nullable: true, description: VARIANT }) variant: Variant | null,
    @Ctx() context: RequestContext,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const chosen = this.parts.variants.choose(variant, context);
    const ids = namedIds(articles, { argument: 'articles', least: 1, most: MAX_ARTICLES });
    return this.page({ articles: ids }, { first, after, section, language, excluding, chosen });
  }

  private page(
    asked: Pick<AlsoLikeQuestion, 'read' | 'articles' | 'steeredByReading'>,
    given: {
      first: number;
      after: string | null;
      section: string | null;
      language: string | null;
      excluding: string[] | null;
      chosen: ChosenVariant;
    },
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const { latest, sections, pages } = this.parts;
    const { chosen, ...filter } = given;
    const { section, language } = readListFilter(filter, sections);
    const shown = language === undefined ? undefined : chooseLanguage(language, section?.id, latest);
    const question: AlsoLikeQuestion = {
      ...asked,
      ...chosen.asked,
      excluding: namedIds(given.excluding ?? [], { argument: 'excluding', most: MAX_EXCLUDED }),
      ...(section && { section: { id: section.id, family: sections.withDescendants(section.id) } }),
      ...languageOf(shown),
      places: FOR_YOU_PLACES,
    };
    const first = readFirst(given.first, FOR_YOU_PLACES);
    return pages.page(question, { first, after: given.after, shown, test: chosen.test });
  }
}

function languageOf(shown: LanguageShown | undefined): Pick<AlsoLikeQuestion, 'language'> {
  return shown?.shown === undefined ? {} : { language: shown.shown };
}
