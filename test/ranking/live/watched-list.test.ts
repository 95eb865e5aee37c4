import { SimulatedClock } from '../../../src/platform/clock';
import { FIGURES_EVERY_MS, type ListUpdate, WatchedList } from '../../../src/ranking/live/watched-list';
import type { RankedPage, RankedPlace } from '../../../src/ranking/ranked-article.type';

const cards = new Map<number, object>();

/** Cards stay the same from page to page, as those in memory do. */
function place(number: number, rank: number, score: number): RankedPlace {
  const card = cards.get(number) ?? { number, id: `id ${number}` };
  cards.set(number, card);
  const entry = { article: number, score, reason: 'READ_NOW', viewsInWindow: 0, previousRank: null };
  return { card, rank, entry, cursor: () => '' } as unknown as RankedPlace;
}

function pageOf(numbers: readonly number[], score = 1): RankedPage {
  return { places: numbers.map((number, at) => place(number, at + 1, score)) } as unknown as RankedPage;
}

function watched(first: readonly number[]) {
  const clock = new SimulatedClock(1_000_000);
  const listeners = { snapshot: () => {}, card: () => {}, stopped: 0 };
  const stop = () => {
    listeners.stopped += 1;
  };
  const now = { page: pageOf(first) as RankedPage | Promise<RankedPage>, read: 0 };
  const list = new WatchedList(
    {
      clock,
      mirror: {
        onSnapshot: (listener) => {
          listeners.snapshot = listener as () => void;
          return stop;
        },
      },
      cards: {
        onCard: (listener) => {
          listeners.card = listener as () => void;
          return stop;
        },
      },
    },
    () => {
      now.read += 1;
      return now.page;
    },
    pageOf(first),
  );
  const updates: ListUpdate[] = [];
  const stopListening = list.listen({ changed: (update) => updates.push(update), ended: () => undefined });
  const show = (page: RankedPage | Promise<RankedPage>) => {
    now.page = page;
    listeners.snapshot();
  };
  return { clock, list, listeners, now, show, stopListening, updates };
}

const numbers = (places: readonly RankedPlace[]) => places.map(({ card }) => card.number);

test('tells at once who has entered, left and moved', async () => {
  const { clock, show, updates } = watched([1, 2, 3]);
  await clock.advanceBy(600);
  show(pageOf([4, 2, 1]));
  expect(updates).toHaveLength(1);
  const [{ kind, changes }] = updates as [ListUpdate];
  expect(kind).toBe('ORDER');
  expect(numbers(changes.entered)).toEqual([4]);
  expect(numbers(changes.left)).toEqual([3]);
  expect(changes.moved.map(({ place: { card, rank }, from }) => [card.number, from, rank])).toEqual([
    [1, 1, 3],
  ]);
});

test('looks four times a second at most, and sees at the end what came meanwhile', async () => {
  const { clock, now, show, updates } = watched([1, 2]);
  await clock.advanceBy(300);
  const before = now.read;
  for (let at = 0; at < 100; at++) {
    show(pageOf(at % 2 === 0 ? [2, 1] : [1, 2], at));
    await clock.advanceBy(10);
  }
  expect(now.read - before).toBeLessThanOrEqual(5);
  expect(updates.length).toBeLessThanOrEqual(5);
  show(pageOf([2, 1], 200));
  await clock.advanceBy(250);
  expect(numbers(updates.at(-1)?.page.places ?? [])).toEqual([2, 1]);
});

test('tells four times a second at most, though pages take as long as they like', async () => {
  const { clock, show, updates } = watched([1, 2]);
  await clock.advanceBy(300);
  const told: number[] = [];
  for (let at = 0; at < 10; at++) {
    const page = pageOf(at % 2 === 0 ? [2, 1] : [1, 2]);
    show(at % 2 === 0 ? clock.wait(240).then(() => page) : page);
    while (updates.length === told.length) {
      await clock.advanceBy(10);
      await new Promise(setImmediate);
    }
    told.push(clock.nowMs());
  }
  const gaps = told.slice(1).map((atMs, at) => atMs - told[at]!);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
});

test('tells new figures of the same order every few seconds, and nothing where nothing is new', async () => {
  const { clock, show, updates } = watched([1, 2]);
  for (let second = 1; second <= 20; second++) {
    await clock.advanceBy(1_000);
    show(pageOf([1, 2], second));
  }
  expect(updates.map(({ kind }) => kind)).toEqual(Array(20_000 / FIGURES_EVERY_MS).fill('FIGURES'));
  for (let second = 1; second <= 20; second++) {
    await clock.advanceBy(1_000);
    show(pageOf([1, 2], 20));
  }
  expect(updates).toHaveLength(20_000 / FIGURES_EVERY_MS);
});

test('its present state has the newest figures of the order that was told last', async () => {
  const { clock, list, show, updates } = watched([1, 2]);
  await clock.advanceBy(1_000);
  show(pageOf([1, 2], 7));
  expect(updates).toEqual([]);
  expect(list.present()).toMatchObject({ kind: 'PRESENT', changes: { entered: [], left: [], moved: [] } });
  expect(list.present().page.places[0]?.entry.score).toBe(7);
});

test('one page is read at a time, and one that cannot be read is read again', async () => {
  const { clock, now, show, updates } = watched([1, 2]);
  let answer: (page: RankedPage) => void = () => undefined;
  await clock.advanceBy(600);
  show(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const before = now.read;
  await clock.advanceBy(300);
  const away = Promise.reject(new Error('away'));
  away.catch(() => undefined);
  show(away);
  await clock.advanceBy(300);
  expect(now.read).toBe(before);
  answer(pageOf([2, 1]));
  await new Promise(setImmediate);
  await clock.advanceBy(300);
  await new Promise(setImmediate);
  expect(updates).toHaveLength(1);
  show(pageOf([1, 2]));
  await clock.advanceBy(300);
  expect(updates).toHaveLength(2);
});

test('leaves nothing behind', async () => {
  const { clock, listeners, now, stopListening } = watched([1]);
  stopListening();
  expect(listeners.stopped).toBe(2);
  const before = now.read;
  await clock.advanceBy(10_000);
  expect(now.read).toBe(before);
});
