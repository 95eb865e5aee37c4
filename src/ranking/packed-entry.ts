// An entry of a list on its way from the leader to every API process: an array of numbers, times as the ms before the
// snapshot, and what few entries have at the end, where it costs those that lack it nothing.

import {
  HeldAgainst,
  type HeldPlace,
  type PlacementFigures,
  type RankFigures,
  ScorePartKind,
  type SurpriseFigures,
} from './rank-figures';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { isSumOfParts, sumOfTold, toldParts } from './told-score';

type PackedPlacement = [act: number, reason: string, until: number, place: number, factor: number];

export type PackedEntry = [
  article: number,
  reason: number,
  viewsInWindow: number,
  previousRank: number,
  listedSince: number,
  parts: number[],
  reading: number[],
  held?: number[],
  placement?: PackedPlacement | [],
  surprise?: number[],
  /** Where the parts are not all of it. */
  score?: number,
];

const reasons = Object.values(RankReason);
const kinds = Object.values(ScorePartKind);
const sides = Object.values(HeldAgainst);
const acts = ['PIN', 'BOOST'] as const;
const NONE = -1;

export function packEntry(entry: RankedEntry, atMs: number): PackedEntry {
  const { parts, reading } = entry.figures;
  const packed: PackedEntry = [...packFirst(entry, atMs), packParts(parts, atMs), packReading(reading, atMs)];
  if (hasMore(entry)) packed.push(...packMore(entry, atMs));
  return packed;
}

/** As a text has been written of the parts and the reading of a score, counted back from `atMs`. */
interface WrittenFigures {
  atMs: number;
  reading: RankFigures['reading'];
  text: string;
}

const written = new WeakMap<RankFigures['parts'], WrittenFigures>();

/**
 * The JSON of what `packEntry` gives. An article has the same figures on every list and until its rate is worked out
 * anew, so they are written once, as long as times are counted back from the same moment.
 */
export function writeEntry(entry: RankedEntry, atMs: number): string {
  const more = hasMore(entry) ? `,${JSON.stringify(packMore(entry, atMs)).slice(1, -1)}` : '';
  return `[${packFirst(entry, atMs).join()},${writtenFigures(entry.figures, atMs)}${more}]`;
}

function writtenFigures({ parts, reading }: RankFigures, atMs: number): string {
  const known = written.get(parts);
  if (known?.atMs === atMs && known.reading === reading) return known.text;
  const text = JSON.stringify([packParts(parts, atMs), packReading(reading, atMs)]).slice(1, -1);
  written.set(parts, { atMs, reading, text });
  return text;
}

type PackedFirst = [
  article: number,
  reason: number,
  viewsInWindow: number,
  previousRank: number,
  listedSince: number,
];

function packFirst(entry: RankedEntry, atMs: number): PackedFirst {
  const { article, reason, viewsInWindow, previousRank, listedSinceMs } = entry;
  return [article, reasons.indexOf(reason), viewsInWindow, previousRank ?? NONE, agoOf(listedSinceMs, atMs)];
}

function packParts(parts: RankFigures['parts'], atMs: number): number[] {
  const packed: number[] = [];
  for (const { kind, sinceMs, value } of toldParts(parts)) {
    packed.push(kinds.indexOf(kind), agoOf(sinceMs, atMs), value);
  }
  return packed;
}

function packReading(reading: RankFigures['reading'], atMs: number): number[] {
  if (reading === null) return [];
  const { sinceMs, readersPerMinute, readersPerMinuteBefore: before, probability } = reading;
  return [
    agoOf(sinceMs, atMs),
    brief(readersPerMinute),
    before === null ? NONE : brief(before),
    brief(probability),
  ];
}

/** What few entries have. */
function hasMore({ score, figures: { parts, held, placement, surprise } }: RankedEntry): boolean {
  return (held ?? placement ?? surprise) !== null || !isSumOfParts(score, parts);
}

function packMore(
  { score, figures: { parts, held, placement, surprise } }: RankedEntry,
  atMs: number,
): [number[], PackedPlacement | [], number[], ...number[]] {
  return [
    held === null ? [] : packHeld(held, atMs),
    placement === null ? [] : packPlacement(placement, atMs),
    surprise === null ? [] : packSurprise(surprise, atMs),
    ...(isSumOfParts(score, parts) ? [] : [brief(score)]),
  ];
}

