import fc from 'fast-check';
import { packEntry, writeEntry } from '../../src/ranking/packed-entry';
import { HeldAgainst, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import { AT_MS, someEntry } from '../builders/some-entries';

// Lists of the last thirty days say by their place in these tables what they mean: new ones go to the end.
test.each([
  {
    name: 'kinds of parts',
    table: Object.values(ScorePartKind),
    known: [
      'RATE',
      'OTHER_RATES',
      'NEWNESS',
      'BOOST',
      'DECAYED_VIEWS',
      'GRADE',
      'READING',
      'SURPRISE',
      'READ_NEXT',
      'READ_NOW',
      'PEAK',
      'AGE',
    ],
  },
  {
    name: 'reasons',
    table: Object.values(RankReason),
    known: [
      'READ_NOW',
      'READ_THIS_HOUR',
      'READ_TODAY',
      'READ_THIS_WEEK',
      'NEWEST',
      'EARLIER',
      'PINNED',
      'PICKED',
      'READ_NEXT',
      'SAME_TOPIC',
      'TRENDING',
    ],
  },
  { name: 'sides', table: Object.values(HeldAgainst), known: ['ENTRY', 'SWAP'] },
])('$name keep their places', ({ table, known }) => {
  expect(table.slice(0, known.length)).toEqual(known);
});

test('what is written of an entry is what is packed of it, whenever and wherever it was written before', () => {
  const times = fc.array(fc.integer({ min: AT_MS, max: AT_MS + 2 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(someEntry, someEntry, times, (entry, other, writtenAt) => {
      const { parts } = entry.figures;
      const elsewhere = { ...entry, previousRank: 7, figures: { ...other.figures, parts } };
      for (const atMs of writtenAt) {
        for (const one of [entry, elsewhere, entry]) {
          expect(JSON.parse(writeEntry(one, atMs))).toEqual(JSON.parse(JSON.stringify(packEntry(one, atMs))));
        }
      }
    }),
  );
});
