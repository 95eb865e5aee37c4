import * as fc from 'fast-check';
import { Chance } from '../../src/traffic/chance';
import { interestIn, type Story, StoryShelves, tagShelf, topicShelf } from '../../src/traffic/story-interest';
import { aStory } from '../builders/a-story';

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const HOUR_MS = 3_600_000;

describe('interest in a story', () => {
  test('fades with age and never ends', () => {
    const ages = fc.tuple(fc.nat(1_000 * HOUR_MS), fc.nat(1_000 * HOUR_MS));
    fc.assert(
      fc.property(ages, ([one, other]) => {
        const young = interestIn(aStory({ publishedAtMs: NOW_MS - Math.min(one, other) }), NOW_MS);
        const old = interestIn(aStory({ publishedAtMs: NOW_MS - Math.max(one, other) }), NOW_MS);
        return young >= old && old > 0;
      }),
    );
  });

  test('has halved after some hours', () => {
    const at = (hours: number) => interestIn(aStory({ publishedAtMs: NOW_MS - hours * HOUR_MS }), NOW_MS);
    expect(at(0) / at(3.5)).toBeCloseTo(2, 0);
  });
});

describe('shelves', () => {
  const stories: Story[] = [
    aStory({ id: 'fresh', topic: 'sea', publishedAtMs: NOW_MS, tags: ['kelp'] }),
    aStory({ id: 'old', topic: 'sea', publishedAtMs: NOW_MS - 100 * HOUR_MS }),
    aStory({ id: 'korean', topic: 'sea', language: 'ko', publishedAtMs: NOW_MS, tags: ['kelp'] }),
  ];
  const shelves = new StoryShelves(stories, NOW_MS);
  const picks = (shelf: string) => {
    const chance = new Chance(shelf);
    return Array.from({ length: 5_000 }, () => shelves.pick(shelf, chance)?.id);
  };

  test('give each story as often as it is wanted', () => {
    const [fresh, old] = stories.map((story) => interestIn(story, NOW_MS));
    const share = picks('en').filter((id) => id === 'fresh').length / 5_000;
    expect(share).toBeCloseTo(fresh! / (fresh! + old!), 1);
  });

  test('hold what their names say', () => {
    expect(new Set(picks(topicShelf('en', 'sea')))).toEqual(new Set(['fresh', 'old']));
    expect(new Set(picks(tagShelf('ko', 'kelp')))).toEqual(new Set(['korean']));
    expect(new Set(picks('fr'))).toEqual(new Set([undefined]));
  });
});
