// What editors do to the ranked lists, through GraphQL as a newsroom's own tool would: pin, boost, bury, set a rule;
// readers see it within seconds, it ends on the second, and the audit log knows who and why.

import { Role } from '../../src/accounts/role';
import { type Stop, systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { AnEditor, actsOn, type Refusal } from '../builders/a-surroundings-editor';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const api = useApi({ POPULAR_ENTRY_DWELL_MS: '0', POPULAR_ENTRY_LEAD: '1', POPULAR_SWAP_LEAD: '1' });
const editor = new AnEditor(api, Role.EDITOR);
const HOUR_MS = 3_600_000;
const SECTION_OF = ['', 'world', 'world', 'world', 'world', 'sport', 'sport', 'books', 'books'];
const READERS = [0, 240, 185, 142, 109, 84, 65, 50, 38];

const ids = new Map<number, string>();
const inSeconds = (seconds: number) => new Date(systemClock.nowMs() + seconds * 1_000).toISOString();

interface Placed {
  placement: { id: string; state: string; until: string; article: { slug: string } } | null;
}
interface RuleSet {
  rule: { id: string; version: number; perSection: number | null; setBy: string; isInForce: boolean } | null;
}
interface Edge {
  node: { slug: string };
  reason: string;
  score: number;
  explain: {
    sentence: string;
    parts: { kind: string; value: number }[];
    placement: { act: string; place: number | null; factor: number | null; until: string } | null;
  };
}

const placed = 'placement { id state until article { slug } }';
const place = (mutation: string, input: object) =>
  editor.does<Placed>(mutation, { reason: 'Election night.', until: inSeconds(3_600), ...input }, placed);
const setRule = (input: object) =>
  editor.does<RuleSet>(
    'setRankingRule',
    { reason: 'A quieter front page.', ...input },
    'rule { id version perSection setBy isInForce }',
  );
const takeBack = (id: string) =>
  editor.does<Placed>('takeBackPlacement', { id, reason: 'It is over.' }, placed);

async function edges(argumentsText = '(first: 8)'): Promise<Edge[]> {
  const { data, errors } = await api.ask<{ popularNow: { edges: Edge[] } }>(
    `{ popularNow${argumentsText} { edges {
      node { slug } reason score
      explain { sentence parts { kind value } placement { act place factor until } }
    } } }`,
  );
  expect(errors).toBeUndefined();
  return data.popularNow.edges;
}
const list = async (argumentsText?: string) =>
  (await edges(argumentsText)).map(({ node }) => Number(node.slug.replace('story-', '')));
async function becomes(expected: readonly number[], argumentsText?: string): Promise<void> {
  let last: readonly number[] = [];
  const isThere = async () => {
    last = await list(argumentsText);
    return String(last) === String(expected);
  };
  await until(isThere, { withinMs: 30_000 }).catch(() => expect(last).toEqual(expected));
}

let seconds = 0;
let stopReading: Stop = () => undefined;

/** Readers of a second, in the proportion of READERS: who stops to be read falls, and at last all are alike. */
async function readOn(): Promise<void> {
  seconds += 1;
  const until = (number: number) => Math.floor((READERS[number]! * (seconds + 9)) / 10);
  const before = (number: number) =>
    seconds === 1 ? 0 : Math.floor((READERS[number]! * (seconds + 8)) / 10);
  const views = [...ids].flatMap(([number, id]) =>
    Array.from({ length: until(number) - before(number) }, (_, reader) => ({
      reader: { visitor: `reader ${number} ${before(number) + reader}`, kind: 'READER' as const },
      report: { articleId: id },
    })),
  );
  await api.counting.counter.record(views);
}

afterAll(() => stopReading());

beforeAll(async () => {
  const nowMs = systemClock.nowMs();
  await api.publish(
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      anArticleDraft({
        number,
        publishedAt: new Date(nowMs - (20 - number) * HOUR_MS),
        section: { slug: SECTION_OF[number]!, name: SECTION_OF[number]! },
        authors: [{ name: number === 8 ? 'Mo Fern' : `Writer ${number}` }],
      }),
    ),
  );
  const rows = await api.stores.dataSource.query('select id, slug from article');
  for (const { id, slug } of rows) ids.set(Number(slug.replace('story-', '')), id);
  await readOn();
  stopReading = systemClock.every(1_000, readOn);
  await becomes([1, 2, 3, 4, 5, 6, 7, 8]);
}, 180_000);

