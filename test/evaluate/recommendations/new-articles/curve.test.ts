import { newArticlesOutcome } from '../../../../evaluate/recommendations/new-articles/curve';
import { CURVE, judgedSettings } from '../../../../evaluate/recommendations/new-articles/settings';

const [byScore, worthTwo] = judgedSettings('2');
const mean = (values: Float64Array) => {
  const known = values.filter((value) => !Number.isNaN(value));
  return { mean: known.reduce((sum, value) => sum + value, 0) / known.length, low: 0, high: 0 };
};

describe('what a place for new articles costs and brings', () => {
  // Six steps in two parts of a log; the second and the last went to new articles.
  const isNew = [false, true, false, false, false, true];
  const scored = (setting: typeof byScore, rank: number[], showsNew: number[]) => ({
    ...setting!,
    ...{ rank: Uint8Array.from(rank), showsNew: Uint8Array.from(showsNew) },
  });
  const { stepsToNew, settings } = newArticlesOutcome(
    [
      [scored(byScore, [1, 0, 5], [0, 0, 0]), scored(worthTwo, [1, 5, 0], [0, 1, 1])],
      [scored(byScore, [2, 0, 0], [0, 0, 1]), scored(worthTwo, [2, 0, 0], [0, 0, 1])],
    ],
    isNew,
    mean,
  );
  const [without, withPlace] = settings;

  test('is told of all steps, and of those to new articles', () => {
    expect(stepsToNew).toBe(2);
    expect(without).toMatchObject({ name: 'by score', change: null });
    expect(without!.hit5.mean).toBeCloseTo(3 / 6, 12);
    expect(without!.mrr5.mean).toBeCloseTo((1 + 1 / 5 + 1 / 2) / 6, 12);
    expect(without!.hit5OfNew.mean).toBe(0);
    expect(withPlace!.hit5OfNew.mean).toBe(0.5);
  });

  test('is told against the list without it, step by step', () => {
    expect(withPlace!.change!.hit5.mean).toBe(0);
    expect(withPlace!.change!.mrr5.mean).toBe(0);
    expect(withPlace!.change!.hit5OfNew.mean).toBe(0.5);
  });

  test('is told with how often a new article is shown', () => {
    expect(without!.listsWithNew.mean).toBeCloseTo(1 / 6, 12);
    expect(withPlace!.listsWithNew.mean).toBeCloseTo(3 / 6, 12);
  });
});

describe('the settings that are judged', () => {
  test('are those of the product, the list without a place first', () => {
    expect(judgedSettings('one-of-five,2.5,by-score,2.5')).toEqual([
      { name: 'by score', setting: { newArticles: 'by-score' } },
      { name: 'one of five', setting: { newArticles: 'one-of-five' } },
      { name: 'worth 2.5', setting: { newArticles: 'by-worth', newArticleWorth: 2.5 } },
    ]);
  });

  test('are a curve from little to always', () => {
    const curve = judgedSettings('curve');
    expect(curve).toEqual(judgedSettings(CURVE));
    const worths = curve.flatMap(({ setting }) => setting.newArticleWorth ?? []);
    expect(worths).toEqual([...worths].sort((one, other) => one - other));
    expect(curve.at(-1)!.setting.newArticles).toBe('one-of-five');
  });

  test.each(['often', '0.5', '101', '', '2,', '1e1', '-2'])('are not "%s"', (written) => {
    expect(() => judgedSettings(written)).toThrow(/--new-articles: .* no setting of new articles/);
  });
});
