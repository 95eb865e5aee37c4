import { HeldAgainst, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';

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