afterEach(async () => {
  await api.stores.dataSource.query('delete from ranking_placement');
  await api.stores.dataSource.query('delete from ranking_rule');
  await becomes([1, 2, 3, 4, 5, 6, 7, 8]);
}, 180_000);

describe('a pin', () => {
  test('shows within seconds, is explained, and is taken back', async () => {
    const { placement, userErrors } = await place('pinArticle', { articleId: ids.get(8), place: 2 });
    expect(userErrors).toEqual([]);
    expect(placement).toMatchObject({ state: 'IN_FORCE', article: { slug: 'story-8' } });
    await becomes([1, 8, 2, 3, 4, 5, 6, 7]);
    const [, second] = await edges();
    expect(second).toMatchObject({ reason: 'PINNED', explain: { placement: { act: 'PIN', place: 2 } } });
    expect(second!.explain.sentence).toMatch(/editor/);
    expect((await takeBack(placement!.id)).placement).toMatchObject({ state: 'TAKEN_BACK' });
    await becomes([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await takeBack(placement!.id)).placement).toMatchObject({ state: 'TAKEN_BACK' });
    const acts = await actsOn(api, placement!.id);
    expect(acts.map(({ act, by }) => `${by}: ${act}`)).toEqual([
      'the editor: PINNED',
      'the editor: TAKEN_BACK',
    ]);
    expect(acts[0]!.details).toMatchObject({ articleId: ids.get(8), place: 2, reason: 'Election night.' });
    expect(acts[1]!.details).toMatchObject({ reason: 'It is over.', placedFor: 'Election night.' });
  });

  test('begins and ends by itself', async () => {
    const { placement } = await place('pinArticle', {
      ...{ articleId: ids.get(8), place: 1, from: inSeconds(4), until: inSeconds(16) },
    });
    expect(placement).toMatchObject({ state: 'COMING' });
    expect(await list()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await becomes([8, 1, 2, 3, 4, 5, 6, 7]);
    await becomes([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(systemClock.nowMs()).toBeGreaterThanOrEqual(Date.parse(placement!.until) - 50);
    expect(await states()).toEqual(['story-8 OVER']);
  }, 180_000);

  test('stands on the one list that it names', async () => {
    await place('pinArticle', { articleId: ids.get(8), place: 1, section: 'books' });
    await becomes([8, 7], '(section: "books")');
    expect(await list()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

async function states(): Promise<string[]> {
  const as = await keyOf(api, Role.EDITOR);
  const { data } = await api.ask<{
    rankingPlacements: {
      totalCount: number;
      edges: { node: { state: string; article: { slug: string } } }[];
    };
  }>('{ rankingPlacements { totalCount edges { node { state article { slug } } } } }', {}, { as });
  expect(data.rankingPlacements.totalCount).toBe(data.rankingPlacements.edges.length);
  return data.rankingPlacements.edges.map(({ node }) => `${node.article.slug} ${node.state}`);
}

describe('a boost', () => {
  test('moves an article, and its parts add up to the score', async () => {
    await place('boostArticle', { articleId: ids.get(4), factor: 2.5 });
    await becomes([4, 1, 2, 3, 5, 6, 7, 8]);
    const [first] = await edges();
    expect(first!.explain.placement).toMatchObject({ act: 'BOOST', factor: 2.5 });
    const sum = first!.explain.parts.reduce((whole, { value }) => whole + value, 0);
    expect(Math.abs(sum - first!.score)).toBeLessThan(0.01 * first!.score);
    expect(first!.explain.parts.find(({ kind }) => kind === 'BOOST')!.value).toBeCloseTo(
      0.6 * first!.score,
      0,
    );
  });
});

describe('a bury', () => {
  test('takes an article off every list that is cut from readers', async () => {
    const { placement } = await place('buryArticle', { articleId: ids.get(8) });
    await becomes([1, 2, 3, 4, 5, 6, 7]);
    await becomes([7], '(section: "books")');
    await becomes([], '(author: "mo-fern")');
    await becomes([1, 2, 3, 4, 5, 6, 7], '(language: "en", first: 20)');
    const pin = await place('pinArticle', { articleId: ids.get(8), place: 1 });
    expect(pin.userErrors).toMatchObject([{ code: 'ARTICLE_BURIED', field: 'articleId' }]);
    await takeBack(placement!.id);
    await becomes([8], '(author: "mo-fern")');
  });
});

describe('a rule', () => {
  test('holds within seconds, over those of wider scopes, until it ends', async () => {
    const wide = await setRule({ perSection: 2, until: inSeconds(3_600) });
    expect(wide).toMatchObject({
      userErrors: [],
      rule: { version: 1, setBy: 'the editor', isInForce: true },
    });
    await becomes([1, 2, 5, 6, 7, 3, 4, 8]);
    const near = await setRule({ language: 'en', perSection: 0, until: inSeconds(8) });
    await becomes([1, 2, 3, 4, 5, 6, 7, 8], '(language: "en", first: 8)');
    await becomes([1, 2, 5, 6, 7, 3, 4, 8], '(language: "en", first: 8)');
    expect(await list()).toEqual([1, 2, 5, 6, 7, 3, 4, 8]);
    expect((await actsOn(api, near.rule!.id)).map(({ act, by }) => `${by}: ${act}`)).toEqual([
      'the editor: SET',
    ]);
    const gone = await editor.does<{ removedId: string | null }>(
      'removeRankingRule',
      { id: wide.rule!.id, version: 1, reason: 'As before.' },
      'removedId',
    );
    expect(gone).toEqual({ removedId: wide.rule!.id, userErrors: [] });
    await becomes([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await actsOn(api, wide.rule!.id)).toMatchObject([
      { act: 'SET', details: { before: null, after: { settings: { perSection: 2 } } } },
      { act: 'REMOVED', details: { reason: 'As before.', before: { settings: { perSection: 2 } } } },
    ]);
  }, 180_000);

  test('is not overwritten by whoever has not seen it', async () => {
    await setRule({ perAuthor: 2 });
    expect((await setRule({ perAuthor: 3 })).userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    expect((await setRule({ perAuthor: 3, version: 1 })).rule).toMatchObject({ version: 2 });
  });
});

describe('a language without an article', () => {
  test('shows the nearest, and says so', async () => {
    const shownFor = async (language: string) => {
      const { data } = await api.ask<{
        popularNow: { language: object; totalCount: number; edges: { node: { slug: string } }[] };
      }>(`{ popularNow(language: "${language}", first: 2) {
        language { asked shown fallback } totalCount edges { node { slug } }
      } }`);
      return { ...data.popularNow, edges: data.popularNow.edges.map(({ node }) => node.slug) };
    };
    const whole = { totalCount: 8, edges: ['story-1', 'story-2'] };
    expect(await shownFor('en')).toEqual({
      language: { asked: 'en', shown: 'en', fallback: 'NONE' },
      ...whole,
    });
    expect(await shownFor('en-gb')).toEqual({
      language: { asked: 'en-GB', shown: 'en', fallback: 'BROADER' },
      ...whole,
    });
    expect(await shownFor('ko')).toEqual({
      language: { asked: 'ko', shown: null, fallback: 'ALL' },
      ...whole,
    });
  });
});

interface Previewed {
  previewRankingRule: {
    rail: string;
    others: {
      rail: string;
      before: { node: { slug: string } }[];
      after: { node: { slug: string } }[];
      left: { slug: string }[];
    }[];
    before: { node: { slug: string } }[];
    after: { node: { slug: string }; reason: string; explain: { sentence: string } }[];
    entered: { slug: string }[];
    left: { slug: string }[];
    moved: { article: { slug: string }; from: number; to: number }[];
    refusals: Refusal[];
  };
}

async function preview(input: object) {
  const as = await keyOf(api, Role.EDITOR);
  return api.ask<Previewed>(
    `query ($input: PreviewRankingRuleInput!) { previewRankingRule(input: $input) {
      before { node { slug } } after { node { slug } reason explain { sentence } }
      entered { slug } left { slug } moved { article { slug } from to } refusals { code field message }
      rail others { rail before { node { slug } } after { node { slug } } left { slug } }
    } }`,
    { input },
    { as },
  );
}

describe('a preview', () => {
  const numbers = (places: readonly { node: { slug: string } }[]) =>
    places.map(({ node }) => Number(node.slug.replace('story-', '')));

  test('shows what a rule and placements would do, and changes nothing', async () => {
    const { data, errors } = await preview({
      perSection: 2,
      places: 5,
      placements: [
        { act: 'PIN', articleId: ids.get(8), place: 1 },
        { act: 'BURY', articleId: ids.get(2) },
      ],
    });
    expect(errors).toBeUndefined();
    const { before, after, entered, left, moved, refusals } = data.previewRankingRule;
    expect(numbers(before)).toEqual([1, 2, 3, 4, 5]);
    expect(numbers(after)).toEqual([8, 1, 3, 5, 6]);
    expect(after[0]).toMatchObject({ reason: 'PINNED' });
    expect(after[1]!.explain.sentence).toMatch(/readers/);
    expect(entered.map(({ slug }) => slug)).toEqual(['story-8', 'story-6']);
    expect(left.map(({ slug }) => slug)).toEqual(['story-2', 'story-4']);
    expect(moved.map(({ article, from, to }) => `${article.slug} ${from} ${to}`)).toEqual([
      'story-1 1 2',
      'story-5 5 4',
    ]);
    expect(refusals).toEqual([]);
    expect(await list()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('shows what a bury would do to Trending and to the Must-Reads, and to those alone that it names', async () => {
    const bury = { act: 'BURY', articleId: ids.get(1) };
    const { others } = (await preview({ placements: [bury] })).data.previewRankingRule;
    expect(others.map(({ rail }) => rail)).toEqual(['TRENDING', 'MUST_READS']);
    const mustReads = others[1]!;
    expect(numbers(mustReads.before)).toContain(1);
    expect(numbers(mustReads.after)).toEqual(numbers(mustReads.before).filter((number) => number !== 1));
    expect(mustReads.left).toEqual([{ slug: 'story-1' }]);
    const one = await preview({ placements: [{ ...bury, rails: ['MUST_READS'] }] });
    const shown = one.data.previewRankingRule;
    expect(numbers(shown.after)).toEqual(numbers(shown.before));
    expect(shown.others.map(({ rail }) => rail)).toEqual(['MUST_READS']);
  });

  test('of a rule of Trending shows Trending', async () => {
    const { data, errors } = await preview({ rail: 'TRENDING', perSection: 1 });
    expect(errors).toBeUndefined();
    expect(data.previewRankingRule).toMatchObject({ rail: 'TRENDING', others: [] });
  });

  test('is worked out for four at once', async () => {
    // More than can be asked for before the first is answered, on a busy machine too.
    const answers = await Promise.all(Array.from({ length: 16 }, () => preview({ perSection: 2 })));
    const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
    expect(new Set(codes)).toEqual(new Set(['TOO_MANY_PREVIEWS']));
    const shown = answers.flatMap(({ data }) => (data?.previewRankingRule ? [data.previewRankingRule] : []));
    expect(shown.length).toBeGreaterThanOrEqual(4);
    for (const { after } of shown) expect(numbers(after).slice(0, 3)).toEqual([1, 2, 5]);
  });

  test('says why a rule would be refused, and what cannot be tried', async () => {
    const { data } = await preview({ perSection: 1, section: null });
    expect(data.previewRankingRule.refusals).toMatchObject([
      { code: 'LIST_WOULD_BE_SHORT', field: 'perSection' },
    ]);
    const nowhere = await preview({ perSection: 1, language: 'kr' });
    expect(nowhere.data.previewRankingRule.refusals).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'language' },
    ]);
    for (const [input, message] of [
      [{}, /Nothing is tried: .* "placements"/],
      [{ perAuthor: 9 }, /perAuthor/],
      [{ perAuthor: 1, places: 51 }, /places/],
      [{ placements: [{ act: 'PIN', articleId: ids.get(1) }] }, /^"place" is missing; .* from 1 to 5\.$/],
      [
        { placements: [{ act: 'BOOST', articleId: ids.get(1) }] },
        /^"factor" is missing; .* from 0\.3 to 3\.$/,
      ],
      [{ placements: [{ act: 'BURY', articleId: 'x' }] }, /no such article/],
    ] as const) {
      const { errors } = await preview(input);
      expect(errors?.[0]?.message).toMatch(message);
    }
  });
});

describe('nothing is changed by', () => {
  const pinned = () => ({ articleId: ids.get(1), place: 1 });
  const refusals: { name: string; mutation: string; input: () => object; refused: Partial<Refusal> }[] = [
    {
      name: 'a pin that expires before it starts',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), from: inSeconds(60), until: inSeconds(30) }),
      refused: { code: 'BAD_USER_INPUT', field: 'until' },
    },
    {
      name: 'a pin that is over',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), until: inSeconds(-1) }),
      refused: { code: 'BAD_USER_INPUT', field: 'until' },
    },
    {
      name: 'a pin of eight days',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), until: inSeconds(8 * 86_400) }),
      refused: { code: 'BAD_USER_INPUT', field: 'until' },
    },
    {
      name: 'a pin to the sixth place',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), place: 6 }),
      refused: { code: 'BAD_USER_INPUT', field: 'place' },
    },
    {
      name: 'a pin of an article of another section',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), section: 'books' }),
      refused: { code: 'ARTICLE_NOT_OF_LIST', field: 'section' },
    },
    {
      name: 'a pin of no article',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), articleId: 'x' }),
      refused: { code: 'ARTICLE_NOT_FOUND', field: 'articleId' },
    },
    {
      name: 'a pin without a reason',
      mutation: 'pinArticle',
      input: () => ({ ...pinned(), reason: '  ' }),
      refused: { code: 'BAD_USER_INPUT', field: 'reason' },
    },
    {
      name: 'a boost of nothing',
      mutation: 'boostArticle',
      input: () => ({ articleId: ids.get(1), factor: 0 }),
      refused: { code: 'BAD_USER_INPUT', field: 'factor' },
    },
    {
      name: 'a bury off no list',
      mutation: 'buryArticle',
      input: () => ({ articleId: ids.get(1), rails: [] }),
      refused: { code: 'BAD_USER_INPUT', field: 'rails' },
    },
    {
      name: 'a bury off Must-Reads in one language',
      mutation: 'buryArticle',
      input: () => ({ articleId: ids.get(1), rails: ['MUST_READS'], language: 'en' }),
      refused: { code: 'BAD_USER_INPUT', field: 'rails' },
    },
    {
      name: 'a rule that would leave three of five places',
      mutation: 'setRankingRule',
      input: () => ({ perSection: 1, until: null }),
      refused: { code: 'LIST_WOULD_BE_SHORT', field: 'perSection' },
    },
    {
      name: 'a rule without settings',
      mutation: 'setRankingRule',
      input: () => ({ until: null }),
      refused: { code: 'BAD_USER_INPUT', field: 'input' },
    },
    {
      name: 'a rule for a language that is none',
      mutation: 'setRankingRule',
      input: () => ({ perAuthor: 2, language: '1 or 2' }),
      refused: { code: 'BAD_USER_INPUT', field: 'language' },
    },
    {
      name: 'a rule of a negative age',
      mutation: 'setRankingRule',
      input: () => ({ maxAgeDays: -1 }),
      refused: { code: 'BAD_USER_INPUT', field: 'maxAgeDays' },
    },
  ];

  test.each(refusals)('$name', async ({ mutation, input, refused }) => {
    const { userErrors } = await place(mutation, input()).catch(() => setRule(input()));
    expect(userErrors).toMatchObject([refused]);
    const counted = await api.stores.dataSource.query(
      `select (select count(*) from ranking_placement)::integer as placements,
         (select count(*) from ranking_rule)::integer as rules`,
    );
    expect(counted).toEqual([{ placements: 0, rules: 0 }]);
  });

  test('two pins for one place: the other is named', async () => {
    const { placement } = await place('pinArticle', { articleId: ids.get(1), place: 1 });
    const second = await place('pinArticle', { articleId: ids.get(2), place: 1, from: inSeconds(60) });
    expect(second.placement).toBeNull();
    expect(second.userErrors).toMatchObject([{ code: 'PLACE_TAKEN', field: 'place' }]);
    expect(second.userErrors[0]!.message).toContain(placement!.id);
    expect(second.userErrors[0]!.message).toContain('Story 1');
    const after = await place('pinArticle', {
      ...{ articleId: ids.get(2), place: 1, from: inSeconds(3_601), until: inSeconds(7_200) },
    });
    expect(after.userErrors).toEqual([]);
  });

  test('two editors at once: one of two pins stands', async () => {
    const both = await Promise.all(
      [1, 2].map((n) => place('pinArticle', { articleId: ids.get(n), place: 3 })),
    );
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['PLACE_TAKEN']);
  });

  test('whoever may not: writers and readers', async () => {
    const input = `articleId: "${ids.get(1)}", place: 1, reason: "Mine.", until: "${inSeconds(60)}"`;
    for (const as of [await keyOf(api, Role.WRITER), undefined]) {
      const sending = as === undefined ? {} : { as };
      const { errors } = await api.ask(
        `mutation { pinArticle(input: { ${input} }) { placement { id } } }`,
        {},
        sending,
      );
      expect(errors).toHaveLength(1);
      expect((await api.ask('{ rankingRules { id } }', {}, sending)).errors).toHaveLength(1);
    }
  });
});
