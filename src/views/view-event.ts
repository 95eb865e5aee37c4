// A report of a view, checked: its time is put right or refused, and what is left can be counted.

import { BadUserInput } from '../platform/errors';
import { viewCounterName } from './counter-names';
import type { ReportedVariant } from './reported-variant';
import { type Rail, rankingWeight, type ViewSource } from './view-source';
import { LateViewNeedsEventId, ViewTooOld } from './views.errors';

export interface ViewReport {
  articleId: string;
  /** Random, made by the client when the article was read, the same whenever this view is sent again. */
  eventId?: string;
  /** When it was read; absent means now. */
  occurredAtMs?: number;
  source?: ViewSource;
  rail?: Rail;
  /** The place on the rail, from 1. */
  slot?: number;
  /** Of a list that is being tested. */
  experiment?: ReportedVariant;
}

export interface ViewEvent {
  /** Never after `arrivedAtMs`. */
  atMs: number;
  arrivedAtMs: number;
  /** As it was reported. */
  occurredAtMs: number | undefined;
  /** More than fifteen minutes late: its event id alone says whether it has been counted. */
  isLate: boolean;
  eventId: string | undefined;
  source: ViewSource;
  /** The source, with rail and slot, in the words of the counters. */
  counterName: string;
  slot: number | undefined;
  rail: Rail | undefined;
  experiment: ReportedVariant | undefined;
  /** From 0 to 1. */
  rankingWeight: number;
}

export const LATE_AFTER_MS = 15 * 60_000;
export const REFUSED_AFTER_MS = 24 * 3_600_000;
const EVENT_ID_LENGTH_MAX = 100;
const SLOT_MAX = 1_000;

/** @throws ViewTooOld, LateViewNeedsEventId, BadUserInput */
export function viewEventOf(report: ViewReport, arrivedAtMs: number): ViewEvent {
  const { eventId, rail, slot, source = rail === undefined ? 'OTHER' : 'RAIL' } = report;
  if (eventId !== undefined) checkEventId(eventId);
  if (slot !== undefined) checkSlot(slot);
  const atMs = timeOf(report.occurredAtMs, arrivedAtMs);
  const lateMs = arrivedAtMs - atMs;
  if (lateMs > REFUSED_AFTER_MS) throw new ViewTooOld();
  const isLate = lateMs > LATE_AFTER_MS;
  if (isLate && eventId === undefined) throw new LateViewNeedsEventId();
  return {
    atMs,
    arrivedAtMs,
    occurredAtMs: report.occurredAtMs,
    isLate,
    eventId,
    source,
    counterName: viewCounterName(source, rail, slot),
    slot,
    rail,
    experiment: report.experiment,
    rankingWeight: rankingWeight(source, rail),
  };
}

/** @throws BadUserInput */
export function checkEventId(eventId: string): void {
  if (eventId === '' || eventId.length > EVENT_ID_LENGTH_MAX) {
    throw new BadUserInput('eventId', `An event id has 1 to ${EVENT_ID_LENGTH_MAX} characters.`);
  }
}

/** @throws BadUserInput */
export function checkSlot(slot: number): void {
  if (!isSlot(slot)) throw new BadUserInput('slot', `A slot is a whole number from 1 to ${SLOT_MAX}.`);
}

export function isSlot(slot: number): boolean {
  return Number.isInteger(slot) && slot >= 1 && slot <= SLOT_MAX;
}

/** A client whose clock is ahead means now. @throws BadUserInput */
export function timeOf(occurredAtMs: number | undefined, arrivedAtMs: number): number {
  if (occurredAtMs === undefined) return arrivedAtMs;
  if (!Number.isFinite(occurredAtMs)) throw new BadUserInput('occurredAt', 'That is no time.');
  return Math.min(Math.floor(occurredAtMs), arrivedAtMs);
}
