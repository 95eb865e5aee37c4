// A list shows a story once, and not only one section or one author.
//
// Two articles tell the same story when they stand in one section, were published within a day of each other and
// their headlines are near duplicates: Dice's coefficient of their words is 0.7 or more (docs/decisions/0039). Words
// are compared in lower case without punctuation, whatever their order; runs of Chinese, Japanese and Korean letters
// are cut into pairs, for want of blanks or because endings cling to words. Headlines that hold different numbers are
// different stories ("Day 3 in court", "Day 4 in court"; "3분기", "4분기"), as long as both hold one.

export interface Story {
  article: number;
  score: number;
  sectionId: string;
  authorIds: readonly string[];
  publishedAtMs: number;
  words: HeadlineWords;
}

export interface HeadlineWords {
  all: ReadonlySet<string>;
  /** Its numbers, in order, joined. */
  numbers: string;
}

/** How many of the first five one section or one author may have; 0 is no limit. */
export interface VarietyCaps {
  perSection: number;
  perAuthor: number;
}

const SAME_STORY_LIKENESS = 0.7;
const SAME_STORY_MS = 24 * 3_600_000;
const clingingScripts = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]+$/u;

export function headlineWords(headline: string): HeadlineWords {
  const text = headline.normalize('NFKC').toLowerCase();
  const words = text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  const numbers = [...(text.match(/\p{N}+/gu) ?? [])].sort();
  return { all: new Set(words.flatMap(wordParts)), numbers: numbers.join(' ') };
}

function wordParts(word: string): string[] {
  const letters = [...word];
  if (letters.length <= 2 || !clingingScripts.test(word)) return [word];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

export function isSameStory(one: Omit<Story, 'score'>, other: Omit<Story, 'score'>): boolean {
  if (one.sectionId !== other.sectionId) return false;
  if (Math.abs(one.publishedAtMs - other.publishedAtMs) > SAME_STORY_MS) return false;
  if (one.words.numbers !== '' && other.words.numbers !== '' && one.words.numbers !== other.words.numbers) {
    return false;
  }
  return likeness(one.words.all, other.words.all) >= SAME_STORY_LIKENESS;
}

/** Dice's coefficient: 0 where no word is shared, 1 where all are. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  // Even if every word of the smaller one were shared, this is the most that it could reach.
  if (2 * small.size < SAME_STORY_LIKENESS * (small.size + large.size)) return 0;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared++;
  return small.size === 0 ? 0 : (2 * shared) / (small.size + large.size);
}

/**
 * Keeps one article per story: the one that stood in the list before unless another leads it by `swapLead`, else the
 * first. `stories` come best first and keep their order.
 */
export function onePerStory<S extends Story>(
  stories: readonly S[],
  listed: ReadonlySet<number>,
  swapLead: number,
): S[] {
  const chosenBySection = new Map<string, S[]>();
  const chosen = new Set<S>();
  for (const story of incumbentsFirst(stories, listed, swapLead)) {
    let sameSection = chosenBySection.get(story.sectionId);
    if (sameSection === undefined) {
      sameSection = [];
      chosenBySection.set(story.sectionId, sameSection);
    }
    if (sameSection.some((other) => isSameStory(story, other))) continue;
    sameSection.push(story);
    chosen.add(story);
  }
  return stories.filter((story) => chosen.has(story));
}

/** Which cap keeps an article out of the guarded places. */
export type FullCap = 'SECTION' | 'AUTHOR';

type OfCaps = Pick<Story, 'sectionId' | 'authorIds'>;

/** How many of each section and author stand there already. */
export class CapCounts {
  private readonly ofSection = new Map<string, number>();
  private readonly ofAuthor = new Map<string, number>();

  constructor(private readonly caps: VarietyCaps) {}

  get haveNoLimit(): boolean {
    return this.caps.perSection <= 0 && this.caps.perAuthor <= 0;
  }

  /** Undefined while there is room. */
  fullCap({ sectionId, authorIds }: OfCaps): FullCap | undefined {
    if (isFull(this.ofSection, sectionId, this.caps.perSection)) return 'SECTION';
    return authorIds.some((author) => isFull(this.ofAuthor, author, this.caps.perAuthor))
      ? 'AUTHOR'
      : undefined;
  }

  add({ sectionId, authorIds }: OfCaps): void {
    if (this.haveNoLimit) return;
    this.ofSection.set(sectionId, (this.ofSection.get(sectionId) ?? 0) + 1);
    for (const author of authorIds) this.ofAuthor.set(author, (this.ofAuthor.get(author) ?? 0) + 1);
  }
}

/**
 * Those that a cap keeps out of the guarded places, chosen with the same patience: who was listed before stays.
 * @param counts what stands there whatever the scores are: pins.
 */
export function heldBack(
  stories: readonly Story[],
  listed: ReadonlySet<number>,
  swapLead: number,
  counts: CapCounts,
): Map<number, FullCap> {
  const held = new Map<number, FullCap>();
  if (counts.haveNoLimit) return held;
  for (const story of incumbentsFirst(stories, listed, swapLead)) {
    const full = counts.fullCap(story);
    if (full === undefined) counts.add(story);
    else held.set(story.article, full);
  }
  return held;
}

function isFull(counts: ReadonlyMap<string, number>, key: string, cap: number): boolean {
  return cap > 0 && (counts.get(key) ?? 0) >= cap;
}

function incumbentsFirst<S extends Story>(
  stories: readonly S[],
  listed: ReadonlySet<number>,
  lead: number,
): S[] {
  const standings = stories.map((story) => ({
    story,
    standing: story.score * (listed.has(story.article) ? lead : 1),
  }));
  return standings.sort((a, b) => b.standing - a.standing).map(({ story }) => story);
}
