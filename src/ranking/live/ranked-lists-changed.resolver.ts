import { Arg, ID, Int, Resolver } from 'type-graphql';
import { Costs } from '../../platform/graphql/costs';
import { Live } from '../../platform/graphql/live/live-fields';
import type { LiveStream } from '../../platform/graphql/live/live-stream';
import { readFirst } from '../../platform/graphql/page-arguments';
import type { SectionTree } from '../../sections/section-tree';
import { POPULAR_NOW, type Rail, TRENDING } from '../rail';
import type { RankedListPages } from '../ranked-list-pages';
import { type ListArguments, readListFilter } from '../read-list-filter';
import { LIVE_PLACES_MAX, type LiveLists } from './live-lists';
import { RankedListChange } from './ranked-list-change.type';

const HOW_OFTEN =
  'at once, and then whenever it changes: another order as soon as it is known, at most four times a second; new ' +
  'figures of the same order at most every five seconds.';
const FIRST = 'How many places are followed: 0 to 50.';
const SECTION = 'The id or slug of a section; its articles and those of the sections under it.';
const LANGUAGE = 'A BCP 47 tag: articles in this language only.';
const LANGUAGE_OF_POPULAR_NOW =
  'A BCP 47 tag: articles in this language only. Of one that has none, popularNow shows another and says which: ' +
  'follow its "language.shown".';

@Resolver()
export class RankedListsChangedResolver {
  constructor(
    private readonly lists: LiveLists,
    private readonly pages: RankedListPages,
    private readonly sections: SectionTree,
  ) {}

  @Costs(50)
  @Live(() => RankedListChange, { description: `Popular Now as it stands, ${HOW_OFTEN}` })
  popularNowChanged(
    @Arg('first', () => Int, { defaultValue: 5, description: FIRST }) first: number,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE_OF_POPULAR_NOW }) language:
      | string
      | null,
  ): Promise<LiveStream<RankedListChange>> {
    return this.follow(POPULAR_NOW, first, { section, language });
  }

  @Costs(50)
  @Live(() => RankedListChange, { description: `Trending as it stands, ${HOW_OFTEN}` })
  trendingChanged(
    @Arg('first', () => Int, { defaultValue: 5, description: FIRST }) first: number,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE }) language: string | null,
  ): Promise<LiveStream<RankedListChange>> {
    return this.follow(TRENDING, first, { section, language });
  }

  private async follow(
    rail: Rail,
    first: number,
    given: ListArguments,
  ): Promise<LiveStream<RankedListChange>> {
    const filter = readListFilter(given, this.sections);
    const wanted = { rail, filter, first: readFirst(first, LIVE_PLACES_MAX), after: null };
    return this.lists.follow(() => this.pages.page(wanted));
  }
}
