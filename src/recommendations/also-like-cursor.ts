// A cursor of You May Also Like holds the order of the whole list that its page was cut from, fifty short numbers at
// most: nothing has to be kept for it anywhere, it is good for ever and in every process, and the pages of a list that
// moves neither repeat an article nor skip one. A seal over all of it tells what was changed by hand, or belongs to
// another list, from what was written here. It is no secret: who makes a seal of his own gets an order of his own.

import { createHash } from 'node:crypto';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';

export interface AlsoLikePlace {
  /** The articles of the whole list, best first. */
  order: readonly number[];
  /** Its place in it, from 0. */
  index: number;
}

const KIND = 'also-like';
const BASE = 36;
const SEAL_LENGTH = 12;

/** @param list which list it is: see `nameOf` */
export function writeAlsoLikeCursor(list: string, { order, index }: AlsoLikePlace): string {
  const packed = order.map((number) => number.toString(BASE)).join('.');
  return writeCursor(KIND, [packed, index, sealOf(list, packed, index)]);
}

/** @throws BadUserInput when it is no cursor of this list */
export function readAlsoLikeCursor(list: string, cursor: string): AlsoLikePlace {
  const [packed, index, seal, ...rest] = readCursor(KIND, cursor);
  if (typeof packed !== 'string' || typeof index !== 'number' || rest.length > 0) throw wrongCursor();
  if (seal !== sealOf(list, packed, index)) throw wrongCursor();
  return { order: packed.split('.').map((number) => Number.parseInt(number, BASE)), index };
}

function sealOf(list: string, packed: string, index: number): string {
  const whole = JSON.stringify([list, packed, index]);
  return createHash('sha256').update(whole).digest('base64url').slice(0, SEAL_LENGTH);
}
