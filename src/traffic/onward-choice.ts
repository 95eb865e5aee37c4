// Where a reader goes on to: a place on a rail of the page, mostly one of the first, or another story of the section or
// about the same. What has to do with what was read, or with what this reader likes, is chosen more often.

import type { Rail, ViewSource } from '../views/view-source';
import type { Chance } from './chance';
import { type Story, type StoryShelves, tagShelf, topicShelf } from './story-interest';
import type { Visitor } from './visitor-pool';

/** Ids of stories as the page of a story shows them, first place first. */
export interface ShownRails {
  popularNow: readonly string[];
  youMayAlsoLike: readonly string[];
  latest: readonly string[];
  mustReads: readonly string[];
  trending: readonly string[];
}

export const NO_RAILS: ShownRails = {
  popularNow: [],
  youMayAlsoLike: [],
  latest: [],
  mustReads: [],
  trending: [],
};

export interface Choice {
  story: Story;
  source: ViewSource;
  rail?: Rail;
  /** From 1. */
  slot?: number;
}

type Way = keyof ShownRails | 'section' | 'tag';

/** How readers go on, of ten, and one more where something is trending; a way that leads nowhere is not taken. */
const ways: Record<Way, number> = {
  youMayAlsoLike: 4,
  popularNow: 1.5,
  latest: 1,
  mustReads: 0.5,
  section: 1.5,
  tag: 1.5,
  trending: 1,
};

export const railNames: Readonly<Record<keyof ShownRails, Rail>> = {
  popularNow: 'POPULAR_NOW',
  youMayAlsoLike: 'YOU_MAY_ALSO_LIKE',
  latest: 'LATEST',
  mustReads: 'MUST_READS',
  trending: 'TRENDING',
};

const SAME_TAG = 3;
const SAME_TOPIC = 2.5;
const SAME_FAMILY = 1.5;
const FAVOURITE = 1.5;
/** Some of the same topic have been read before: so often another one is looked for. */
const TRIES = 4;

export interface Page {
  story: Story;
  visitor: Visitor;
  shown: ShownRails;
}

/** Undefined where there is nothing left to read. */
export function chooseOnward(page: Page, shelves: StoryShelves, chance: Chance): Choice | undefined {
  const open = new Set(Object.keys(ways) as Way[]);
  // Mostly nothing rises, and then the rail is not there: a seed gives the same views as where there never is one.
  if (page.shown.trending.length === 0) open.delete('trending');
  while (open.size > 0) {
    const way = chance.pick([...open], (name) => ways[name])!;
    open.delete(way);
    const choice =
      way === 'section' || way === 'tag'
        ? chooseRelated(page, way, shelves, chance)
        : chooseOnRail(page, way, shelves, chance);
    if (choice) return choice;
  }
  return undefined;
}

function chooseOnRail(
  { story, visitor, shown }: Page,
  name: keyof ShownRails,
  shelves: StoryShelves,
  chance: Chance,
): Choice | undefined {
  const places = shown[name].flatMap((id, index) => {
    const there = shelves.story(id);
    return there && isOpenTo(visitor, there) ? [{ story: there, slot: index + 1 }] : [];
  });
  const chosen = chance.pick(places, (place) => affinity(story, place.story, visitor) / place.slot);
  return chosen && { ...chosen, source: 'RAIL', rail: railNames[name] };
}

function chooseRelated(
  { story, visitor }: Page,
  way: 'section' | 'tag',
  shelves: StoryShelves,
  chance: Chance,
): Choice | undefined {
  const { language, topic, tags } = story;
  const tag = tags[Math.floor(chance.next() * tags.length)];
  if (way === 'tag' && tag === undefined) return undefined;
  const shelf = way === 'tag' ? tagShelf(language, tag!) : topicShelf(language, topic);
  for (let tried = 0; tried < TRIES; tried++) {
    const found = shelves.pick(shelf, chance);
    if (found && isOpenTo(visitor, found)) return { story: found, source: 'INTERNAL' };
  }
  return undefined;
}

function isOpenTo({ language, read }: Visitor, story: Story): boolean {
  return story.language === language && !read.includes(story.id);
}

function affinity(from: Story, to: Story, { favourites }: Visitor): number {
  const near = from.topic === to.topic ? SAME_TOPIC : from.family === to.family ? SAME_FAMILY : 1;
  const shared = to.tags.some((tag) => from.tags.includes(tag)) ? SAME_TAG : 1;
  return near * shared * (favourites.includes(to.family) ? FAVOURITE : 1);
}
