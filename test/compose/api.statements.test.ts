import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft, anImageDraft } from '../builders/an-article-draft';

const api = useApi({ CARD_CACHE_SIZE: '1000', QUERY_MAX_COST: '100000' });
const pageQuery = readFileSync(
  join(resolve(__dirname, '../../schema/operations'), 'article-page.graphql'),
  'utf8',
);

/** Every statement that this process sends to Postgres, but those by which it follows changes and picks at its own pace. */
let statements: string[] = [];
const send = Client.prototype.query as (...values: unknown[]) => unknown;

beforeAll(async () => {
  await api.publish(
    Array.from({ length: 60 }, (_, index) =>
      anArticleDraft({
        number: index + 1,
        section: { slug: `section-${index % 7}`, name: `Section ${index % 7}` },
        authors: [{ name: `Author ${index}` }, { name: `Author ${index + 1}` }],
        tags: [`Tag ${index}`, 'All'],
        leadImage: anImageDraft(`lead-${index}`),
        inlineImages: [anImageDraft(`inline-${index}`)],
      }),
    ),
  );
  const cards = api.newsroom.latest.newest({ limit: 60 });
  await api.newsroom.comments.writeVisible(
    cards.map(({ id }, index) => ({
      articleId: id,
      authorName: 'Reader',
      text: `Comment ${index}`,
      createdAt: new Date(),
      answers: [{ authorName: 'Ada', text: 'Thank you', createdAt: new Date() }],
    })),
  );
  jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...values: unknown[]) {
    const [first] = values as [string | { text: string }];
    const text = typeof first === 'string' ? first : first.text;
    if (!/article_change|must_read_pick|from api_key/.test(text)) statements.push(text);
    return send.apply(this, values);
  } as never);
});
beforeEach(() => {
  statements = [];
});

async function statementsOf(query: string, variables: object = {}): Promise<string[]> {
  statements = [];
  const { errors } = await api.ask(query, variables);
  expect(errors).toBeUndefined();
  return [...statements];
}

/**
 * The fewest statements that any of a few askings took: what the process sends at its own pace (cards that the
 * ranker reads, keys that changed) may fall into one of them, and is not the query's.
 */
async function fewestStatementsOf(query: string, variables: object): Promise<string[]> {
  let fewest = await statementsOf(query, variables);
  for (let asking = 1; asking < 5; asking += 1) {
    const sent = await statementsOf(query, variables);
    if (sent.length < fewest.length) fewest = sent;
  }
  return fewest;
}

/** Forgets the cards, as a process does that has just started or holds a million articles. */
async function coldly<T>(act: () => Promise<T>): Promise<T> {
  const { cards } = api.newsroom;
  const peeks = [
    jest.spyOn(cards as unknown as { peekById(): undefined }, 'peekById').mockReturnValue(undefined),
    jest.spyOn((cards as unknown as { cards: { get(): undefined } }).cards, 'get').mockReturnValue(undefined),
  ];
  try {
    return await act();
  } finally {
    for (const peek of peeks) peek.mockRestore();
  }
}

const everything = `id slug headline status publishedAt views commentCount body
  section { slug name parent { slug } children { slug } } authors { name email picture { url } articles(first: 2) { totalCount edges { node { slug } } } }
  tags { slug } leadImage { url } inlineImages { url } shareLinks { url }
  comments(first: 3) { totalCount edges { cursor node { text answers { text } } } }
  latestInSection(first: 3) { totalCount edges { node { slug section { name } } } }
  youMayAlsoLike(first: 3) { edges { node { slug leadImage { url } } } }`;

describe('the statements of a query', () => {
  const list = `query ($first: Int!) { articles(first: $first) { totalCount edges { node { ${everything} } } } }`;

  test('are no more for a list of 50 than for one of 5', async () => {
    const few = await fewestStatementsOf(list, { first: 5 });
    const many = await fewestStatementsOf(list, { first: 50 });
    expect(many.length).toBeLessThanOrEqual(few.length);
    expect(few.length).toBeLessThanOrEqual(11);
  });

  test('are a few for a list of 50 even when no card is in memory', async () => {
    // The ranker reads cards at its own pace, and finds none in memory either: a few of these are its own.
    expect((await coldly(() => statementsOf(list, { first: 50 }))).length).toBeLessThanOrEqual(20);
  });

  test('are one for a list of what cards hold', async () => {
    const query = `{ articles(first: 50) { edges { cursor rank node { slug headline section { name } authors { name }
      tags { name } leadImage { url } latestInSection { edges { node { slug } } } } } pageInfo { endCursor } } }`;
    expect(await fewestStatementsOf(query, {})).toHaveLength(1);
  });

  test('touch no body in a list that does not show it, and read all bodies at once in one that does', async () => {
    const without = await statementsOf('{ articles(first: 50) { edges { node { slug standfirst } } } }');
    const with_ = await coldly(() =>
      statementsOf('{ articles(first: 50) { edges { node { slug body } } } }'),
    );
    expect(without.filter((statement) => /\bbody\b/.test(statement))).toEqual([]);
    expect(with_.filter((statement) => /\bbody\b/.test(statement))).toHaveLength(1);
  });

  test('are none for an article page that has been read before, its comments included', async () => {
    await statementsOf(pageQuery, { slug: 'story-30', read: [] });
    expect(await fewestStatementsOf(pageQuery, { slug: 'story-30', read: [] })).toEqual([]);
  });

  test('are none for the rails alone', async () => {
    const rails = `{ latestStories { edges { node { slug leadImage { url } section { name } } } }
      popularNow { edges { rank node { slug leadImage { url } } } }
      mustReads { edges { rank node { slug leadImage { url } } } } sections { slug children { slug } } }`;
    await statementsOf(rails);
    expect(await fewestStatementsOf(rails, {})).toEqual([]);
  });
});
