import { Arg, ID, Query, Resolver } from 'type-graphql';
import { wantedLanguage } from '../../articles/language-tag';
import { BadUserInput } from '../../platform/errors';
import { Costs } from '../../platform/graphql/costs';
import { readUuid } from '../../platform/graphql/id-or-slug';
import type { SectionTree } from '../../sections/section-tree';
import type { RankedRail } from '../rules/placement';
import { BuriedRail } from '../rules/placement.input';
import { listNameOf } from '../rules/rule-reach';
import type { PlacesOfArticles } from './ranking-history';
import { RankingHistory } from './ranking-history.type';

@Resolver()
export class RankingHistoryResolver {
  constructor(
    private readonly places: PlacesOfArticles,
    private readonly sections: SectionTree,
  ) {}

  @Costs(50)
  @Query(() => RankingHistory, {
    nullable: true,
    description:
      'The places of an article on a ranked list over time, minute by minute. Null if there is no such article, or ' +
      'if readers may not see it.',
  })
  rankingHistory(
    @Arg('article', () => ID, { description: 'The id or slug of the article.' }) article: string,
    @Arg('from', () => Date, {
      description: 'From then on, with the minute that has begun: within the time for which lists are kept.',
    })
    from: Date,
    @Arg('to', () => Date, {
      nullable: true,
      description: 'Until then: at most seven days after "from"; now where absent.',
    })
    to: Date | null,
    @Arg('rail', () => BuriedRail, { defaultValue: BuriedRail.POPULAR_NOW, description: 'Which list.' })
    rail: RankedRail,
    @Arg('section', () => ID, {
      nullable: true,
      description:
        'The id or slug of a section: on its list. Without it, and without a language, on the one of the site.',
    })
    section: string | null,
    @Arg('language', () => String, {
      nullable: true,
      description: 'A BCP 47 tag: on the list of this language.',
    })
    language: string | null,
  ): Promise<RankingHistory | null> {
    return this.places.history({ article, list: this.listOf(rail, section, language), from, to: to ?? null });
  }

  private listOf(rail: RankedRail, section: string | null, language: string | null): string {
    if (section != null && language != null) {
      throw new BadUserInput('language', '"section" and "language" are given; a list is of one of them.');
    }
    if (rail === 'MUST_READS' && (section ?? language) != null) {
      const field = section == null ? 'language' : 'section';
      throw new BadUserInput(
        field,
        `"${field}" is given; there is one list of Must-Reads, of the whole site.`,
      );
    }
    const sectionId = section == null ? null : this.sectionId(section);
    return listNameOf({ rail, scope: { sectionId, language: wantedLanguage(language) ?? null } });
  }

  private sectionId(idOrSlug: string): string {
    const id = readUuid(idOrSlug);
    const section = id === undefined ? this.sections.bySlug(idOrSlug) : this.sections.get(id);
    if (section) return section.id;
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }
}
