import { Arg, ID, Int, Resolver } from 'type-graphql';
import { wantedLanguage } from '../../articles/language-tag';
import { BadUserInput } from '../../platform/errors';
import { Costs } from '../../platform/graphql/costs';
import { readUuid } from '../../platform/graphql/id-or-slug';
import { Live } from '../../platform/graphql/live/live-fields';
import type { LiveStream } from '../../platform/graphql/live/live-stream';
import { readFirst } from '../../platform/graphql/page-arguments';
import type { Section } from '../../sections/section.entity';
import type { SectionTree } from '../../sections/section-tree';
import type { RankedListPages } from '../ranked-list-pages';
import { LIVE_PLACES_MAX, type LiveLists } from './live-lists';
import { RankedListChange } from './ranked-list-change.type';

@Resolver()
export class PopularNowChangedResolver {
  constructor(
    private readonly lists: LiveLists,
    private readonly pages: RankedListPages,
    private readonly sections: SectionTree,
  ) {}

  @Costs(50)
  @Live(() => RankedListChange, {
    description:
      'Popular Now as it stands, at once, and then whenever it changes: another order as soon as it is known, at most ' +
      'four times a second; new figures of the same order at most every five seconds.',
  })
  popularNowChanged(
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many places are followed: 0 to 50.' })
    first: number,
    @Arg('section', () => ID, {
      nullable: true,
      description: 'The id or slug of a section; its articles and those of the sections under it.',
    })
    section: string | null,
    @Arg('language', () => String, {
      nullable: true,
      description: 'A BCP 47 tag: articles in this language only.',
    })
    language: string | null,
  ): Promise<LiveStream<RankedListChange>> {
    const filter = {
      section: section == null ? undefined : this.section(section),
      author: undefined,
      tag: undefined,
      language: wantedLanguage(language),
      excluding: new Set<string>(),
    };
    const wanted = { filter, first: readFirst(first, LIVE_PLACES_MAX), after: null };
    return this.lists.follow(() => this.pages.page(wanted));
  }

  private section(idOrSlug: string): Section {
    const id = readUuid(idOrSlug);
    const section = id === undefined ? this.sections.bySlug(idOrSlug) : this.sections.get(id);
    if (section) return section;
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }
}
