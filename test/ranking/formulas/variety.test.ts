import fc from 'fast-check';
import {
  CapCounts,
  headlineWords,
  heldBack,
  isSameStory,
  onePerStory,
  type Story,
} from '../../../src/ranking/formulas/variety';

const HOUR_MS = 3_600_000;

function aStory(article: number, given: Partial<Story> & { headline?: string } = {}): Story {
  const { headline = `Story ${article}`, ...rest } = given;
  return {
    article,
    score: 100 - article,
    sectionId: 'town',
    authorIds: [],
    publishedAtMs: 0,
    words: headlineWords(headline),
    ...rest,
  };
}

describe('two headlines', () => {
  test.each([
    { one: 'Bridge closed after storm', other: 'Bridge closed after storm', same: true },
    { one: 'Bridge closed after storm', other: 'BRIDGE closed, after storm!', same: true },
    { one: 'Harbour bridge closed after the storm', other: 'Harbour bridge closed after storm', same: true },
    { one: 'Bridge closed after storm', other: 'Bridge opens in spring', same: false },
    { one: 'Day 3 in court', other: 'Day 4 in court', same: false },
    { one: 'Storm: 3 hurt', other: 'Storm: 3 hurt in the harbour', same: false },
    { one: '태풍으로 한강 다리 전면 통제', other: '태풍에 한강 다리 전면 통제', same: true },
    { one: '태풍으로 다리 통제', other: '시장 선거 결과 발표', same: false },
    { one: '', other: '', same: false },
    // The same story in other words.
    {
      one: 'Fire destroys historic mill in Lonmark',
      other: 'Historic mill in Lonmark destroyed by fire',
      same: true,
    },
    {
      one: 'Council approves harbour tunnel after long debate',
      other: 'Council approves harbour tunnel after six-hour debate',
      same: true,
    },
    {
      one: 'Minister resigns over ferry contract',
      other: 'UPDATE: Minister resigns over the ferry contract',
      same: true,
    },
    {
      one: 'Storm cuts power to 12,000 homes on the coast',
      other: 'Storm cuts power to thousands of homes on the coast',
      same: true,
    },
    { one: 'Live: Northern derby ends in draw', other: 'Northern derby ends in draw', same: true },
    { one: '서울시, 지하철 요금 150원 인상 결정', other: '서울시 지하철 요금 인상 결정', same: true },
    { one: '국회, 내년도 예산안 본회의 통과', other: '내년도 예산안 국회 본회의 통과', same: true },
    { one: '東京で震度5弱の地震、津波の心配なし', other: '東京で震度5弱の地震 津波の心配はなし', same: true },
    // Two stories of one topic.
    { one: 'Council approves harbour tunnel', other: 'Council rejects harbour tunnel plan', same: false },
    { one: 'Harbour tunnel: what it will cost', other: 'Harbour tunnel: who will use it', same: false },
    { one: 'Northern derby ends in draw', other: 'Northern derby: the player ratings', same: false },
    { one: 'Storm cuts power on the coast', other: 'Storm closes schools on the coast', same: false },
    { one: 'Rates rise to 4.5 per cent', other: 'Rates rise to 4.75 per cent', same: false },
    { one: 'Obituary: the painter Ida Marsh', other: 'Obituary: the pianist Tomas Reed', same: false },
    { one: '태풍으로 한강 다리 통제', other: '태풍으로 제주 공항 결항', same: false },
    { one: '국회, 내년도 예산안 본회의 통과', other: '국회, 내년도 예산안 심사 착수', same: false },
    { one: '전자 3분기 영업이익 10조원', other: '전자 4분기 영업이익 12조원', same: false },
  ])('"$one" and "$other" tell the same story: $same', ({ one, other, same }) => {
    expect(isSameStory(aStory(1, { headline: one }), aStory(2, { headline: other }))).toBe(same);
  });

  test.each([
    { name: 'of two sections', other: { sectionId: 'sport' }, same: false },
    { name: 'a day apart', other: { publishedAtMs: 24 * HOUR_MS }, same: true },
    { name: 'more than a day apart', other: { publishedAtMs: 24 * HOUR_MS + 1 }, same: false },
  ])('alike, but $name: $same', ({ other, same }) => {
    const headline = 'Bridge closed after storm';
    expect(isSameStory(aStory(1, { headline }), aStory(2, { headline, ...other }))).toBe(same);
  });
});

describe('one article per story', () => {
  const twins = [
    aStory(1, { score: 100, headline: 'Bridge closed after storm' }),
    aStory(2, { score: 90, headline: 'Bridge closed after the storm' }),
    aStory(3, { score: 80 }),
  ];

  test('keeps the one that is read most', () => {
    expect(onePerStory(twins, new Set(), 1.3).map((story) => story.article)).toEqual([1, 3]);
  });

  test('keeps the one that was listed until another leads it clearly', () => {
    expect(onePerStory(twins, new Set([2]), 1.3).map((story) => story.article)).toEqual([2, 3]);
    expect(onePerStory(twins, new Set([2]), 1.1).map((story) => story.article)).toEqual([1, 3]);
  });

  test('loses no story and invents none', () => {
    const headlines = ['Bridge closed after storm', 'Mayor resigns', 'Team wins the cup', 'Rain again'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...headlines), { maxLength: 20 }), (drawn) => {
        const stories = drawn.map((headline, index) => aStory(index, { headline }));
        expect(onePerStory(stories, new Set(), 1.3)).toHaveLength(new Set(drawn).size);
      }),
    );
  });
});

describe('a cap', () => {
  test('of nothing holds nobody back', () => {
    const stories = [1, 2, 3].map((article) => aStory(article, { authorIds: ['kim'] }));
    expect(heldBack(stories, new Set(), 1.3, new CapCounts({ perSection: 0, perAuthor: 0 })).size).toBe(0);
  });

  test('leaves each section and each author their best', () => {
    const stories = [
      aStory(1, { authorIds: ['kim'] }),
      aStory(2, { authorIds: ['lee'] }),
      aStory(3, { authorIds: ['lee'] }),
      aStory(4, { sectionId: 'sport', authorIds: ['kim', 'roe'] }),
    ];
    expect([...heldBack(stories, new Set(), 1.3, new CapCounts({ perSection: 2, perAuthor: 0 }))]).toEqual([
      [3, 'SECTION'],
    ]);
    expect([...heldBack(stories, new Set(), 1.3, new CapCounts({ perSection: 0, perAuthor: 1 }))]).toEqual([
      [3, 'AUTHOR'],
      [4, 'AUTHOR'],
    ]);
  });

  test('lets who was listed stay until another leads clearly', () => {
    const stories = [aStory(1), aStory(2)];
    const caps = new CapCounts({ perSection: 1, perAuthor: 0 });
    expect([...heldBack(stories, new Set([2]), 1.3, caps).keys()]).toEqual([1]);
  });

  test('counts what stands there already', () => {
    const caps = new CapCounts({ perSection: 1, perAuthor: 0 });
    caps.add(aStory(9));
    expect([...heldBack([aStory(1)], new Set(), 1.3, caps).keys()]).toEqual([1]);
  });
});
