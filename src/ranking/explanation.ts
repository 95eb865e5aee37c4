// Why an article has its place: from what a formula has found, the figures that add up to its score; from these, one
// plain sentence: "42 readers a minute since 14:05, before that 11; third place held by steadiness: the next leads by
// 10 %, 30 % are asked".

import { recommendedClause } from './explain-recommended';
import { minutesSince, type PresentRate, type ReadingBin } from './formulas/change-points';
import {
  figuresOf,
  HeldAgainst,
  type HeldPlace,
  type PlacementFigures,
  type RankFigures,
  type ReadingFigures,
  type ScorePart,
  ScorePartKind,
  type SurpriseFigures,
} from './rank-figures';
import { RankReason } from './rank-reason';

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
  const startOf = (bin: number) =>
    at.nowMs - (bins[bin]?.beganMinutesAgo ?? minutesSince(bins, bin)) * MINUTE_MS;
  const told = rate.segments.slice(0, TOLD_SEGMENTS);
  const parts: ScorePart[] = told.map((segment) => ({
    kind: ScorePartKind.RATE,
    sinceMs: startOf(segment.startBin),
    value: segment.probability * segment.readersPerMinute,
  }));
  const toldSum = parts.reduce((sum, part) => sum + part.value, 0);
  const add = (kind: ScorePartKind, value: number) => parts.push({ kind, sinceMs: null, value });
  if (rate.segments.length > told.length) add(ScorePartKind.OTHER_RATES, rate.readersPerMinute - toldSum);
  if (rate.newness > 0) add(ScorePartKind.NEWNESS, rate.score - rate.readersPerMinute);
  const best = rate.segments[0]!;
  const counted = (from: number, to: number) => {
    const readers = bins.slice(from, to).reduce((sum, bin) => sum + bin.readers, 0);
    const fromMs = Math.max(startOf(from), at.publishedAtMs);
    const onClock = (startOf(to) - fromMs) / MINUTE_MS;
    const hasStood = bins[from]?.beganMinutesAgo !== undefined;
    const minutes = hasStood ? Math.min(onClock, minutesSince(bins.slice(0, to), from)) : onClock;
    return readers / Math.max(minutes, LEAST_TOLD_MINUTES);
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
    held: null,
    placement: null,
    surprise: null,
  };
}

/** Something that is one number only: a board's decayed views, an editor's grade. */
export function explainWhole(score: number, kind: ScorePartKind = ScorePartKind.DECAYED_VIEWS): RankFigures {
  return figuresOf(score === 0 ? [] : [{ kind, sinceMs: null, value: score }]);
}

/** Writes the time of day in the publisher's time zone. */
export interface TimeOfDay {
  (atMs: number): string;
  /** With the day: for what may be days away. */
  withDay(atMs: number): string;
}

export function timeOfDayIn(timeZone: string): TimeOfDay {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone });
  const withDay = (atMs: number) => `${day.format(atMs)}, ${time.format(atMs)}`;
  return Object.assign((atMs: number) => time.format(atMs), { withDay });
}

/** How a sentence is told. */
export interface Telling {
  timeOfDay: TimeOfDay;
  /** The place that the reader sees. */
  rank: number;
  /** Where it is known beside its parts. */
  score?: number;
}

export function explanationSentence(reason: RankReason, figures: RankFigures, telling: Telling): string {
  const { placement, surprise, reading, held } = figures;
  const clauses = [
    reason === RankReason.PINNED && placement?.act === 'PIN'
      ? undefined
      : mainClause(reason, figures, telling),
    placement === null ? undefined : placementClause(placement, telling),
    held === null || (reading ?? surprise) === null ? undefined : heldClause(held, telling),
  ];
  const sentence = clauses.filter((clause) => clause !== undefined).join('; ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function mainClause(reason: RankReason, figures: RankFigures, { timeOfDay, ...told }: Telling): string {
  if (figures.surprise) return surpriseClause(figures.surprise, timeOfDay);
  if (figures.reading) return readingClause(figures.reading, timeOfDay);
  if (figures.recommended) return recommendedClause(reason, figures, figures.recommended);
  const score = told.score ?? figures.parts.reduce((sum, part) => sum + part.value, 0);
  const views = counted(score, 'view');
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
    case RankReason.READ_NOW:
      return `${counted(score, 'reader')} a minute expected`;
    default:
      return 'Among the newest';
  }
}

function readingClause(reading: ReadingFigures, timeOfDay: TimeOfDay): string {
  const { readersPerMinute, readersPerMinuteBefore: before } = reading;
  const perMinute = Math.max(readersPerMinute, before ?? 0) >= 1;
  const factor = perMinute ? 1 : 60;
  const rate = `${counted(readersPerMinute * factor, 'reader')} ${perMinute ? 'a minute' : 'an hour'}`;
  const since = `since ${timeOfDay(reading.sinceMs)}`;
  return before === null ? `${rate} ${since}` : `${rate} ${since}, before that ${amount(before * factor)}`;
}

function surpriseClause(surprise: SurpriseFigures, timeOfDay: TimeOfDay): string {
  const { readers, expectedReaders, sinceMs, factor } = surprise;
  const since = sinceMs === null ? '' : ` since ${timeOfDay(sinceMs)}`;
  const expected = `${amount(factor)} times the ${amount(expectedReaders)} expected`;
  return `${counted(readers, 'reader')}${since}, ${expected}`;
}

function placementClause(placement: PlacementFigures, { timeOfDay, rank }: Telling): string {
  const { act, reason, untilMs, place, factor } = placement;
  const done =
    act === 'PIN'
      ? `fixed to ${ordinal(place ?? rank)} place by the editors`
      : `counted ${amount(factor ?? 1)} times by the editors`;
  return `${done} until ${timeOfDay.withDay(untilMs)} ("${reason}")`;
}

function heldClause(held: HeldPlace, { timeOfDay, rank }: Telling): string {
  const { against, lead, leadAsked, leadingSinceMs, dwellAskedMs, missed, missedAsked } = held;
  const other = against === HeldAgainst.ENTRY ? 'a newcomer' : 'the next';
  const leads = `${ordinal(rank)} place held by steadiness: ${other} leads by ${percent(lead)}`;
  const asked = `${percent(leadAsked)} are asked`;
  if (against === HeldAgainst.SWAP) return `${leads}, ${asked}`;
  const since = leadingSinceMs === null ? '' : ` since ${timeOfDay(leadingSinceMs)}`;
  const dwell = dwellAskedMs === 0 ? '' : ` for ${amount(dwellAskedMs / 1_000)} seconds`;
  const readers =
    missedAsked === 0 ? '' : ` until ${counted(missedAsked, 'reader')} are missed (now ${amount(missed)})`;
  return `${leads}${since}, ${asked}${dwell}${readers}`;
}

/** Whole numbers from ten on, one decimal below: 42, 3.5, 0.4. */
function amount(value: number): string {
  return value >= 9.95 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}

/** "1 reader", "2.5 readers". */
function counted(value: number, one: string): string {
  const told = amount(value);
  return `${told} ${told === '1' ? one : `${one}s`}`;
}

function percent(share: number): string {
  return `${amount(share * 100)} %`;
}

const small = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "third", "21st". */
function ordinal(rank: number): string {
  const word = small[rank - 1];
  if (word !== undefined) return word;
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', many: 'th', zero: 'th' };
  return `${rank}${ending[ordinals.select(rank)]}`;
}

const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });
