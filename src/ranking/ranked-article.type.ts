import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { explanationSentence, type TimeOfDay } from './explanation';
import { RankReason, rankReasonMeanings } from './rank-reason';
import type { RankedEntry } from './ranked-entry';

registerEnumType(RankReason, {
  name: 'RankReason',
  description: 'Why an article stands where it stands on a list.',
  valuesConfig: Object.fromEntries(
    Object.entries(rankReasonMeanings).map(([reason, description]) => [reason, { description }]),
  ),
});

@ObjectType({ description: 'A part of a score.' })
export class RankScorePart {
  @Field(() => Date, {
    nullable: true,
    description: 'For a rate of readers: since when it may have held. Null for every other part.',
  })
  since!: Date | null;

  @Field(() => Float, { description: 'What it adds to the score.' })
  value!: number;
}

@ObjectType({ description: 'The numbers behind a place on a list.' })
export class RankExplanation {
  constructor(
    private readonly entry: RankedEntry,
    private readonly timeOfDay: TimeOfDay,
  ) {}

  @Field(() => String, { description: 'In one sentence: "42 readers a minute since 14:05, before that 11".' })
  get sentence(): string {
    return explanationSentence(this.entry.reason, this.entry.figures, this.timeOfDay);
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'Readers a minute since the present rate began: its views, weighed as rankings weigh them. Those above the cap ' +
      'of a visitor or a network weigh nothing, clicks on Popular Now and Trending a quarter; those of bots and ' +
      'staff, repeats and what has been excluded are not among them. Null if no rate placed the article.',
  })
  get readersPerMinute(): number | null {
    return this.entry.figures.reading?.readersPerMinute ?? null;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'The same before that, at most back to an hour ago; null where the present rate is as old as the article or ' +
      'the hour.',
  })
  get readersPerMinuteBefore(): number | null {
    return this.entry.figures.reading?.readersPerMinuteBefore ?? null;
  }

  @Field(() => Date, { nullable: true, description: 'When the present rate most probably began.' })
  get since(): Date | null {
    const { reading } = this.entry.figures;
    return reading ? new Date(reading.sinceMs) : null;
  }

  @Field(() => Float, { nullable: true, description: 'How sure it is that it began then, 0 to 1.' })
  get probability(): number | null {
    return this.entry.figures.reading?.probability ?? null;
  }

  @Field(() => [RankScorePart], { description: 'What the score is made of: the values add up to it.' })
  get parts(): RankScorePart[] {
    return this.entry.figures.parts.map(({ sinceMs, value }) => ({
      since: sinceMs === null ? null : new Date(sinceMs),
      value,
    }));
  }
}

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

  @Field(() => Float, {
    description:
      'What it is ranked by. For READ_NOW the expected readers a minute, up to a tenth more where the rate is new; ' +
      'for other reasons what explain says. Comparable within one reason only.',
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
    this.score = entry.score;
    this.viewsInWindow = Math.round(entry.viewsInWindow);
    this.reason = entry.reason;
  }

  @Field(() => String, {
    description: 'Its place on the list, to be given as "after". It names the snapshot.',
  })
  get cursor(): string {
    return this.place.cursor();
  }

  @Costs(5)
  @Field(() => RankExplanation, { description: 'The numbers behind its place.' })
  get explain(): RankExplanation {
    return new RankExplanation(this.place.entry, this.timeOfDay);
  }
}

/** The edges of places, made once for as long as the same places are shown. */
export class RankedEdges {
  private readonly made = new WeakMap<readonly RankedPlace[], readonly RankedArticleEdge[]>();

  constructor(private readonly timeOfDay: TimeOfDay) {}

  of(places: readonly RankedPlace[]): readonly RankedArticleEdge[] {
    const known = this.made.get(places);
    if (known !== undefined) return known;
    const edges = places.map((place) => new RankedArticleEdge(place, this.timeOfDay));
    this.made.set(places, edges);
    return edges;
  }
}

@ObjectType({ description: 'When and from what a ranked list was computed.' })
export class RankingSnapshot {
  @Field(() => ID, { description: 'Grows with each snapshot. "0-0" where none has been computed yet.' })
  id!: string;

  @Field(() => Date, { description: 'When it was computed.' })
  computedAt!: Date;

  @Field(() => Int, {
    description: 'How old it is, in ms; more than a few seconds means that ranking stands still.',
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
}

@ObjectType({ description: 'A page of a ranked list.' })
export class RankedArticleConnection {
  @Field(() => [RankedArticleEdge], { description: 'The articles of this page, best first.' })
  readonly edges: readonly RankedArticleEdge[];

  @Field(() => RankingSnapshot, { description: 'When and from what the figures were computed.' })
  readonly snapshot: RankingSnapshot;

  constructor(
    private readonly page: RankedPage,
    edges: RankedEdges,
  ) {
    this.edges = edges.of(page.places);
    this.snapshot = page.snapshot;
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
