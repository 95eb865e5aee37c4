/** Which of these views count, by the rule alone: unless the visitor has a counted one in this slice or the two before. */
export function countedViews(
  views: readonly { atMs: number; visitor: string; article: string }[],
  sliceMs: number,
): boolean[] {
  const lastCounted = new Map<string, number>();
  return views.map(({ atMs, visitor, article }) => {
    const key = JSON.stringify([visitor, article]);
    const slice = Math.floor(atMs / sliceMs);
    const counts = slice - (lastCounted.get(key) ?? -Infinity) > 2;
    if (counts) lastCounted.set(key, slice);
    return counts;
  });
}
