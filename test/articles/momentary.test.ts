import { Momentary } from '../../src/articles/momentary';
import { SimulatedClock } from '../../src/platform/clock';

function kept() {
  const cards = { version: 1 };
  const clock = new SimulatedClock(1_000_000);
  const lists = new Momentary<string, number>(cards, clock, 2);
  let made = 0;
  const get = (of: unknown = 'snapshot', key = 'list') => lists.get(key, of, () => ++made);
  return { cards, clock, lists, get };
}

test('a list is made once for all who ask within a moment', async () => {
  const { clock, get } = kept();
  expect([get(), get()]).toEqual([1, 1]);
  await clock.advanceBy(99);
  expect(get()).toBe(1);
  await clock.advanceBy(1);
  expect(get()).toBe(2);
});

test.each([
  {
    what: 'a card has moved',
    change: ({ cards }: ReturnType<typeof kept>) => {
      cards.version += 1;
    },
    of: 'snapshot',
  },
  { what: 'it is made of something else', change: () => undefined, of: 'the next snapshot' },
  { what: 'it was told to', change: ({ lists }: ReturnType<typeof kept>) => lists.clear(), of: 'snapshot' },
])('it is made anew when $what', ({ change, of }) => {
  const list = kept();
  expect(list.get()).toBe(1);
  change(list);
  expect(list.get(of)).toBe(2);
});

test('each has its own, and the longest unused makes room', () => {
  const { get } = kept();
  expect([get('s', 'a'), get('s', 'b'), get('s', 'a'), get('s', 'c'), get('s', 'a'), get('s', 'b')]).toEqual([
    1, 2, 1, 3, 1, 4,
  ]);
});
