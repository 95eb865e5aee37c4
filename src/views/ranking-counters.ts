import { sourceOfCounter, VIEW_COUNTERS_BELOW } from './counter-names';
import { rankingWeight } from './view-source';

/** View counters whose views weigh less than one for ranking, each with its weight. */
export function lighterCounters(): Map<number, number> {
  const lighter = new Map<number, number>();
  for (let counter = 0; counter < VIEW_COUNTERS_BELOW; counter++) {
    const from = sourceOfCounter(counter);
    const weight = from === undefined ? 1 : rankingWeight(from.source, from.rail);
    if (weight < 1) lighter.set(counter, weight);
  }
  return lighter;
}
