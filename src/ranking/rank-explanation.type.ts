import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { explanationSentence, type TimeOfDay } from './explanation';
import {
  HeldAgainst,
  type HeldPlace,
  type PlacementFigures,
  ScorePartKind,
  type SurpriseFigures,
  scorePartMeanings,
} from './rank-figures';
import type { RankedEntry } from './ranked-entry';
import { RankReadNext, RankSimilarText } from './recommended-explanation.type';
import { toldParts } from './told-score';

registerEnumType(ScorePartKind, {
  name: 'RankScorePartKind',
  description: 'What a part of a score stands for.',
  valuesConfig: Object.fromEntries(
    Object.entries(scorePartMeanings).map(([kind, description]) => [kind, { description }]),
  ),
});

registerEnumType(HeldAgainst, {
  name: 'RankHeldAgainst',
  description: 'Against whom a place is held.',
  valuesConfig: {
    ENTRY: { description: 'Against one that stands below the first five and would enter them.' },
    SWAP: { description: 'Against one that stands lower: both among the first five, or both below them.' },
  },
});

/** What the API shows of an editor's act on a place. */
export enum RankPlacementAct {
  PIN = 'PIN',
  BOOST = 'BOOST',
}

registerEnumType(RankPlacementAct, {
  name: 'RankPlacementAct',
  description: 'What an editor has done to a place on a list.',
  valuesConfig: {
    PIN: { description: 'The article is fixed to the place.' },
    BOOST: { description: 'Its score is multiplied.' },
  },
});

const date = (ms: number | null) => (ms === null ? null : new Date(ms));

@ObjectType({ description: 'A part of a score.' })
export class RankScorePart {
  @Field(() => ScorePartKind, { description: 'What it stands for.' })
  kind!: ScorePartKind;

  @Field(() => Date, {
    nullable: true,
    description: 'For a rate of readers: since when it may have held. Null for every other part.',
  })
  since!: Date | null;

  @Field(() => Float, { description: 'What it adds to the score.' })
  value!: number;
}

@ObjectType({
  description:
    'A place that steadiness holds: by the scores alone another article would stand there. So that lists do not ' +
    'flicker, a lead must be clear, and of a newcomer it must last.',
})
export class RankHeldPlace {
  constructor(private readonly held: HeldPlace) {}

  @Field(() => HeldAgainst, { description: 'Against whom it is held.' })
  get against(): HeldAgainst {
    return this.held.against;
  }

  @Field(() => Float, { description: 'By what share the score of the other is higher: 0.1 is 10 %.' })
  get lead(): number {
    return this.held.lead;
  }

  @Field(() => Float, { description: 'By what share it would have to be higher.' })
  get leadAsked(): number {
    return this.held.leadAsked;
  }

  @Field(() => Date, {
    nullable: true,
    description:
      'Since when a newcomer has led by so much without a break; null where it does not, and for a swap.',
  })
  get leadingSince(): Date | null {
    return date(this.held.leadingSinceMs);
  }

  @Field(() => Int, { description: 'For how long a newcomer would have to lead, in ms; 0 for a swap.' })
  get dwellAskedMs(): number {
    return this.held.dwellAskedMs;
  }

  @Field(() => Float, {
    description:
      'How many readers the first five have missed by leaving a newcomer out: its lead in readers a minute, ' +
      'added up. 0 for a swap.',
  })
  get readersMissed(): number {
    return this.held.missed;
  }

  @Field(() => Float, {
    description:
      'How many would have to be missed: the patience of the rule times the root of the readers a ' +
      'minute of the first five. 0 for a swap.',
  })
  get readersMissedAsked(): number {
    return this.held.missedAsked;
  }
}

@ObjectType({ description: 'What an editor has done to a place on a list.' })
export class RankPlacement {
  constructor(private readonly placement: PlacementFigures) {}

  @Field(() => RankPlacementAct, { description: 'What has been done.' })
  get act(): RankPlacementAct {
    return RankPlacementAct[this.placement.act];
  }

  @Field(() => String, { description: "The editor's reason." })
  get reason(): string {
    return this.placement.reason;
  }

  @Field(() => Date, { description: 'Until when it holds.' })
  get until(): Date {
    return new Date(this.placement.untilMs);
  }

