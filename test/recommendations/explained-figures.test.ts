import { figuresOf, ScorePartKind } from '../../src/ranking/rank-figures';
import { ExplainedFigures } from '../../src/recommendations/explained-figures';
import { aCard } from '../builders/a-card';

test('figures of a recommendation have parts alone, and are explained each time that somebody asks', () => {
  const card = aCard({ number: 7 });
  const asked: number[] = [];
  const told = {
    ...{ readNext: [], readBefore: null, similar: null, sharedTags: [] },
    ...{ section: 'News', shareOfReaders: 0.5 },
  };
  const explains = {
    explain: ({ number }: typeof card) => {
      asked.push(number);
      return told;
    },
  };
  const parts = [{ kind: ScorePartKind.READ_NEXT, sinceMs: null, value: 0.25 }];
  const figures = new ExplainedFigures(parts, card, explains);
  expect(figures).toMatchObject(figuresOf(parts));
  expect(asked).toEqual([]);
  expect(figures.recommended).toBe(told);
  expect(asked).toEqual([7]);
});
