import type { Story } from '../../src/traffic/story-interest';

export function aStory(changes: Partial<Story> = {}): Story {
  return {
    id: 'a story',
    topic: 'city',
    family: changes.topic ?? 'city',
    tags: [],
    language: 'en',
    publishedAtMs: 0,
    ...changes,
  };
}

/** So many in eight topics of four families; every fifth is Korean; from a few minutes to ten days old, most of them old. */
export function someStories(count: number, nowMs: number): Story[] {
  return Array.from({ length: count }, (_, index) =>
    aStory({
      id: `story ${index}`,
      topic: `topic ${index % 8}`,
      family: `family ${index % 4}`,
      tags: [`tag ${index % 24}`],
      language: index % 5 === 4 ? 'ko' : 'en',
      publishedAtMs: nowMs - 240_000 - (index / count) ** 2 * 10 * 86_400_000,
    }),
  );
}
