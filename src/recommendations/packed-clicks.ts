// What is known of onward clicks, as one row of plain numbers: a process remembers thousands of boards for a second
// each, and whatever lives that long is copied by the collector of garbage. As maps they take three times the memory.

import { NO_CLICKS, type OnwardClicks } from './formulas/back-off';

/** How many clicks in all, how many ways back (NO_BACK: none are known), how many neighbours; then a pair for each. */
export type PackedClicks = readonly number[];

const NO_BACK = -1;
const FIRST_PAIR = 3;

export function packClicks({ total, to, back }: OnwardClicks): PackedClicks {
  const packed = new Array<number>(FIRST_PAIR + 2 * (to.size + (back?.from.size ?? 0)));
  packed[0] = total;
  packed[1] = back?.total ?? NO_BACK;
  packed[2] = to.size;
  let at = FIRST_PAIR;
  for (const known of back === undefined ? [to] : [to, back.from]) {
    for (const [article, clicks] of known) {
      packed[at++] = article;
      packed[at++] = clicks;
    }
  }
  return packed;
}

/** The same, in the same order. */
export function unpackClicks(packed: PackedClicks): OnwardClicks {
  const [total, ofBack, neighbours] = packed as [number, number, number];
  if (packed.length === FIRST_PAIR && total === 0 && ofBack === NO_BACK) return NO_CLICKS;
  const end = FIRST_PAIR + 2 * neighbours;
  const to = pairsOf(packed, FIRST_PAIR, end);
  if (ofBack === NO_BACK) return { total, to };
  return { total, to, back: { total: ofBack, from: pairsOf(packed, end, packed.length) } };
}

function pairsOf(packed: PackedClicks, from: number, end: number): Map<number, number> {
  const pairs = new Map<number, number>();
  for (let at = from; at < end; at += 2) pairs.set(packed[at]!, packed[at + 1]!);
  return pairs;
}
