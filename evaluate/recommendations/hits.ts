// What a list is worth at each judged step, by the place at which it had what was read: from 1, 0 where it had not.

export const hitsWithin = (rank: Uint8Array, places: number): Float64Array =>
  Float64Array.from(rank, (place) => (place > 0 && place <= places ? 1 : 0));

export const reciprocal = (rank: Uint8Array): Float64Array =>
  Float64Array.from(rank, (place) => (place > 0 && place <= 5 ? 1 / place : 0));

export const less = (ours: Float64Array, theirs: Float64Array): Float64Array =>
  ours.map((value, at) => value - theirs[at]!);
