import * as fc from 'fast-check';
import { Chance } from '../../src/traffic/chance';
import { type Choice, chooseOnward, NO_RAILS, type ShownRails } from '../../src/traffic/onward-choice';
import { StoryShelves } from '../../src/traffic/story-interest';
import type { Visitor } from '../../src/traffic/visitor-pool';
import { aStory, someStories } from '../builders/a-story';

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const stories = someStories(60, NOW_MS);
const shelves = new StoryShelves(stories, NOW_MS);
const [story] = stories as [(typeof stories)[0]];
const english = stories.filter(({ language }) => language === 'en').map(({ id }) => id);

const aVisitor = (changes: Partial<Visitor> = {}): Visitor => ({
  id: 'visitor',
  language: 'en',
  favourites: [],
  read: [story.id],
  ...changes,
});

function choices(shown: ShownRails, visitor = aVisitor(), times = 2_000): Choice[] {
  const chance = new Chance('choices');
  return Array.from({ length: times }, () => chooseOnward({ story, visitor, shown }, shelves, chance)).filter(
    (choice) => choice !== undefined,
  );
}

describe('where a reader goes on to', () => {
  test('is in his language and new to him, on whatever page he is', () => {
    const rail = fc.array(fc.constantFrom(...stories.map(({ id }) => id), 'unknown'), { maxLength: 6 });
    const read = fc.subarray(english, { minLength: 0 });
    fc.assert(
      fc.property(fc.string(), rail, rail, read, (seed, popularNow, youMayAlsoLike, alreadyRead) => {
        const visitor = aVisitor({ read: [story.id, ...alreadyRead] });
        const shown = { ...NO_RAILS, popularNow, youMayAlsoLike };
        const choice = chooseOnward({ story, visitor, shown }, shelves, new Chance(seed));
        if (choice === undefined) return;
        expect(choice.story.language).toBe('en');
        expect(visitor.read).not.toContain(choice.story.id);
        if (choice.source === 'RAIL') {
          const there = choice.rail === 'POPULAR_NOW' ? popularNow : youMayAlsoLike;
          expect(there[choice.slot! - 1]).toBe(choice.story.id);
        } else {
          expect(choice.story.topic === story.topic || choice.story.tags[0] === story.tags[0]).toBe(true);
        }
      }),
    );
  });

  test('is mostly one of the first places', () => {
    const strangers = english.filter((id) => {
      const other = shelves.story(id)!;
      return other.family !== story.family && other.tags[0] !== story.tags[0];
    });
    const shown = { ...NO_RAILS, youMayAlsoLike: strangers.slice(0, 4) };
    const slots = choices(shown).flatMap(({ slot }) => slot ?? []);
    const share = (slot: number) => slots.filter((one) => one === slot).length / slots.length;
    expect(share(1) / share(2)).toBeCloseTo(2, 0);
    expect(share(1) / share(4)).toBeGreaterThan(3);
  });

  test('is mostly You May Also Like, where the page shows all rails', () => {
    const rail = english.slice(1, 6); // where all rails are the same, only the way there differs
    const shown = { ...NO_RAILS, popularNow: rail, youMayAlsoLike: rail, latest: rail, mustReads: rail };
    const chosen = choices(shown);
    const share = (name: string) =>
      chosen.filter(({ rail: there, source }) => (there ?? source) === name).length / chosen.length;
    expect(share('YOU_MAY_ALSO_LIKE')).toBeCloseTo(0.4, 1);
    expect(share('POPULAR_NOW')).toBeCloseTo(0.15, 1);
    expect(share('INTERNAL')).toBeGreaterThan(0.2); // less than 0.3: little is left of a section that has been read
  });

  test('is one of Trending where something is, and else as if there were no such rail', () => {
    const rail = english.slice(1, 6);
    const trending = choices({ ...NO_RAILS, popularNow: rail, youMayAlsoLike: rail, trending: rail });
    const clicks = trending.filter(({ rail: there }) => there === 'TRENDING');
    // One of 4 + 1.5 + 1, and of the section and the tag, of which little is left.
    expect(clicks.length / trending.length).toBeGreaterThan(0.08);
    expect(clicks.length / trending.length).toBeLessThan(0.2);
    for (const { slot, story: there, source } of clicks) {
      expect([there.id, source]).toEqual([rail[slot! - 1], 'RAIL']);
    }
  });

  test('is nothing where all has been read', () => {
    expect(choices(NO_RAILS, aVisitor({ read: english }), 50)).toEqual([]);
    const lonely = aStory({ id: 'lonely', topic: 'nowhere', tags: [] });
    const alone = new StoryShelves([lonely], NOW_MS);
    const page = { story: lonely, visitor: aVisitor({ read: ['lonely'] }), shown: NO_RAILS };
    expect(chooseOnward(page, alone, new Chance('alone'))).toBeUndefined();
  });
});
