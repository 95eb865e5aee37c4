import { Arg, ID, Int, Query, Resolver } from 'type-graphql';
import { wantedLanguage } from '../articles/language-tag';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import type { TimeOfDay } from './explanation';
import type { PopularNowPages } from './popular-now-pages';
import { RankedArticleConnection, RankedEdges, type RankedPage } from './ranked-article.type';

const MAX_EXCLUDED = 200;

@Resolver()
export class PopularNowResolver {
  private readonly edges: RankedEdges;

  constructor(
    private readonly pages: PopularNowPages,
    private readonly sections: SectionTree,
    timeOfDay: TimeOfDay,
  ) {
    this.edges = new RankedEdges(timeOfDay);
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
      description: 'A BCP 47 tag: articles in this language only.',
    })
    language: string | null,
    @Arg('excluding', () => [ID], {
      nullable: true,
      description: 'Ids of articles to leave out, at most 200: what the page shows already.',
    })
    excluding: string[] | null,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const page = this.pages.page({
      filter: {
        section: section == null ? undefined : this.section(section),
        author: author == null ? undefined : (readUuid(author) ?? author),
        tag: tag ?? undefined,
        language: wantedLanguage(language),
        excluding: excludedIds(excluding ?? []),
      },
      first: readFirst(first),
      after: after ?? null,
    });
    return page instanceof Promise ? page.then((read) => this.shown(read)) : this.shown(page);
  }

  private shown(page: RankedPage): RankedArticleConnection {
    return new RankedArticleConnection(page, this.edges);
  }

  private section(idOrSlug: string): Section {
    const id = readUuid(idOrSlug);
    const section = id === undefined ? this.sections.bySlug(idOrSlug) : this.sections.get(id);
    if (section) return section;
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }
}

/** In the form in which ids are stored; what has no form of an id names no article. */
function excludedIds(ids: readonly string[]): Set<string> {
  if (ids.length <= MAX_EXCLUDED) return new Set(ids.map(readUuid).filter((id) => id !== undefined));
  throw new BadUserInput(
    'excluding',
    `"excluding" has ${ids.length} ids; it may have at most ${MAX_EXCLUDED}.`,
  );
}
