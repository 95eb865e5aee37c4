// What is compared: something that is told of every view in the order of time and is asked for its list now and then.
// It knows nothing of what comes after; the one exception are the ceilings, which are given the log beforehand.

/** A view that counts: a repeat of one visitor within half an hour is left out beforehand. */
export interface CountedView {
  atMs: number;
  /** Articles and visitors are numbered in the order of their first view, from 0. */
  article: number;
  visitor: number;
  /** Where the log does not say it, the time of its first view. */
  publishedAtMs: number;
}

export interface ListMaker {
  /** Short, as it stands in tables: "24-h count". */
  readonly name: string;
  /** Where its formula is from: a paper, or a file of a public repository. */
  readonly source: string;
  /** Where its source computes it now and then only, how often; in between its list stands still. */
  readonly everyMs?: number;
  take(view: CountedView): void;
  /** The first `places` at `atMs`, best first, from views up to `atMs`. It is asked in the order of time. */
  list(atMs: number, places: number): number[];
}
