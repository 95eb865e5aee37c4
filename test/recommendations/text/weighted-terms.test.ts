import {
  countTerms,
  findWords,
  TERMS_KEPT,
  type TextToWeigh,
  totalTerm,
  weighTerms,
} from '../../../src/recommendations/text/weighted-terms';

function aText(changes: Partial<TextToWeigh> = {}): TextToWeigh {
  return {
    ...{ headline: '', standfirst: '', body: '', language: 'en', sectionId: 'section-1' },
    ...{ authorIds: [], tags: [] },
    ...changes,
  };
}

const asTheyAre = (text: TextToWeigh) => new Map(findWords(text).map(({ plain }) => [plain, plain]));
const countOf = (text: TextToWeigh, stems: Map<string, string | null> = asTheyAre(text)) =>
  countTerms(text, findWords(text), stems);

describe('the words of a text', () => {
  test('count three times in the headline, twice in the standfirst, once in the body', () => {
    const text = aText({ headline: 'Harbour', standfirst: 'A harbour.', body: '<p>The harbour, tax</p>' });
    expect(findWords(text)).toEqual(
      expect.arrayContaining([
        { plain: 'harbour', shown: 'harbour', times: 6 },
        { plain: 'tax', shown: 'tax', times: 1 },
      ]),
    );
  });

  test.each([
    ['in small letters where it is ever written so', 'Budget vote: the budget', 'budget', 'budget'],
    ['as a name that is always one', 'Marrant and Marrant', 'marrant', 'Marrant'],
    ['in the form that is there most often', 'NATO Nato NATO', 'nato', 'NATO'],
  ])('are shown %s', (_, headline, plain, shown) => {
    expect(findWords(aText({ headline })).find((word) => word.plain === plain)?.shown).toBe(shown);
  });

  test.each([
    ['ar', 'الفريق على ملعب المدينة التي في', ['الفريق', 'ملعب', 'المدينة']],
    ['pl', 'Radni nie chcą, że który budżet', ['radni', 'chcą', 'budżet']],
    ['cs', 'Rada však schválila rozpočet, který je', ['rada', 'schválila', 'rozpočet']],
    ['uk', 'Рада не ухвалила бюджет, який було', ['рада', 'ухвалила', 'бюджет']],
    ['ja', 'おにぎりについてはしかしながらりんごから', ['おにぎり', 'りんご']],
    ['en', 'Whoever waited, Mrs Fern cannot', ['waited', 'fern']],
  ])('of %s are none that every text is full of', (language, headline, words) => {
    expect(findWords(aText({ headline, language })).map(({ plain }) => plain)).toEqual(words);
  });

  test('of Korean are one in all their forms, shown as the longest that stands there', () => {
    const text = aText({ language: 'ko', headline: '고양이', body: '고양이가 고양이는 사람들이 사람' });
    expect(findWords(text)).toEqual([
      { plain: '고양', shown: '고양이', times: 5 },
      { plain: '사람', shown: '사람들', times: 2 },
    ]);
  });

  test('are bounded, however many there are', () => {
    const body = Array.from({ length: 5_000 }, (_, index) => `w${'abcdefghij'[index % 10]}${index}x`).join(
      ' ',
    );
    expect(findWords(aText({ body })).length).toBeLessThanOrEqual(400);
  });
});

