import fc from 'fast-check';
import { placesOverTime } from '../../../src/ranking/history/places-over-time';

const range = { from: 1_000, until: 1_100 };
/** Records until the end of the range, none after it. */
const whole = [{ from: 1_101, until: null }];

test('a record holds until the next, and the same place goes on', () => {
  const places = [
    { minute: 1_000, rank: 3, next: 1_010 },
    { minute: 1_010, rank: 3, next: 1_020 },
    { minute: 1_020, rank: 7, next: 1_030 },
    { minute: 1_050, rank: 1, next: null },
  ];
  expect(placesOverTime(places, whole, range)).toEqual({
    runs: [
      { rank: 3, from: 1_000, until: 1_020 },
      { rank: 7, from: 1_020, until: 1_030 },
      { rank: 1, from: 1_050, until: 1_100 },
    ],
    bestRank: 1,
    minutesListed: 80,
    minutesInFirstFive: 70,
    minutesRecorded: 100,
  });
});

test('a record of before the range reaches into it', () => {
  const { runs } = placesOverTime([{ minute: 950, rank: 2, next: 1_005 }], whole, range);
  expect(runs).toEqual([{ rank: 2, from: 1_000, until: 1_005 }]);
});

test('over a gap nothing holds', () => {
  const gaps = [{ from: 1_020, until: 1_040 }, ...whole];
  const places = [
    { minute: 1_010, rank: 2, next: 1_040 },
    { minute: 1_040, rank: 2, next: null },
  ];
  expect(placesOverTime(places, gaps, range)).toMatchObject({
    runs: [
      { rank: 2, from: 1_010, until: 1_020 },
      { rank: 2, from: 1_040, until: 1_100 },
    ],
    minutesRecorded: 80,
  });
});

test('one that was never there has no place', () => {
  expect(placesOverTime([], whole, range)).toEqual({
    ...{ runs: [], bestRank: null, minutesListed: 0, minutesInFirstFive: 0, minutesRecorded: 100 },
  });
});

test('says of each minute what a look at that minute alone says', () => {
  const someRecords = fc.array(
    fc.tuple(fc.integer({ min: 940, max: 1_099 }), fc.option(fc.integer({ min: 1, max: 9 }))),
  );
  const someGap = fc.tuple(fc.integer({ min: 940, max: 1_100 }), fc.integer({ min: 1, max: 50 }));
  fc.assert(
    fc.property(someRecords, fc.option(someGap), (given, hole) => {
      const gap = hole && { from: hole[0], until: hole[0] + hole[1] };
      const isMissing = (minute: number) => gap !== null && minute >= gap.from && minute < gap.until;
      // Whoever leads after a gap records every list at once.
      const records = new Map(given.filter(([minute]) => !isMissing(minute)));
      if (gap && !records.has(gap.until)) records.set(gap.until, null);
      const minutes = [...records.keys()].sort((a, b) => a - b);
      const places = minutes.flatMap((minute, at) => {
        const rank = records.get(minute);
        return rank == null ? [] : [{ minute, rank, next: minutes[at + 1] ?? null }];
      });
      const { runs } = placesOverTime(places, [...(gap ? [gap] : []), ...whole], range);
      for (let minute = range.from; minute < range.until; minute++) {
        const last = minutes.findLast((one) => one <= minute);
        const then = last === undefined || isMissing(minute) ? null : (records.get(last) ?? null);
        const told = runs.find(({ from, until }) => from <= minute && minute < until);
        expect([minute, told?.rank ?? null]).toEqual([minute, then]);
      }
    }),
  );
});
