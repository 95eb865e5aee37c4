import type { MostreadError } from '../platform/errors';

export type ReportKind = 'view' | 'engagement' | 'impression';

export interface ReportOutcome {
  status: string;
  refusal: MostreadError | null;
}

/** Tells whoever keeps figures what became of the reports: the status, or the code of what was refused. */
export class ReportOutcomes {
  private listener: ((kind: ReportKind, outcome: string) => void) | undefined;

  listen(listener: (kind: ReportKind, outcome: string) => void): void {
    this.listener = listener;
  }

  tell(kind: ReportKind, outcomes: readonly ReportOutcome[]): void {
    if (this.listener === undefined) return;
    for (const { status, refusal } of outcomes) this.listener(kind, refusal === null ? status : refusal.code);
  }
}