describe('the terms of a text', () => {
  test('are its stems, told by the word that stands there most, and its tags, author and section', () => {
    const text = aText({
      headline: 'Taxes',
      body: 'tax of the day',
      tags: [{ slug: 'tax-reform', name: 'Tax reform' }],
      authorIds: ['author-1'],
    });
    const terms = countOf(
      text,
      new Map([
        ['taxes', 'tax'],
        ['tax', 'tax'],
        ['the', null],
        ['of', null],
        ['day', 'day'],
      ]),
    );
    expect(terms.map(({ shown, times }) => ({ shown, times }))).toEqual([
      { shown: 'Taxes', times: 4 },
      { shown: 'day', times: 1 },
      { shown: 'Tax reform', times: 6 },
      { shown: null, times: 1 },
      { shown: null, times: 2 },
    ]);
  });

  test('of two languages are never the same, of one language in two countries they are', () => {
    const numbersIn = (language: string) =>
      countOf(aText({ headline: 'radio', language })).map(({ term }) => term);
    expect(numbersIn('pt-BR')).toEqual(numbersIn('pt-PT'));
    expect(numbersIn('pt-BR').some((term) => numbersIn('es').includes(term))).toBe(false);
    expect(totalTerm('pt-BR')).toBe(totalTerm('pt'));
    expect(totalTerm('pt')).not.toBe(totalTerm('es'));
  });

  test('have a number each', () => {
    const numbers = new Set<number>();
    for (let part = 0; part < 500; part++) {
      const headline = Array.from(
        { length: 100 },
        (_, index) => `w${part.toString(36)}x${index.toString(36)}`,
      );
      for (const { term } of countOf(aText({ headline: headline.join(' '), sectionId: `${part}` })))
        numbers.add(term);
    }
    expect(numbers.size).toBe(500 * 101);
  });

  test('are safe integers', () => {
    for (const { term } of countOf(aText({ headline: 'one two three four five' }))) {
      expect(Number.isSafeInteger(term)).toBe(true);
    }
  });
});

describe('weights', () => {
  const terms = Array.from({ length: 300 }, (_, term) => ({
    term,
    shown: `word ${term}`,
    times: 1 + (term % 3),
  }));
  const of = new Map(terms.map(({ term }) => [term, 1 + term]));

  test('are a vector of length one, of the most telling terms', () => {
    const weighed = weighTerms(terms, { of, all: 1_000 });
    expect(weighed).toHaveLength(TERMS_KEPT);
    expect(weighed.reduce((sum, { weight }) => sum + weight * weight, 0)).toBeCloseTo(1, 9);
  });

  test('are higher for what stands there more often, and for what fewer articles have', () => {
    const [rare, often, common] = [
      { term: 1, shown: 'rare', times: 2 },
      { term: 2, shown: 'often', times: 5 },
      { term: 3, shown: 'common', times: 2 },
    ];
    const frequencies = new Map([
      [1, 3],
      [2, 3],
      [3, 300],
    ]);
    const order = weighTerms([common, rare, often], { of: frequencies, all: 1_000 });
    expect(order.map(({ shown }) => shown)).toEqual(['often', 'rare', 'common']);
  });

  test('are none for what more than a third of the articles have, unless there are a few only', () => {
    const one = [{ term: 1, shown: 'على', times: 9 }];
    const told = (articles: number, all: number) => weighTerms(one, { of: new Map([[1, articles]]), all });
    expect(told(334, 1_000)).toEqual([]);
    expect(told(333, 1_000)).toHaveLength(1);
    expect(told(13, 20)).toEqual([]);
    expect(told(12, 20)).toHaveLength(1);
  });

  test.each([
    ['stands in a headline, a standfirst, or twice', { times: 2, articles: 3, all: 1_000 }, 'budget'],
    ['stands there once, by the way', { times: 1, articles: 3, all: 1_000 }, null],
    ['is in most of a few articles', { times: 5, articles: 7, all: 9 }, null],
    ['is in two of two', { times: 5, articles: 2, all: 2 }, 'budget'],
  ])('tell a word that %s', (_, { times, articles, all }, shown) => {
    const [told] = weighTerms([{ term: 1, shown: 'budget', times }], { of: new Map([[1, articles]]), all });
    expect(told).toMatchObject({ shown, weight: 1 });
  });

  test('of the first article of all are numbers', () => {
    const alone = weighTerms([{ term: 1, shown: 'alone', times: 1 }], { of: new Map([[1, 1]]), all: 1 });
    expect(alone).toEqual([expect.objectContaining({ weight: 1 })]);
    expect(weighTerms([], { of: new Map(), all: 0 })).toEqual([]);
  });
});
