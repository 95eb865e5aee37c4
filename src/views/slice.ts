/** A quarter of an hour of the clock, counted from 1970: any time zone's day is made of whole ones. */
export type Slice = number;

export const SLICE_MS = 15 * 60_000;

export function sliceOf(atMs: number): Slice {
  return Math.floor(atMs / SLICE_MS);
}
