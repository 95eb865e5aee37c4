// Who sees which variant. A client draws one number from 0 to 199 when it first comes, at random, and keeps it: its
// bucket, which it shares with every 200th reader, so that nobody is known by it. An experiment puts whole buckets into
// A or B, in an order of its own that a hash of its id and the bucket gives: the same reader sees the same variant for
// as long as the experiment runs, on every process and after every restart, and two experiments divide readers
// independently. Nothing is stored for it, neither of the reader nor of the division.
//
// Buckets are also what results are reckoned from (formulas/compare-variants.ts): 200 is enough for an interval, and
// few enough that a bucket of a small site still has several readers. A percent is two buckets.

import { hash } from 'node:crypto';
import type { Experiment, VariantName } from './experiment';

export const BUCKETS = 200;
/** Fewer than ten buckets on one side tell too little of how readers differ. */
export const [PERCENT_MIN, PERCENT_MAX] = [5, 95];

const known = new WeakMap<object, ReadonlySet<number>>();

export function variantOf(experiment: Pick<Experiment, 'id' | 'percentB'>, bucket: number): VariantName {
  let ofB = known.get(experiment);
  if (ofB === undefined) {
    ofB = bucketsOfB(experiment);
    known.set(experiment, ofB);
  }
  return ofB.has(bucket) ? 'B' : 'A';
}

/** Exactly as many as the percent says. */
export function bucketsOfB({ id, percentB }: Pick<Experiment, 'id' | 'percentB'>): Set<number> {
  const places = Array.from({ length: BUCKETS }, (_, bucket) => ({
    bucket,
    place: hash('sha256', `${id}\n${bucket}`),
  }));
  places.sort((one, other) => (one.place < other.place ? -1 : 1));
  const many = Math.round((percentB * BUCKETS) / 100);
  return new Set(places.slice(0, many).map(({ bucket }) => bucket));
}

export function isBucket(bucket: number): boolean {
  return Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS;
}
