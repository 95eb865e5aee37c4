// Stories for readers by chance where there is no newsroom: as many as are asked for, some out before it begins, the
// others coming out meanwhile. How much they are wanted falls with their rank as Zipf's law says; chance deals the
// ranks.

import { Chance } from './chance';
import type { Story } from './story-interest';

export interface StoriesRules {
  seed: string;
  articles: number;
  startMs: number;
  endMs: number;
  /** The appeal of the k-th is k to the power of minus this; 0 makes all alike. */
  zipfExponent: number;
}

const topics = ['world', 'politics', 'economy', 'sport', 'culture', 'science', 'city', 'weather'] as const;
/** Those that are out before were published within so long, most of them lately. */
const EARLIER_MS = 3 * 24 * 3_600_000;
const OUT_BEFORE = 0.5;
const TAGS = 40;

export function inventedStories({ seed, articles, startMs, endMs, zipfExponent }: StoriesRules): Story[] {
  const chance = new Chance(`${seed}/stories`);
  const ranks = dealt(articles, chance);
  const outBefore = Math.ceil(articles * OUT_BEFORE);
  return ranks.map((rank, index): Story => {
    const isOut = index < outBefore;
    const publishedAtMs = isOut
      ? startMs - chance.next() ** 2 * EARLIER_MS
      : startMs + ((index - outBefore + chance.next()) / (articles - outBefore)) * (endMs - startMs);
    const topic = topics[Math.floor(chance.next() * topics.length)]!;
    return {
      id: `article-${index + 1}`,
      ...{ topic, family: topic, language: 'en' },
      tags: [`tag-${Math.floor(chance.next() * TAGS)}`],
      publishedAtMs: Math.floor(publishedAtMs),
      appeal: rank ** -zipfExponent,
    };
  });
}

/** 1 to `count` in an order by chance (Fisher and Yates). */
function dealt(count: number, chance: Chance): number[] {
  const ranks = Array.from({ length: count }, (_, index) => index + 1);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(chance.next() * (last + 1));
    [ranks[last], ranks[other]] = [ranks[other]!, ranks[last]!];
  }
  return ranks;
}
