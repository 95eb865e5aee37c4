// Why an article has its place, in numbers that add up to its score and in one plain sentence:
// "42 readers a minute since 14:05, before that 11".

import { minutesSince, type PresentRate, type ReadingBin } from './formulas/change-points';
import { RankReason } from './rank-reason';

export interface ScorePart {
  /** Where the rate that this part stands for began; null for what has no beginning. */
  sinceMs: number | null;
  value: number;
}

/** What is known of a score. All parts add up to it. */
export interface RankFigures {
  parts: readonly ScorePart[];
  /** The most probable present rate as it was counted, where the article is ranked by it. */
  reading: ReadingFigures | null;
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

const MINUTE_MS = 60_000;
/** The most probable beginnings are told one by one, the others as one part. */
const TOLD_SEGMENTS = 3;
/** A rate over a few seconds says nothing: it is told per whole minute. */
const LEAST_TOLD_MINUTES = 1;

export function explainRate(
  rate: PresentRate,
  bins: readonly ReadingBin[],
  at: { nowMs: number; publishedAtMs: number },
): RankFigures {
  const startOf = (bin: number) => at.nowMs - minutesSince(bins, bin) * MINUTE_MS;
  const told = rate.segments.slice(0, TOLD_SEGMENTS);
  const parts: ScorePart[] = told.map((segment) => ({
    sinceMs: startOf(segment.startBin),
    value: segment.probability * segment.readersPerMinute,
  }));
  const toldSum = parts.reduce((sum, part) => sum + part.value, 0);
  parts.push({ sinceMs: null, value: rate.score - toldSum });
  const best = rate.segments[0]!;
  const counted = (from: number, to: number) => {
    const readers = bins.slice(from, to).reduce((sum, bin) => sum + bin.readers, 0);
    const fromMs = Math.max(startOf(from), at.publishedAtMs);
    return readers / Math.max((startOf(to) - fromMs) / MINUTE_MS, LEAST_TOLD_MINUTES);
  };
  const { startBin, beforeStartBin } = best;
  return {
    parts,
    reading: {
      sinceMs: Math.max(startOf(startBin), at.publishedAtMs),
      readersPerMinute: counted(startBin, bins.length),
      readersPerMinuteBefore: beforeStartBin === undefined ? null : counted(beforeStartBin, startBin),
      probability: best.probability,
    },
  };
}

/** Something that is one number only: a board's decayed views, an editor's grade. */
export function explainWhole(score: number): RankFigures {
  return { parts: score === 0 ? [] : [{ sinceMs: null, value: score }], reading: null };
}

/** Writes the time of day in the publisher's time zone. */
export type TimeOfDay = (atMs: number) => string;

export function timeOfDayIn(timeZone: string): TimeOfDay {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  return (atMs) => format.format(atMs);
}

export function explanationSentence(reason: RankReason, figures: RankFigures, timeOfDay: TimeOfDay): string {
  if (figures.reading) return readingSentence(figures.reading, timeOfDay);
  const score = figures.parts.reduce((sum, part) => sum + part.value, 0);
  const views = `${amount(score)} ${score === 1 ? 'view' : 'views'}`;
  switch (reason) {
    case RankReason.READ_THIS_HOUR:
      return `${views} of late, each counting half after an hour`;
    case RankReason.READ_TODAY:
      return `${views} of late, each counting half after a day`;
    case RankReason.READ_THIS_WEEK:
      return `${views} of late, each counting half after a week`;
    case RankReason.EARLIER:
      return 'It was on the list when its first page was asked for';
    case RankReason.PINNED:
      return 'Fixed to the top by the editors';
    case RankReason.PICKED:
      return `Picked by the editors, ${amount(score)} by value, age and reading`;
    case RankReason.READ_NEXT:
    case RankReason.READ_NOW:
      return `${percent(score)} of the readers are expected to go on to it`;
    case RankReason.SAME_TOPIC:
      return 'About the same topic';
    default:
      return 'Among the newest';
  }
}

function readingSentence(reading: ReadingFigures, timeOfDay: TimeOfDay): string {
  const { readersPerMinute, readersPerMinuteBefore: before } = reading;
  const perMinute = Math.max(readersPerMinute, before ?? 0) >= 1;
  const factor = perMinute ? 1 : 60;
  const now = amount(readersPerMinute * factor);
  const rate = `${now} ${now === '1' ? 'reader' : 'readers'} ${perMinute ? 'a minute' : 'an hour'}`;
  const since = `since ${timeOfDay(reading.sinceMs)}`;
  return before === null ? `${rate} ${since}` : `${rate} ${since}, before that ${amount(before * factor)}`;
}

/** Whole numbers from ten on, one decimal below: 42, 3.5, 0.4. */
function amount(value: number): string {
  return value >= 9.95 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}

function percent(share: number): string {
  return `${amount(share * 100)} %`;
}
