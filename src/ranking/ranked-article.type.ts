import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { ComputedAhead } from '../platform/graphql/shared-for';
import type { TimeOfDay } from './explanation';
import type { LanguageShown } from './language-fallback';
import { RankExplanation } from './rank-explanation.type';
import { RankReason, rankReasonMeanings } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { RankedLanguage } from './ranked-language.type';
import { toldScore } from './told-score';
import { ListExperiment } from './variant.type';

registerEnumType(RankReason, {
  name: 'RankReason',
  description: 'Why an article stands where it stands on a list.',
  valuesConfig: Object.fromEntries(
    Object.entries(rankReasonMeanings).map(([reason, description]) => [reason, { description }]),
  ),
});

export interface RankedPlace {
  card: ArticleCard;
  rank: number;
  entry: RankedEntry;
  cursor: () => string;
}

@ObjectType({ description: 'An article on a ranked list.' })
export class RankedArticleEdge {
  @Field(() => ArticleCard, { description: 'The article.' })
  readonly node: ArticleCard;

  @Field(() => Int, { description: 'Its place on this list, from 1; later pages count on.' })
  readonly rank: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its rank ten minutes ago on the list that this one is cut from (the site, a section, a language); ' +
      'null if it was not there.',
  })
  readonly previousRank: number | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Since when it has stood without a break among the first five of the list that this one is cut from or, ' +
      'further down, on that list at all. Null on lists that are made for each request, and for what follows a list.',
  })
  readonly listedSince: Date | null;

  @Field(() => Float, {
    description:
      'What it is ranked by. On recommendations the share of the readers that are expected to go on to it, ' +
      'comparable over all reasons. On other lists for READ_NOW the expected readers a minute, up to a tenth more ' +
      'where the rate is new, for other reasons what explain says; comparable within one reason only.',
  })
  readonly score: number;

  @Field(() => Count, {
    description:
      'Its views in the last 60 minutes of the clock, with the running one, as the snapshot found them: by readers, ' +
      'repeats left out, without bots, staff and what has been excluded; unlike in the score, those above a cap and ' +
      'clicks on any list count one each. Off the lists of Popular Now it is 0 for what is not among the thousand ' +
      'most read.',
  })
  readonly viewsInWindow: number;

  @Field(() => RankReason, { description: 'Why it stands here.' })
  readonly reason: RankReason;

  constructor(
    private readonly place: RankedPlace,
    private readonly timeOfDay: TimeOfDay,
  ) {
    const { card, rank, entry } = place;
    this.node = card;
    this.rank = rank;
    this.previousRank = entry.previousRank;
    this.listedSince = entry.listedSinceMs === null ? null : new Date(entry.listedSinceMs);
    this.score = toldScore(entry.score, entry.figures.parts);
    this.viewsInWindow = Math.round(entry.viewsInWindow);
    this.reason = entry.reason;
  }

  @Field(() => String, {
    description:
      'Its place on the list, to be given as "after". It names the snapshot, or holds the order of a recommended list.',
  })
  get cursor(): string {
    return this.place.cursor();
  }

  @Costs(5)
  @Field(() => RankExplanation, { description: 'The numbers behind its place.' })
  get explain(): RankExplanation {
    const { entry, rank } = this.place;
    return new RankExplanation(entry, { timeOfDay: this.timeOfDay, rank });
  }
}

/** The edges of places, made once for as long as the same places are shown. */
export class RankedEdges {
  private readonly made = new WeakMap<readonly RankedPlace[], readonly RankedArticleEdge[]>();

  constructor(private readonly timeOfDay: TimeOfDay) {}

  of(places: readonly RankedPlace[]): readonly RankedArticleEdge[] {
    const known = this.made.get(places);
    if (known !== undefined) return known;
    const edges = this.anew(places);
    this.made.set(places, edges);
    return edges;
  }

  /** For places that are shown once: what is remembered outlives its page, with all that it is made of. */
  anew(places: readonly RankedPlace[]): readonly RankedArticleEdge[] {
    return places.map((place) => new RankedArticleEdge(place, this.timeOfDay));
  }
}

@ObjectType({ description: 'When and from what a ranked list was computed.' })
export class RankingSnapshot {
  @Field(() => ID, { description: 'Grows with each snapshot. "0-0" where none has been computed yet.' })
  id!: string;

  @Field(() => Date, {
    description:
      'When it was computed. What takes turns may be from up to two seconds before: Trending, and the lists of ' +
      'sections where there are more than ten.',
  })
  computedAt!: Date;

  @Field(() => Int, {
    description:
      'How much time has passed since "computedAt", in ms; more than a few seconds means that ranking stands still.',
  })
  lagMs!: number;

  @Field(() => String, {
    description: 'How far back the readers that it looks at reach, as an ISO 8601 duration; at most so far.',
  })
  window!: string;
}

export interface RankedPage {
  places: readonly RankedPlace[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => number | Promise<number>;
  snapshot: RankingSnapshot;
  /** Where a language was asked for and another may be shown. */
  language?: LanguageShown;
  /** Where it is a variant of an experiment. */
  experiment?: () => ListExperiment;
}

@ComputedAhead()
@ObjectType({ description: 'A page of a ranked list.' })
export class RankedArticleConnection {
  @Field(() => [RankedArticleEdge], { description: 'The articles of this page, best first.' })
  readonly edges: readonly RankedArticleEdge[];

  @Field(() => RankingSnapshot, { description: 'When and from what the figures were computed.' })
  readonly snapshot: RankingSnapshot;

  constructor(
    private readonly page: RankedPage,
    edges: Pick<RankedEdges, 'of'>,
  ) {
    this.edges = edges.of(page.places);
    this.snapshot = page.snapshot;
  }

  @Field(() => RankedLanguage, {
    nullable: true,
    description:
      'Of Popular Now and forYou, where a language was asked for: the one that is shown, and how it was found. Null ' +
      'where none was asked for, or an author or a tag as well, and on other lists.',
  })
  get language(): RankedLanguage | null {
    return this.page.language === undefined ? null : new RankedLanguage(this.page.language);
  }

  @Field(() => ListExperiment, {
    nullable: true,
    description:
      'Where a variant was asked for and an experiment runs: which of its variants this list is. Null else: the list ' +
      'is then that of all readers.',
  })
  get experiment(): ListExperiment | null {
    return this.page.experiment?.() ?? null;
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    return pageInfoOf(this.edges, this.page);
  }

  @Field(() => Count, { description: 'How many articles the whole list has.' })
  totalCount(): number | Promise<number> {
    return this.page.count();
  }
}
