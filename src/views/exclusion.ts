// What an exclusion is: which views it takes out of the figures, and what they come to.

import { sourceOfCounter } from './counter-names';
import type { Rail, ViewSource } from './view-source';

/** At least one of source, rail, visitor and article; a view is meant when all that are given hold. */
export interface ExclusionCondition {
  fromMs: number;
  /** Not included. */
  toMs: number;
  source?: ViewSource;
  rail?: Rail;
  slot?: number;
  /** Pseudonym of a day; NOBODY when it is kept no more. */
  visitor?: string;
  article?: number;
}

export type ExclusionState = 'IN_FORCE' | 'TAKEN_BACK';

export interface Doer {
  id: string;
  name: string;
}

export interface Exclusion {
  id: string;
  state: ExclusionState;
  condition: ExclusionCondition;
  reason: string;
  views: number;
  excludedAt: Date;
  excludedBy: Doer;
  takenBackAt: Date | null;
  takenBackBy: Doer | null;
  takenBackReason: string | null;
}

/** The first slice of the row of the rollups that it is subtracted from, an article, a counter, and how much. */
export interface ExclusionAmount {
  slice: number;
  article: number;
  counter: number;
  amount: number;
}

/** A view as the view stream keeps it. */
export interface StreamView {
  article: number;
  atMs: number;
  /** NOBODY for who asked for privacy or was forgotten. */
  visitor: string;
  counter: number;
  /** What it weighs for rankings; 0 above a cap. */
  weight: number;
  /** Place in the stream of its partition: whatever was counted later has a larger one. */
  position: number;
}

/** In the place of a pseudonym: any number of readers, so that no two of them are the same. */
export const NOBODY = '-';

type Where = Pick<ExclusionCondition, 'source' | 'rail' | 'slot'>;

/** Whether a counter counts views that came from there. */
export function isFrom(counter: number, { source, rail, slot }: Where): boolean {
  if (source === undefined && rail === undefined) return true;
  const from = sourceOfCounter(counter);
  if (from === undefined) return false;
  if (source !== undefined && from.source !== source) return false;
  if (rail !== undefined && from.rail !== rail) return false;
  return slot === undefined || from.slot === slot;
}

export function isMeant(view: StreamView, condition: ExclusionCondition): boolean {
  const { fromMs, toMs, visitor, article } = condition;
  if (view.atMs < fromMs || view.atMs >= toMs) return false;
  if (visitor !== undefined && (visitor === NOBODY || view.visitor !== visitor)) return false;
  if (article !== undefined && view.article !== article) return false;
  return isFrom(view.counter, condition);
}