  @Field(() => Int, { nullable: true, description: 'Of a pin: the place on the list, from 1.' })
  get place(): number | null {
    return this.placement.place;
  }

  @Field(() => Float, { nullable: true, description: 'Of a boost: what the score is multiplied by.' })
  get factor(): number | null {
    return this.placement.factor;
  }
}

@ObjectType({ description: 'How far an article is read above what was to be expected.' })
export class RankSurprise {
  constructor(private readonly surprise: SurpriseFigures) {}

  @Field(() => Float, {
    description:
      'Its readers since the rise began, weighed as rankings weigh them; of a rise that is over, those when it was ' +
      'highest.',
  })
  get readers(): number {
    return this.surprise.readers;
  }

  @Field(() => Float, {
    description:
      'How many were to be expected in that time, by how it was read in the hour before and how busy the site is; of ' +
      'a new article, by how others of its section are read as well.',
  })
  get expectedReaders(): number {
    return this.surprise.expectedReaders;
  }

  @Field(() => Float, { description: 'Readers by expected readers.' })
  get factor(): number {
    return this.surprise.factor;
  }

  @Field(() => Date, {
    nullable: true,
    description: 'When the rise most probably began, at most an hour before; null where that is not known.',
  })
  get since(): Date | null {
    return date(this.surprise.sinceMs);
  }
}

@ObjectType({ description: 'The numbers behind a place on a list.' })
export class RankExplanation {
  constructor(
    private readonly entry: RankedEntry,
    private readonly telling: { timeOfDay: TimeOfDay; rank: number },
  ) {}

  @Field(() => String, {
    description:
      'In one sentence: "42 readers a minute since 14:05, before that 11; third place held by steadiness: the next ' +
      'leads by 10 %, 30 % are asked".',
  })
  get sentence(): string {
    const { reason, figures, score } = this.entry;
    return explanationSentence(reason, figures, { ...this.telling, score });
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
    return date(this.entry.figures.reading?.sinceMs ?? null);
  }

  @Field(() => Float, { nullable: true, description: 'How sure it is that it began then, 0 to 1.' })
  get probability(): number | null {
    return this.entry.figures.reading?.probability ?? null;
  }

  @Field(() => [RankScorePart], {
    description:
      'What the score is made of: the values add up to it exactly. Empty where only the score is known: from the ' +
      'eleventh place on of a list of the past, unless it has one part, and of what is placed without a score.',
  })
  get parts(): RankScorePart[] {
    return toldParts(this.entry.figures.parts).map(({ kind, sinceMs, value }) => ({
      kind,
      since: date(sinceMs),
      value,
    }));
  }

  @Field(() => RankHeldPlace, {
    nullable: true,
    description: 'What steadiness does for this place; null where the scores alone would give it too.',
  })
  get held(): RankHeldPlace | null {
    const { held } = this.entry.figures;
    return held && new RankHeldPlace(held);
  }

  @Field(() => RankPlacement, {
    nullable: true,
    description: "An editor's pin or boost that acts on this place.",
  })
  get placement(): RankPlacement | null {
    const { placement } = this.entry.figures;
    return placement && new RankPlacement(placement);
  }

  @Field(() => RankSurprise, {
    nullable: true,
    description: 'On Trending: how far it is read above the expected. Null on other lists.',
  })
  get surprise(): RankSurprise | null {
    const { surprise } = this.entry.figures;
    return surprise && new RankSurprise(surprise);
  }

  @Field(() => [RankReadNext], {
    description:
      'On recommendations: the articles that were read whose readers went on to it, the one that adds most first. ' +
      'Empty on other lists.',
  })
  get readNext(): RankReadNext[] {
    return this.entry.figures.recommended?.readNext.map((figures) => new RankReadNext(figures)) ?? [];
  }

  @Field(() => RankSimilarText, {
    nullable: true,
    description:
      'On recommendations: whose text of what was read is most like its own, where texts are known. Null on ' +
      'other lists.',
  })
  get similarText(): RankSimilarText | null {
    const similar = this.entry.figures.recommended?.similar ?? null;
    return similar && new RankSimilarText(similar);
  }
}
