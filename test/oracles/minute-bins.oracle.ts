// The bins of the change points, minute by minute as they are defined: what the shipping code must agree with.

import type { OracleBin } from './change-points.oracle';

const EDGES = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60];

/** Readers a minute of the site: of a minute and the ten before it, and never nothing. */
export function oracleSiteRate(site: (back: number) => number, at: number, runningPart: number): number {
  let readers = 0;
  let minutes = 0;
  for (let back = at; back <= at + 10; back++) {
    readers += site(back);
    minutes += back === 0 ? runningPart : 1;
  }
  return readers / Math.max(minutes, 1) + 0.1;
}

export interface OracleArticle {
  /** Its readers, and those of the site, so many minutes of the clock back; 0 is the running one. */
  readers: (back: number) => number;
  site: (back: number) => number;
  /** The minute of its publication, counted back. */
  publishedBack: number;
  runningPart: number;
}

/** Oldest first. */
export function oracleBins({ readers, site, publishedBack, runningPart }: OracleArticle): OracleBin[] {
  const now = oracleSiteRate(site, 0, runningPart);
  const bins = EDGES.map((edge, index): OracleBin => {
    const start = EDGES[index - 1] ?? 0;
    const bin = { minutes: 0, readers: 0, exposure: 0 };
    for (let back = start; back < edge; back++) {
      const length = back === 0 ? runningPart : 1;
      bin.minutes += length;
      bin.readers += readers(back);
      // It could be read from a minute before that of its publication on.
      if (back <= publishedBack + 1) bin.exposure += length;
    }
    if (bin.readers > 0) bin.exposure = Math.max(bin.exposure, 1 / 60);
    const middle = Math.floor((start + edge - 1) / 2);
    bin.exposure *= (oracleSiteRate(site, middle, runningPart) / now) ** 0.25;
    return bin;
  });
  return bins.reverse();
}
