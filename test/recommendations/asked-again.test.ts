import { AskedAgain } from '../../src/recommendations/asked-again';

test('a name has been asked for again when it was asked for before, not long ago', () => {
  const asked = new AskedAgain({ forMs: 1_000, most: 100 });
  expect(asked.has('a')).toBe(false);
  asked.ask('a', 5_000);
  expect(asked.has('a')).toBe(false);
  asked.ask('b', 5_100);
  asked.ask('a', 5_999);
  expect([asked.has('a'), asked.has('b')]).toEqual([true, false]);
  asked.ask('b', 6_050);
  expect([asked.has('a'), asked.has('b')]).toEqual([true, true]);
});

test('what was asked for long ago is forgotten', () => {
  const asked = new AskedAgain({ forMs: 1_000, most: 100 });
  asked.ask('a', 5_000);
  asked.ask('a', 5_000);
  asked.ask('a', 7_000);
  expect(asked.has('a')).toBe(false);
});

test('no more names are remembered than it was told', () => {
  const asked = new AskedAgain({ forMs: 1_000, most: 2 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) asked.ask(name, 5_000);
  asked.ask('a', 5_000);
  expect(asked.has('a')).toBe(false);
  asked.ask('e', 5_000);
  expect(asked.has('e')).toBe(true);
});
