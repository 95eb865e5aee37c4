import { type ArticleCard, isPublic } from '../../src/articles/article-card';
import { ArticleStatus } from '../../src/articles/article-status';
import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import type { PickOfArticle } from '../../src/must-reads/must-read-pick.repository';
import { PickBook } from '../../src/must-reads/pick-book';
import { aCard } from '../builders/a-card';

const NOW_MS = 1_000_000_000;

function aPick(number: number, given: Partial<PickOfArticle> = {}): PickOfArticle {
  return {
    ...{ id: `pick ${number}`, articleId: `article ${number}`, number, value: 3 },
    ...{ lifetime: PickLifetime.MEDIUM, from: new Date(NOW_MS - 1_000), to: null },
    ...{ pinned: false, pinReason: null, pinnedUntil: null, position: 0, version: 1 },
    ...given,
  };
}

/** A book over picks and cards that the test changes. */
async function aBook(picks: PickOfArticle[]) {
  const cards = new Map<number, ArticleCard>(picks.map(({ number }) => [number, aCard({ number })]));
  const world = {
    ...{ picks, nowMs: NOW_MS, isAway: false },
    changed: async () => {},
    turn: (_number: number, _card: ArticleCard | undefined) => {},
  };
  const parts = {
    repository: {
      picksNotOver: async () => {
        if (world.isAway) throw new Error('away');
        return world.picks.map((pick) => ({ ...pick }));
      },
    },
    changes: { onChangeAround: (_: string, listener: () => Promise<void>) => (world.changed = listener) },
    cards: {
      onCard: (listener: typeof world.turn) => (world.turn = listener),
      peek: () => undefined,
      byNumbers: async (numbers: number[]) => numbers.map((number) => cards.get(number)),
    },
    clock: { nowMs: () => world.nowMs, every: () => () => {} },
    log: { warn: jest.fn() },
  };
  const book = new PickBook(parts as unknown as ConstructorParameters<typeof PickBook>[0]);
  await book.start();
  return { book, world, warned: parts.log.warn };
}

const numbersOf = (book: PickBook) => book.active().map(({ card }) => card.number);

test('gives the same picks until one changes, begins or ends', async () => {
  const { book, world } = await aBook([aPick(1), aPick(2, { from: new Date(NOW_MS + 5_000) })]);
  const first = book.active();
  await world.changed();
  expect(book.active()).toBe(first);
  world.nowMs += 5_000;
  expect(book.active()).not.toBe(first);
  expect(numbersOf(book)).toEqual([1, 2]);
});

test.each([
  { change: 'a grade', now: aPick(1, { value: 5 }) },
  {
    change: 'a pin',
    now: aPick(1, { pinned: true, pinReason: 'why', pinnedUntil: new Date(NOW_MS + 9_000) }),
  },
  { change: 'a place', now: aPick(1, { position: 3 }) },
])('tells of $change that has changed', async ({ now }) => {
  const { book, world } = await aBook([aPick(1)]);
  const before = book.active();
  world.picks = [now];
  await world.changed();
  expect(book.active()).not.toBe(before);
});

test('begins and ends each on the millisecond', async () => {
  const { book, world } = await aBook([aPick(1, { from: new Date(NOW_MS + 10), to: new Date(NOW_MS + 20) })]);
  const at = (afterMs: number) => {
    world.nowMs = NOW_MS + afterMs;
    return numbersOf(book);
  };
  expect([at(9), at(10), at(19), at(20)]).toEqual([[], [1], [1], []]);
});

test('has only picks of public articles', async () => {
  const { book, world } = await aBook([aPick(1)]);
  const withdrawn = aCard({ number: 1, status: ArticleStatus.WITHDRAWN });
  expect(isPublic(withdrawn, NOW_MS)).toBe(false);
  world.turn(1, withdrawn);
  expect(numbersOf(book)).toEqual([]);
});

test('has a pick of what is scheduled from the millisecond on at which that is public', async () => {
  const { book, world } = await aBook([aPick(1)]);
  world.turn(1, aCard({ number: 1, publishedAtMs: NOW_MS + 10 }));
  const at = (afterMs: number) => {
    world.nowMs = NOW_MS + afterMs;
    return numbersOf(book);
  };
  expect([at(0), at(9), at(10)]).toEqual([[], [], [1]]);
});

test('goes on with what it knows while nothing can be read, and says so once', async () => {
  const { book, world, warned } = await aBook([aPick(1)]);
  world.isAway = true;
  await world.changed();
  await world.changed();
  expect(numbersOf(book)).toEqual([1]);
  expect(warned).toHaveBeenCalledTimes(1);
});
