import type { ListMemory } from '../../src/ranking/formulas/steadiness';
import { keptMemories, memoryOfList } from '../../src/ranking/list-memories';

const AT_MS = 1_000_000;
const shown = [3, 1].map((article) => ({ article, listedSinceMs: AT_MS - 60_000 * article }));
const memory: ListMemory = {
  order: [3, 1],
  leadingSince: new Map([[7, AT_MS - 20_000]]),
  missed: new Map([[7, 4.5]]),
  atMs: AT_MS - 400,
  led: new Map([[3, { ms: 90_000, lastMs: AT_MS - 400 }]]),
};

test('what a list remembers comes back from plain data', () => {
  const kept = JSON.parse(JSON.stringify(keptMemories(new Map([['site', memory]]))));
  expect(memoryOfList(shown, kept.site, AT_MS)).toEqual(memory);
});

test('of a list that remembers little as well', () => {
  const little: ListMemory = { order: [], leadingSince: new Map() };
  const kept = JSON.parse(JSON.stringify(keptMemories(new Map([['site', little]]))));
  expect(memoryOfList([], kept.site, AT_MS)).toEqual({
    ...little,
    ...{ missed: new Map(), atMs: AT_MS, led: new Map() },
  });
});

test('where nothing is kept, the list itself says who stands where and since when', () => {
  expect(memoryOfList(shown, undefined, AT_MS)).toEqual({
    ...{ order: [3, 1], leadingSince: new Map(), missed: new Map(), atMs: AT_MS },
    led: new Map([
      [3, { ms: 180_000, lastMs: AT_MS }],
      [1, { ms: 60_000, lastMs: AT_MS }],
    ]),
  });
});