function agoOf(ms: number | null, atMs: number): number {
  return ms === null ? NONE : Math.max(0, Math.round(atMs - ms));
}

export function unpackEntry(packed: PackedEntry, atMs: number): RankedEntry {
  const [article, reason, viewsInWindow, previousRank, listedAgo, packedParts, packedReading] = packed;
  const [, , , , , , , held, placement, surprise, score] = packed;
  const timeOf = (ago: number) => (ago === NONE ? null : atMs - ago);
  const parts: RankFigures['parts'][number][] = [];
  for (let at = 0; at + 2 < packedParts.length; at += 3) {
    const kind = kinds[packedParts[at]!] ?? ScorePartKind.OTHER_RATES;
    parts.push({ kind, sinceMs: timeOf(packedParts[at + 1]!), value: packedParts[at + 2]! });
  }
  return {
    article,
    // The parts are rounded for the way so that they add up to the score.
    score: score ?? sumOfTold(parts),
    reason: reasons[reason] ?? RankReason.NEWEST,
    viewsInWindow,
    previousRank: previousRank === NONE ? null : previousRank,
    listedSinceMs: timeOf(listedAgo),
    figures: {
      parts,
      reading: unpackReading(packedReading, atMs),
      held: unpackHeld(held, timeOf),
      placement: unpackPlacement(placement, atMs),
      surprise: unpackSurprise(surprise, timeOf),
    },
  };
}

/** The eye needs three digits, and the lists are sorted before they are sent. */
export function brief(value: number): number {
  const steps = Math.abs(value) >= 1 ? 1e3 : 1e7;
  return Math.round(value * steps) / steps;
}

type TimeOf = (ago: number) => number | null;

function unpackReading(packed: readonly number[], atMs: number): RankFigures['reading'] {
  const [ago, readersPerMinute, before, probability] = packed;
  if (ago === undefined) return null;
  return {
    sinceMs: atMs - ago,
    readersPerMinute: readersPerMinute!,
    readersPerMinuteBefore: before === NONE ? null : before!,
    probability: probability!,
  };
}

function packHeld(held: HeldPlace, atMs: number): number[] {
  const { against, lead, leadAsked, leadingSinceMs, dwellAskedMs, missed, missedAsked } = held;
  const numbers = [brief(lead), brief(leadAsked), agoOf(leadingSinceMs, atMs), dwellAskedMs];
  return [sides.indexOf(against), ...numbers, brief(missed), brief(missedAsked)];
}

function unpackHeld(packed: readonly number[] = [], timeOf: TimeOf): HeldPlace | null {
  const [against, lead, leadAsked, ago, dwellAskedMs, missed, missedAsked] = packed;
  if (against === undefined) return null;
  return {
    against: sides[against] ?? HeldAgainst.SWAP,
    lead: lead!,
    leadAsked: leadAsked!,
    leadingSinceMs: timeOf(ago!),
    dwellAskedMs: dwellAskedMs!,
    missed: missed!,
    missedAsked: missedAsked!,
  };
}

function packPlacement(placement: PlacementFigures, atMs: number): PackedPlacement {
  const { act, reason, untilMs, place, factor } = placement;
  return [acts.indexOf(act), reason, Math.round(untilMs - atMs), place ?? NONE, factor ?? NONE];
}

function unpackPlacement(packed: PackedEntry[8] = [], atMs: number): PlacementFigures | null {
  const [act, reason, until, place, factor] = packed;
  if (act === undefined) return null;
  return {
    act: acts[act] ?? 'PIN',
    reason: reason!,
    untilMs: atMs + until!,
    place: place === NONE ? null : place!,
    factor: factor === NONE ? null : factor!,
  };
}

function packSurprise(surprise: SurpriseFigures, atMs: number): number[] {
  const { readers, expectedReaders, sinceMs, factor } = surprise;
  return [brief(readers), brief(expectedReaders), agoOf(sinceMs, atMs), brief(factor)];
}

function unpackSurprise(packed: readonly number[] = [], timeOf: TimeOf): SurpriseFigures | null {
  const [readers, expectedReaders, ago, factor] = packed as [number, number, number, number];
  return readers === undefined ? null : { readers, expectedReaders, sinceMs: timeOf(ago), factor };
}
