import fc from 'fast-check';
import { MergedStories, newestFirst } from '../../src/articles/merged-stories';
import { aCard } from '../builders/a-card';

const someLists = fc
  .array(fc.array(fc.nat(20), { maxLength: 12 }), { maxLength: 6 })
  .map((lists) =>
    lists.map((minutes, list) =>
      minutes
        .map((minute, at) => aCard({ number: 100 * list + at, publishedAt: new Date(minute * 60_000) }))
        .sort(newestFirst),
    ),
  );

test('several lists are read as one that has been sorted, whoever read how far before', () => {
  fc.assert(
    fc.property(someLists, fc.array(fc.nat(80), { maxLength: 5 }), (lists, places) => {
      const merged = new MergedStories(lists);
      const sorted = lists.flat().sort(newestFirst);
      for (const place of [...places, ...sorted.keys(), sorted.length]) {
        expect(merged.at(place)).toBe(sorted[place]);
      }
    }),
  );
});

test('no more is looked at than somebody reads', () => {
  let looked = 0;
  const longList = (from: number) =>
    new Proxy(
      Array.from({ length: 1_000 }, (_, at) =>
        aCard({ number: from + at, publishedAt: new Date(1e9 - at * 1_000) }),
      ),
      {
        get(list, key) {
          looked++;
          return Reflect.get(list, key);
        },
      },
    );
  const merged = new MergedStories([longList(0), longList(1_000), longList(2_000)]);
  merged.at(49);
  merged.at(49);
  expect(looked).toBe(50 * 3);
});
