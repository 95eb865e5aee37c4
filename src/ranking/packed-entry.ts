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
];

const reasons = Object.values(RankReason);
const kinds = Object.values(ScorePartKind);
const sides = Object.values(HeldAgainst);
const acts = ['PIN', 'BOOST'] as const;
const NONE = -1;

export function packEntry(entry: RankedEntry, atMs: number): PackedEntry {
  const { parts, reading, held, placement, surprise } = entry.figures;
  const ago = (ms: number | null) => (ms === null ? NONE : Math.max(0, Math.round(atMs - ms)));
  const packed: PackedEntry = [
    entry.article,
    reasons.indexOf(entry.reason),
    entry.viewsInWindow,
    entry.previousRank ?? NONE,
    ago(entry.listedSinceMs),
    parts.flatMap((part) => [kinds.indexOf(part.kind), ago(part.sinceMs), brief(part.value)]),
    reading === null
      ? []
      : [
          ago(reading.sinceMs),
          brief(reading.readersPerMinute),
          reading.readersPerMinuteBefore === null ? NONE : brief(reading.readersPerMinuteBefore),
          brief(reading.probability),
        ],
  ];
  if (held ?? placement ?? surprise) {
    packed.push(
      held === null ? [] : packHeld(held, ago),
      placement === null ? [] : packPlacement(placement, atMs),
      surprise === null ? [] : packSurprise(surprise, ago),
    );
  }
  return packed;
}

export function unpackEntry(packed: PackedEntry, atMs: number): RankedEntry {
  const [article, reason, viewsInWindow, previousRank, listedAgo, packedParts, packedReading] = packed;
  const [, , , , , , , held, placement, surprise] = packed;
  const timeOf = (ago: number) => (ago === NONE ? null : atMs - ago);
  const parts: RankFigures['parts'][number][] = [];
  for (let at = 0; at + 2 < packedParts.length; at += 3) {
    const [kind, ago, value] = packedParts.slice(at, at + 3) as [number, number, number];
    parts.push({ kind: kinds[kind] ?? ScorePartKind.OTHER_RATES, sinceMs: timeOf(ago), value });
  }
  return {
    article,
    // The parts are rounded for the way; their sum is the score, so that they always add up.
    score: parts.reduce((sum, part) => sum + part.value, 0),
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

type Ago = (ms: number | null) => number;
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

function packHeld(held: HeldPlace, ago: Ago): number[] {
  const { against, lead, leadAsked, leadingSinceMs, dwellAskedMs, missed, missedAsked } = held;
  const numbers = [brief(lead), brief(leadAsked), ago(leadingSinceMs), dwellAskedMs];
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

function packSurprise(surprise: SurpriseFigures, ago: Ago): number[] {
  const { readers, expectedReaders, sinceMs, factor } = surprise;
  return [brief(readers), brief(expectedReaders), ago(sinceMs), brief(factor)];
}

function unpackSurprise(packed: readonly number[] = [], timeOf: TimeOf): SurpriseFigures | null {
  const [readers, expectedReaders, ago, factor] = packed as [number, number, number, number];
  return readers === undefined ? null : { readers, expectedReaders, sinceMs: timeOf(ago), factor };
}
