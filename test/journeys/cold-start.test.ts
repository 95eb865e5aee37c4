// An article of a minute ago, that nobody has read: what its page recommends, and where it is recommended. The desk
// publishes at one process, readers ask another one.

import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const HOUR_MS = 3_600_000;
/** A second or two on a machine of its own. */
const patiently = { withinMs: 60_000 };
/** Each about something of its own, and newer than what is looked for. */
const topics =
  'comet ferry lighthouse orchard glacier theatre marathon bakery violin whale telescope carpet'.split(' ');
let desk: RunningProgram;
let site: RunningProgram;
let editor: string;
const ids = new Map<string, string>();

beforeAll(async () => {
  const drafts = [
    aDraft('dredging', {
      headline: 'Dredging of the estuary begins',
      bodyHtml: '<p>Sediment from the estuary goes to the saltmarsh.</p>',
      publishedAt: new Date(Date.now() - 40 * HOUR_MS),
      section: { slug: 'coast', name: 'Coast' },
      authors: [{ name: 'Sol Marsh' }],
      tags: [],
    }),
    aDraft('saltmarsh', {
      headline: 'A saltmarsh grows back',
      bodyHtml: '<p>The estuary gave it sediment for thirty years.</p>',
      publishedAt: new Date(Date.now() - 50 * HOUR_MS),
      section: { slug: 'science', name: 'Science' },
      authors: [{ name: 'Rue Tidewell' }],
      tags: [],
    }),
    ...topics.flatMap((topic) =>
      [1, 2, 3].map((part) =>
        aDraft(`${topic}-${part}`, {
          headline: `The ${topic}, part ${part}`,
          standfirst: '',
          bodyHtml: `<p>More of the ${topic}.</p>`,
          publishedAt: new Date(Date.now() - part * HOUR_MS),
          section: { slug: `about-${topic}`, name: `About ${topic}` },
          authors: [{ name: `Writer of ${topic}` }],
          tags: [],
        }),
      ),
    ),
  ];
  for (const [index, { id }] of (await newsroom.writer.write(drafts)).entries()) {
    ids.set(drafts[index]!.externalId, id);
  }
  editor = await keyOf(stores, Role.EDITOR);
  const environment = {
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
    RANKING_THREAD: 'main',
  };
  desk = await RunningProgram.start(environment);
  site = await RunningProgram.start({ ...environment, ROLE: 'api' });
}, 180_000);

afterAll(async () => {
  await desk?.end();
  await site?.end();
});

interface Recommended {
  reason: string;
  explain: { sentence: string };
  node: { id: string };
}

async function alsoLike(id: string): Promise<Recommended[]> {
  const { data, errors } = await site.ask<{
    article: { youMayAlsoLike: { edges: Recommended[] } } | null;
  }>(
    `query ($id: ID!) { article(id: $id) { youMayAlsoLike(first: 5) {
      edges { reason explain { sentence } node { id } } } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  return data.article?.youMayAlsoLike.edges ?? [];
}

async function act(name: string, input: object): Promise<{ id: string; version: number }> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await desk.ask<
    Record<string, { article: { version: number; article: { id: string } }; userErrors: unknown[] }>
  >(
    `mutation ($input: ${type}!) { ${name}(input: $input) { article { version article { id } } userErrors { message } } }`,
    { input },
    { authorization: `Bearer ${editor}` },
  );
  expect(errors).toBeUndefined();
  expect(data[name]!.userErrors).toEqual([]);
  const { version, article } = data[name]!.article;
  return { id: article.id, version };
}

/** Whether it is recommended there for its text: as the newest of all it may fill a place anywhere. */
async function isBeside(id: string, other: string): Promise<boolean> {
  return (await alsoLike(id)).some(({ node, reason }) => node.id === other && reason === 'SIMILAR_TEXT');
}

test('a new article is shown with what is nearest to it, and beside it, until it is about something else', async () => {
  const [dredging, saltmarsh] = [ids.get('dredging')!, ids.get('saltmarsh')!];
  const created = await act('createArticle', {
    headline: 'Who pays for the saltmarsh?',
    standfirst: 'Sediment is cheap, the estuary is not.',
    body: '<p>The council counts what the dredging of the estuary costs.</p>',
    language: 'en',
    section: 'about-comet',
    authors: ['writer-of-comet'],
    tags: [],
  });
  const { id } = created;
  const published = await act('publishArticle', created);

  await until(
    async () => (await alsoLike(id)).filter(({ reason }) => reason === 'SIMILAR_TEXT').length >= 2,
    {
      ...patiently,
      what: 'recommended by text',
    },
  );
  const list = await alsoLike(id);
  expect(new Set(list.slice(0, 2).map(({ node }) => node.id))).toEqual(new Set([dredging, saltmarsh]));
  expect(list).toHaveLength(5);
  for (const { reason, explain } of list.slice(0, 2)) {
    expect(reason).toBe('SIMILAR_TEXT');
    expect(explain.sentence).toMatch(/^Similar text: (estuary|saltmarsh|sediment|dredging), /i);
  }
  await until(async () => (await isBeside(saltmarsh, id)) && isBeside(dredging, id), {
    ...patiently,
    what: 'shown beside what it is like',
  });

  const corrected = await act('updateArticle', {
    ...published,
    headline: 'Who pays for the violin?',
    standfirst: 'Strings are cheap, a violin is not.',
    body: '<p>The orchestra counts what violins cost.</p>',
  });
  await until(async () => !(await isBeside(saltmarsh, id)) && (await isBeside(ids.get('violin-1')!, id)), {
    ...patiently,
    what: 'shown where it fits now',
  });

  await act('withdrawArticle', { ...corrected, reason: 'It was wrong.' });
  await until(async () => (await alsoLike(ids.get('violin-1')!)).every(({ node }) => node.id !== id), {
    ...patiently,
    what: 'gone',
  });
}, 300_000);

test('articles of before the start have their lists too', async () => {
  await until(async () => {
    const [first] = await alsoLike(ids.get('dredging')!);
    return first?.reason === 'SIMILAR_TEXT' && first.node.id === ids.get('saltmarsh');
  }, patiently);
}, 120_000);
