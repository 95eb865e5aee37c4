import { SteppedProcess, type SteppedStores } from './stepped-process';

/** test/faults/flusher.program.ts, running. */
export class FlusherProcess extends SteppedProcess {
  constructor(stores: SteppedStores, nowMs: number, waitsAt: readonly string[]) {
    super('flusher.program.ts', stores, [String(nowMs), waitsAt.join(',')]);
  }
}
