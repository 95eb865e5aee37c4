import type { Placement } from './placement';
import type { Doer } from './stored-rule';

export type PlacementState = 'COMING' | 'IN_FORCE' | 'OVER' | 'TAKEN_BACK';

export interface StoredPlacement extends Omit<Placement, 'by' | 'fromMs' | 'untilMs'> {
  headline: string;
  from: Date;
  until: Date;
  placedAt: Date;
  placedBy: Doer;
  takenBackAt: Date | null;
  takenBackBy: Doer | null;
  takenBackReason: string | null;
}

export function stateOf(
  { from, until, takenBackAt }: Pick<StoredPlacement, 'from' | 'until' | 'takenBackAt'>,
  nowMs: number,
): PlacementState {
  if (takenBackAt !== null) return 'TAKEN_BACK';
  if (from.getTime() > nowMs) return 'COMING';
  return until.getTime() > nowMs ? 'IN_FORCE' : 'OVER';
}
