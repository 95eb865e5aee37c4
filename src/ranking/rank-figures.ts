// What is known of a place on a list: the numbers that add up to its score, and what else acts on it.

import type { ArticleCard } from '../articles/article-card';

/** What a part of a score stands for. */
export enum ScorePartKind {
  RATE = 'RATE',
  OTHER_RATES = 'OTHER_RATES',
  NEWNESS = 'NEWNESS',
  BOOST = 'BOOST',
  DECAYED_VIEWS = 'DECAYED_VIEWS',
  GRADE = 'GRADE',
  READING = 'READING',
  SURPRISE = 'SURPRISE',
  READ_NEXT = 'READ_NEXT',
  READ_NOW = 'READ_NOW',
  PEAK = 'PEAK',
  AGE = 'AGE',
  READ_IN_SECTION = 'READ_IN_SECTION',
  SIMILAR_TEXT = 'SIMILAR_TEXT',
  READ_BEFORE = 'READ_BEFORE',
  JUST_PUBLISHED = 'JUST_PUBLISHED',
}

/** Also the descriptions in the schema. */
export const scorePartMeanings: Record<ScorePartKind, string> = {
  RATE:
    'A rate of readers a minute, times the probability that it has held since the time given and is the present ' +
    'one.',
  OTHER_RATES: 'The same for all less probable beginnings together.',
  NEWNESS:
    'Up to a tenth of the rates, times the probability that the present one is at most 15 minutes old.',
  BOOST: 'What an editor has added or taken away by a boost.',
  DECAYED_VIEWS: 'Views of the last hours, days or weeks, older ones counting less: the reason says which.',
  GRADE: "An editor's grade: 1 for a value of 3, twice or half as much for each step.",
  READING: 'What the readers of a pick add to its grade or take from it.',
  SURPRISE:
    'How far the readers since the time given are above what was to be expected: the root of the likelihood ratio, ' +
    'times the logarithm of how many times the expected they are.',
  PEAK: 'What is left of a surprise that was higher at the time given: half of it after 20 minutes.',
  AGE: 'What its age takes from the grade of a pick: half with each lifetime.',
  READ_NEXT: 'The share of readers who went on to it, of the article or of what was read before it.',
  READ_NOW:
    'What it gets for being read at present: its share of all readers of the last minutes (where they are few, of ' +
    'the last hour, too), as far as little is known of where readers go on to.',
  READ_IN_SECTION: 'The same of the readers of the section of what was read.',
  READ_BEFORE:
    'What it gets for having been read directly before the article, or before what was read before it, while little ' +
    'is known of where readers go on to from there.',
  JUST_PUBLISHED:
    'What it gets for being new: as if it had one reader more at its publication, half of one after twelve hours, ' +
    'none after a day.',
  SIMILAR_TEXT:
    'What it gets for a text like that of what was read, where readers have said little yet: of where they go on to, ' +
    'or of this article.',
};

export interface ScorePart {
  kind: ScorePartKind;
  /** Where the rate that this part stands for began; null for what has no beginning. */
  sinceMs: number | null;
  value: number;
}

/** All parts add up to the score. */
export interface RankFigures {
  parts: readonly ScorePart[];
  /** The most probable present rate as it was counted, where the article is ranked by it. */
  reading: ReadingFigures | null;
  /** What steadiness does for this place: null where the scores alone would give it too. */
  held: HeldPlace | null;
  /** An editor's pin or boost that acts on this place. */
  placement: PlacementFigures | null;
  /** On Trending: how far above the expected it is read. */
  surprise: SurpriseFigures | null;
  /** Of a recommendation: where its parts come from. */
  recommended?: RecommendedFigures;
}

export interface RecommendedFigures {
  /** Articles whose readers went on to it; the one that adds most to the score first. */
  readNext: readonly ReadNextFigures[];
  /** The article of what was read before which it was read most; null where that adds nothing. */
  readBefore: ReadBeforeFigures | null;
  /** The article of what was read whose text is most like its own; null where that adds nothing. */
  similar: SimilarFigures | null;
  /** Names of the tags that it has in common with what was read. */
  sharedTags: readonly string[];
  /** The name of the section that it stands in. */
  section: string;
  /** Its share of all readers of the last minutes; where they are few, of the last hour, too. */
  shareOfReaders: number;
}

export interface ReadNextFigures {
  from: ArticleCard;
  /** Whether `from` is the article whose page asks. */
  isOfPage: boolean;
  /** Readers of it who went on to this one, and who went on at all: decayed. */
  readers: number;
  of: number;
  /** What it adds to the score. */
  adds: number;
}

export interface ReadBeforeFigures {
  from: ArticleCard;
  /** Whether `from` is the article whose page asks. */
  isOfPage: boolean;
}

export interface SimilarFigures {
  to: ArticleCard;
  /** 0 to 1. */
  similarity: number;
  /** What both are about, the most telling first. */
  words: readonly string[];
}

export interface ReadingFigures {
  /** When the rate began, or when the article was published, or the beginning of the hour that is looked at. */
  sinceMs: number;
  readersPerMinute: number;
  /** Before that; null where the rate is as old as the article or the hour. */
  readersPerMinuteBefore: number | null;
  /** How sure it is that the rate began then, 0 to 1. */
  probability: number;
}

/** Against whom a place is held. */
export enum HeldAgainst {
  /** One that stands below the first five and would enter them. */
  ENTRY = 'ENTRY',
  /** One that stands lower, on the same side of the border of the first five. */
  SWAP = 'SWAP',
}

export interface HeldPlace {
  against: HeldAgainst;
  /** By what share the other leads: .1 is 10 %. */
  lead: number;
  /** By what share it would have to lead. */
  leadAsked: number;
  /** Since when a newcomer has led by that much without a break; null where it does not, and for a swap. */
  leadingSinceMs: number | null;
  /** For how long it would have to lead, in ms; 0 for a swap. */
  dwellAskedMs: number;
  /** How many readers have been missed by leaving a newcomer out, and how many are asked; 0 for a swap. */
  missed: number;
  missedAsked: number;
}

export interface PlacementFigures {
  act: 'PIN' | 'BOOST';
  /** The editor's. */
  reason: string;
  untilMs: number;
  /** Of a pin. */
  place: number | null;
  /** Of a boost: what the score is multiplied by. */
  factor: number | null;
}

export interface SurpriseFigures {
  /** Readers since the rise began, weighed as rankings weigh them. */
  readers: number;
  expectedReaders: number;
  /** When the rise began; null where nobody knows. */
  sinceMs: number | null;
  /** Readers by expected readers. */
  factor: number;
}

/** Figures of parts alone. */
export function figuresOf(parts: readonly ScorePart[]): RankFigures {
  return { parts, reading: null, held: null, placement: null, surprise: null };
}
