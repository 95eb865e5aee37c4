import { Field, Int, ObjectType } from 'type-graphql';
import { ArticleCard } from '../../articles/article-card';
import { MINUTE_MS } from './list-record';
import type { PlaceRun, PlacesOverTime } from './places-over-time';

@ObjectType({ description: 'A stretch of time in which an article stood in one place of a list.' })
export class RankedRun {
  constructor(private readonly run: PlaceRun) {}

  @Field(() => Int, { description: 'The place, from 1.' })
  get rank(): number {
    return this.run.rank;
  }

  @Field(() => Date, { description: 'The first minute in which it was recorded there.' })
  get from(): Date {
    return new Date(this.run.from * MINUTE_MS);
  }

  @Field(() => Date, {
    description:
      'The first minute in which it was not: it stood elsewhere, or nothing was recorded, or it is the end of the ' +
      'time that was asked for.',
  })
  get until(): Date {
    return new Date(this.run.until * MINUTE_MS);
  }
}

@ObjectType({
  description:
    'The places that an article has had on a ranked list, minute by minute of the clock: of each minute the list is ' +
    'recorded once, as it stood soon after its beginning.',
})
export class RankingHistory {
  constructor(
    private readonly card: ArticleCard,
    private readonly range: { from: number; until: number },
    private readonly places: PlacesOverTime,
  ) {}

  @Field(() => ArticleCard, { description: 'The article.' })
  get article(): ArticleCard {
    return this.card;
  }

  @Field(() => Date, { description: 'The first minute that was looked at.' })
  get from(): Date {
    return new Date(this.range.from * MINUTE_MS);
  }

  @Field(() => Date, { description: 'The minute after the last that was looked at.' })
  get to(): Date {
    return new Date(this.range.until * MINUTE_MS);
  }

  @Field(() => [RankedRun], {
    description: 'Its places, oldest first; where there is a gap it was not on the list.',
  })
  get runs(): RankedRun[] {
    return this.places.runs.map((run) => new RankedRun(run));
  }

  @Field(() => Int, { nullable: true, description: 'Its best place; null if it was not on the list.' })
  get bestRank(): number | null {
    return this.places.bestRank;
  }

  @Field(() => Int, { description: 'In how many minutes it was recorded on the list.' })
  get minutesListed(): number {
    return this.places.minutesListed;
  }

  @Field(() => Int, { description: 'In how many of them it was among the first five.' })
  get minutesInFirstFive(): number {
    return this.places.minutesInFirstFive;
  }

  @Field(() => Int, {
    description:
      'In how many minutes lists were recorded at all: fewer than there are from "from" to "to" where nothing ' +
      'ranked, or where it could not be kept.',
  })
  get minutesRecorded(): number {
    return this.places.minutesRecorded;
  }
}
