import type { MethodOutcome } from '../outcome';

export interface DrawnMethod {
  method: MethodOutcome;
  kind: 'ours' | 'baseline' | 'usual' | 'ceiling';
}
