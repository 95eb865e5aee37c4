import type { Evaluated } from '../evaluate-lists';

export function htmlPage(_evaluated: Evaluated, _names: readonly string[]): string {
  return '';
}
