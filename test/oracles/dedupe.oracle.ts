// Which views count, worked out from the whole log in the words of the rule: a view counts unless its visitor has a
// counted view of the article in this slice of arrival or the two before it.

export interface Reading {
  visitor: string;
  article: number;
  arrivedAtMs: number;
}

const SLICE_MS = 15 * 60_000;

/** For each reading, in order of arrival, whether it counts. */
export function countedOf(readings: readonly Reading[]): boolean[] {
  const counted: Reading[] = [];
  return readings.map((reading) => {
    const slice = Math.floor(reading.arrivedAtMs / SLICE_MS);
    const isRepeat = counted.some(
      ({ visitor, article, arrivedAtMs }) =>
        visitor === reading.visitor &&
        article === reading.article &&
        slice - Math.floor(arrivedAtMs / SLICE_MS) <= 2,
    );
    if (!isRepeat) counted.push(reading);
    return !isRepeat;
  });
}
