// The demo newsroom as it is written down: src/demo/newsroom/ holds sections, authors, picks, and one file of stories
// for each section. Every name, place and event in it is invented.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPicture {
  scene: string;
  alt: string;
  caption: string;
  credit: string;
}

export interface DemoRemark {
  name: string;
  text: string;
}

export interface DemoComment extends DemoRemark {
  answers?: readonly DemoRemark[];
}

export interface DemoStory {
  slug: string;
  /** How long before the filling of the database it was published: "3m", "1h10m", "2d6h". */
  age: string;
  language: 'en' | 'ko';
  headline: string;
  standfirst: string;
  /** Keys of authors, in the order of the byline. */
  authors: readonly string[];
  tags: readonly string[];
  lead: DemoPicture;
  inline?: readonly DemoPicture[];
  /** One line a block: see body-lines.ts. */
  body: readonly string[];
  comments?: readonly DemoComment[];
}

export interface DemoSection {
  slug: string;
  name: string;
  parent?: string;
}

export interface DemoAuthor {
  key: string;
  name: string;
  /** What stands before the @; without it, the key. */
  email?: string;
  bio: string;
  /** The seed of the drawn portrait. */
  portrait: string;
}

export interface DemoPick {
  slug: string;
  value: number;
  lifetime: 'SHORT' | 'MEDIUM' | 'LONG' | 'EVERGREEN';
  /** Of one that is pinned: why. */
  pinReason?: string;
}

export interface DemoNewsroom {
  sections: readonly DemoSection[];
  authors: readonly DemoAuthor[];
  picks: readonly DemoPick[];
  /** Newest first, each with the section it stands in. */
  stories: readonly (DemoStory & { section: string })[];
}

export function readNewsroom(): DemoNewsroom {
  const sections: DemoSection[] = readFile('sections.json');
  const stories = sections.flatMap(({ slug }) =>
    readFile<DemoStory[]>(join('stories', `${slug}.json`)).map((story) => ({ ...story, section: slug })),
  );
  stories.sort((a, b) => ageMs(a.age) - ageMs(b.age));
  return { sections, authors: readFile('authors.json'), picks: readFile('picks.json'), stories };
}

const unitsMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** "1d9h" in milliseconds. */
export function ageMs(age: string): number {
  if (!/^(\d+d)?(\d+h)?(\d+m)?$/.test(age) || age === '') throw new TypeError(`"${age}" is not an age.`);
  let sum = 0;
  for (const [, count, unit] of age.matchAll(/(\d+)([dhm])/g)) {
    sum += Number(count) * unitsMs[unit as keyof typeof unitsMs];
  }
  return sum;
}

function readFile<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, 'newsroom', name), 'utf8'));
}
