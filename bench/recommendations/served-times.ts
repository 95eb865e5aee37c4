// How long a server took for its requests, by its own figures: buckets of a Prometheus histogram, before and after.

/** By the upper bound of a bucket in seconds, all requests up to it. */
export type Buckets = ReadonlyMap<number, number>;

export async function servedTimes(url: string, route: string): Promise<Buckets> {
  const answer = await fetch(new URL('/metrics', url));
  const lines = (await answer.text()).matchAll(
    /^mostread_http_request_seconds_bucket\{(?:le="([^"]+)",route="([^"]+)"|route="([^"]+)",le="([^"]+)")\} (\d+)/gm,
  );
  const buckets = new Map<number, number>();
  for (const [, first, ofFirst, ofSecond, second, count] of lines) {
    if ((ofFirst ?? ofSecond) === route)
      buckets.set(Number((first ?? second)?.replace('+Inf', 'Infinity')), Number(count));
  }
  return buckets;
}

/** The share of the requests between two looks that took at most so many seconds. */
export function shareWithin(seconds: number, before: Buckets, after: Buckets): number {
  const between = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const all = between(Infinity);
  return all === 0 ? 0 : between(seconds) / all;
}

/** In seconds, between the bounds of its bucket in proportion. */
export function quantileOf(part: number, before: Buckets, after: Buckets): number {
  let [below, lower] = [0, 0];
  for (const bound of [...after.keys()].sort((one, other) => one - other)) {
    const share = shareWithin(bound, before, after);
    if (share >= part)
      return lower + ((part - below) / (share - below)) * ((Number.isFinite(bound) ? bound : lower) - lower);
    [below, lower] = [share, bound];
  }
  return lower;
}
