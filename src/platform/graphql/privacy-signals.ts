// Whoever asks not to be followed is shown other things at the same address: no test of a list, and no list that is
// steered by what was read. An answer that may depend on it says so to caches, and what is kept here is kept apart for
// those who ask and those who do not.

import type { RequestContext } from './per-request';

export interface PrivacySignals {
  /** The request headers that are heeded, as Vary names them. */
  readonly headers: readonly string[];
  isSent(headers: RequestContext['headers']): boolean;
}

/** Where a request keeps that its answer depends on what its reader has asked for. */
const depends = Symbol('dependsOnPrivacy');

/** Call it wherever an answer would be another one for a reader who asks for the contrary. */
export function dependsOnPrivacy({ memory }: Pick<RequestContext, 'memory'>): void {
  memory.set(depends, true);
}

/** What Vary names beside what holds of all answers; undefined where the answer is the same for everyone. */
export function varyOf(
  { memory }: Pick<RequestContext, 'memory'>,
  signals: PrivacySignals | undefined,
): string | undefined {
  return signals !== undefined && memory.has(depends) ? signals.headers.join(', ') : undefined;
}
