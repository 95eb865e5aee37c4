// A small log for whoever has none at hand, made by the product's own generator: the same seed gives the same views on
// every machine. It shows that everything runs and holds together; what a ranking is worth is read from logs of real
// readers.

import { Chance } from '../../src/traffic/chance';
import { generateVisits, type TrafficRules } from '../../src/traffic/generate';
import type { Story } from '../../src/traffic/story-interest';
import { type CountedLog, countedLogOf, type PlainView } from './counted-log';

export interface SeededLogRules {
  seed: string;
  hours: number;
  visitorsPerMinute: number;
}

const HOUR_MS = 3_600_000;
const STARTS_MS = Date.UTC(2026, 0, 12, 6);
const topics = ['world', 'politics', 'economy', 'sport', 'culture', 'science', 'city'] as const;
/** A story every so many minutes, the older half of them from the day before. */
const STORY_EVERY_MS = 9 * 60_000;
const EARLIER_MS = 30 * HOUR_MS;

export function seededLog(rules: SeededLogRules): CountedLog {
  return countedLogOf(viewsOf(rules));
}

/** The section of each story of the log. */
export function seededSections({ seed, hours }: SeededLogRules): Map<string, string> {
  const stories = storiesOf(seed, STARTS_MS + hours * HOUR_MS);
  return new Map(stories.map(({ id, topic }) => [id, topic]));
}

function* viewsOf({ seed, hours, visitorsPerMinute }: SeededLogRules): Generator<PlainView> {
  const endMs = STARTS_MS + hours * HOUR_MS;
  const traffic: TrafficRules = {
    seed,
    startMs: STARTS_MS,
    timeZone: 'UTC',
    leastShare: 0.3,
    visitorsPerMinute,
    breaksPerHour: 4,
    breakHeight: 1,
    breaksAtStart: 1,
    visitorsAtStart: 0,
  };
  // Two views of one millisecond are as likely as anything else; a log has no order within it.
  for (const { atMs, visitor, story, source } of generateVisits(traffic, {
    stories: storiesOf(seed, endMs),
    endMs,
  })) {
    yield { atMs: Math.floor(atMs), visitor: String(visitor.id), article: story.id, source };
  }
}

function storiesOf(seed: string, endMs: number): Story[] {
  const chance = new Chance(`${seed}/stories`);
  const stories: Story[] = [];
  for (let atMs = STARTS_MS - EARLIER_MS; atMs < endMs; atMs += chance.exponential(STORY_EVERY_MS)) {
    const topic = topics[Math.floor(chance.next() * topics.length)]!;
    const story = { id: `story-${stories.length + 1}`, topic, family: topic, tags: [], language: 'en' };
    stories.push({ ...story, publishedAtMs: atMs });
  }
  return stories;
}
