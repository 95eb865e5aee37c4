// Who reads: some come back, most are new. A visitor reads one language, has two favourite parts of the paper, and
// rarely reads the same story twice.

import type { Chance } from './chance';
import type { Story } from './story-interest';

export interface Visitor {
  /** What the visitor's browser would call itself. */
  id: string;
  language: string;
  /** Families of topics. */
  favourites: readonly string[];
  /** Ids of what was read, latest last. */
  read: string[];
}

const RETURNING = 0.3;
const REMEMBERED_VISITORS = 4_000;
const REMEMBERED_STORIES = 50;
const FAVOURITES = 2;
/** How many are tried to find one who comes back and reads the language. */
const TRIES = 4;

export class VisitorPool {
  private readonly known: Visitor[] = [];
  private made = 0;

  constructor(private readonly chance: Chance) {}

  /** Whoever comes next, among readers of the language. */
  arrive(language: string, stories: readonly Story[]): Visitor {
    if (this.chance.isTrue(RETURNING)) {
      for (let tried = 0; tried < TRIES && this.known.length > 0; tried++) {
        const visitor = this.known[Math.floor(this.chance.next() * this.known.length)]!;
        if (visitor.language === language) return visitor;
      }
    }
    const visitor: Visitor = {
      id: `${this.chance.seed} ${(++this.made).toString(36)}`,
      language,
      favourites: Array.from({ length: FAVOURITES }, () => this.anyFamily(stories)),
      read: [],
    };
    // The place of anyone who has not come for a while is as good as any other's.
    if (this.known.length < REMEMBERED_VISITORS) this.known.push(visitor);
    else this.known[Math.floor(this.chance.next() * REMEMBERED_VISITORS)] = visitor;
    return visitor;
  }

  private anyFamily(stories: readonly Story[]): string {
    return stories[Math.floor(this.chance.next() * stories.length)]?.family ?? '';
  }
}

export function remember(visitor: Visitor, storyId: string): void {
  visitor.read.push(storyId);
  if (visitor.read.length > REMEMBERED_STORIES) visitor.read.shift();
}
