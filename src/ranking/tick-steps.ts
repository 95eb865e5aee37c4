// What the parts of a tick are made of, for whoever measures how long each takes.

/** In the order in which they begin. */
export const tickSteps = [
  // Asked for at once: what late views have touched, what was counted, a part of the minute before, slower boards.
  'late',
  'stream',
  'check',
  'slow',
  // The memory of minutes moves on; then the minutes of what was counted, and whole ones.
  'turn',
  'counts',
  'whole',
  // Sources, in their order; then the ranks of before.
  'popularNow',
  'trending',
  'mustReads',
  'movement',
  // Packing; what must be kept before lists are shown; showing them elsewhere, and here.
  'pack',
  'keep',
  'send',
  'show',
] as const;
export type TickStep = (typeof tickSteps)[number];

export interface TickSteps {
  step<T>(step: TickStep, act: () => Promise<T>): Promise<T>;
}

/** Nobody asks how long it takes. */
export const inOneGo: TickSteps = { step: (_, act) => act() };
