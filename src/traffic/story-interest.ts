// What readers want to read: each topic and each story has an appeal of its own, the same in every run, and it fades
// with the story's age as a power of it, so that the archive keeps a few readers.

import { Chance } from './chance';

export interface Story {
  id: string;
  /** Its section. */
  topic: string;
  /** The section above, or the same where there is none. */
  family: string;
  tags: readonly string[];
  language: string;
  publishedAtMs: number;
  /** How much it is wanted when it is new; absent, its name and that of its topic say it. */
  appeal?: number;
}

const STORY_SPREAD = 0.7;
const TOPIC_SPREAD = 0.35;
/** After so long a story is read half as much as when it was new, for the first time. */
const FADES_AFTER_MS = 3 * 3_600_000;
const FADING = 0.9;

export function interestIn(story: Story, nowMs: number): number {
  return (story.appeal ?? lastingAppeal(story)) * fading(nowMs - story.publishedAtMs);
}

function lastingAppeal({ id, topic }: Story): number {
  return appealOf(`topic ${topic}`, TOPIC_SPREAD) * appealOf(`story ${id}`, STORY_SPREAD);
}

function appealOf(name: string, spread: number): number {
  return new Chance(name).logNormal(1, spread);
}

function fading(ageMs: number): number {
  return (1 + Math.max(ageMs, 0) / FADES_AFTER_MS) ** -FADING;
}

interface Shelf {
  stories: Story[];
  /** Of the interest in the stories up to each. */
  sums: number[];
}

/** The stories of one moment, by how much they are wanted: of all, in a language, in a language's topic or family. */
export class StoryShelves {
  private readonly shelves = new Map<string, Shelf>();
  private readonly byId: ReadonlyMap<string, Story>;

  constructor(
    readonly stories: readonly Story[],
    nowMs: number,
  ) {
    this.byId = new Map(stories.map((story) => [story.id, story]));
    for (const story of stories) {
      const interest = interestIn(story, nowMs);
      const { language, topic, family, tags } = story;
      const names = [everything, language, topicShelf(language, topic), familyShelf(language, family)];
      for (const name of [...names, ...tags.map((tag) => tagShelf(language, tag))]) {
        const shelf = this.shelves.get(name) ?? { stories: [], sums: [] };
        shelf.stories.push(story);
        shelf.sums.push((shelf.sums.at(-1) ?? 0) + interest);
        this.shelves.set(name, shelf);
      }
    }
  }

  story(id: string): Story | undefined {
    return this.byId.get(id);
  }

  /** How many stories stand there. */
  sizeOf(shelfName: string): number {
    return this.shelves.get(shelfName)?.stories.length ?? 0;
  }

  /** One of them, the likelier the more it is wanted. */
  pick(shelfName: string, chance: Chance): Story | undefined {
    const shelf = this.shelves.get(shelfName);
    if (shelf === undefined) return undefined;
    const wanted = chance.next() * shelf.sums.at(-1)!;
    let low = 0;
    let high = shelf.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (shelf.sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return shelf.stories[low];
  }
}

export const everything = '';
export const topicShelf = (language: string, topic: string) => `${language} topic ${topic}`;
export const familyShelf = (language: string, family: string) => `${language} family ${family}`;
export const tagShelf = (language: string, tag: string) => `${language} tag ${tag}`;
