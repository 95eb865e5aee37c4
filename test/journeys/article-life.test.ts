// The whole life of an article over HTTP, as a writer, an editor and readers, who ask another process than the one that
// the desk works with: draft, scheduled, published, corrected, withdrawn, restored. Every rail follows each step.

import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { BROWSER, type GraphqlAnswer, RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const SECTION = 'town';

const stores = useStores();
const newsroom = useNewsroom(stores);
let desk: RunningProgram;
let site: RunningProgram;
let writer: string;
let editor: string;
let admin: string;
let neighbour: string;

beforeAll(async () => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  const drafts = ['quay', 'tower', 'market'].map((name) => aDraft(name, { publishedAt: hourAgo }));
  const written = await newsroom.writer.write(drafts);
  neighbour = written[0]!.id;
  const environment = {
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
  };
  desk = await RunningProgram.start(environment);
  site = await RunningProgram.start(environment);
  [writer, editor, admin] = [
    await keyOf(stores, Role.WRITER),
    await keyOf(stores, Role.EDITOR),
    await keyOf(stores, Role.ADMIN),
  ];
}, 180_000);

afterAll(async () => {
  await desk?.end();
  await site?.end();
});

interface Acted {
  article: { version: number; status: string; article: { id: string; slug: string } } | null;
  userErrors: { code: string; field: string | null; message: string }[];
}
const ACTED = 'article { version status article { id slug } } userErrors { code field message }';

function at<T>(key: string, query: string, input: object): Promise<GraphqlAnswer<T>> {
  return desk.ask<T>(query, { input }, { authorization: `Bearer ${key}` });
}

async function act(key: string, name: string, input: object): Promise<Acted> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${ACTED} } }`;
  const { data, errors } = await at<Record<string, Acted>>(key, query, input);
  expect(errors).toBeUndefined();
  return data[name] as Acted;
}

/** As a reader's page would: every list that could show the article, and the article itself. */
const EVERYWHERE = `query ($id: ID!, $neighbour: ID!, $section: ID!) {
  article(id: $id) { headline views corrections { note } commentCount }
  tombstone(id: $id) { reason }
  latestStories(section: $section, first: 10) { edges { node { id } } }
  articles(filter: { section: $section }) { edges { node { id } } }
  byViews: articles(orderBy: VIEWS) { edges { node { id } } }
  popularNow(first: 10) { edges { node { id } } }
  popularInSection: popularNow(section: $section, first: 10) { edges { node { id } } }
  mustReads(first: 10) { edges { node { id } } }
  neighbour: article(id: $neighbour) {
    latestInSection(first: 10) { edges { node { id } } }
    youMayAlsoLike(first: 10) { edges { node { id } } }
    authors { articles { edges { node { id } } } }
  }
}`;

interface List {
  edges: { node: { id: string } }[];
}
interface Everywhere {
  article: { headline: string; views: number; corrections: { note: string }[] } | null;
  tombstone: { reason: string | null } | null;
  neighbour: { latestInSection: List; youMayAlsoLike: List; authors: { articles: List }[] };
  [list: string]: unknown;
}

async function lookedUp(id: string): Promise<Everywhere> {
  const { data, errors } = await site.ask<Everywhere>(EVERYWHERE, { id, neighbour, section: SECTION });
  expect(errors).toBeUndefined();
  return data;
}

function listsOf(page: Everywhere): Record<string, List> {
  const { neighbour: beside } = page;
  return {
    latestStories: page['latestStories'] as List,
    articles: page['articles'] as List,
    byViews: page['byViews'] as List,
    popularNow: page['popularNow'] as List,
    popularInSection: page['popularInSection'] as List,
    mustReads: page['mustReads'] as List,
    latestInSection: beside.latestInSection,
    youMayAlsoLike: beside.youMayAlsoLike,
    byline: beside.authors[0]!.articles,
  };
}

async function shownOn(id: string): Promise<string[]> {
  const page = await lookedUp(id);
  return Object.entries(listsOf(page))
    .filter(([, list]) => list.edges.some(({ node }) => node.id === id))
    .map(([name]) => name);
}

const everyList = 9;
const isEverywhere = (id: string) => until(async () => (await shownOn(id)).length === everyList, soon);
const isNowhere = (id: string) => until(async () => (await shownOn(id)).length === 0, soon);
const soon = { withinMs: SOON_MS, what: 'every list follows' };

async function read(id: string, visitor: string): Promise<{ status: string; views: number | null }> {
  const { data } = await site.ask<{ recordView: { status: string; views: number | null } }>(
    'mutation ($input: RecordViewInput!) { recordView(input: $input) { status views } }',
    { input: { articleId: id, visitor } },
    { 'user-agent': BROWSER },
  );
  return data.recordView;
}

test('an article is drafted, scheduled, published, corrected, withdrawn and restored', async () => {
  const neighbours = await newsroom.cards.byIds([neighbour]);
  const section = SECTION;

  // A writer drafts it. No reader sees it, and no view of it counts.
  const created = await act(writer, 'createArticle', {
    headline: 'Marrant opens the new quay',
    standfirst: 'Two berths and a crane.',
    body: '<p>The quay opened <script>alert(1)</script>today.</p>',
    language: 'en',
    section,
    authors: neighbours[0]!.authors.map(({ id }) => id),
    tags: ['harbour'],
    leadImage: { url: 'https://pictures.example/quay.jpg', alt: '', caption: 'The quay', credit: 'R. Vell' },
  });
  expect(created).toMatchObject({ article: { status: 'DRAFT', version: 1 }, userErrors: [] });
  const { id } = created.article!.article;
  expect(await shownOn(id)).toEqual([]);
  expect(await lookedUp(id)).toMatchObject({ article: null, tombstone: null });
  expect(await read(id, 'too early')).toMatchObject({ status: 'REFUSED' });

  // The writer may not publish; the editor may, but not with a picture that says nothing to those who cannot see it.
  const publish =
    'mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { userErrors { code } } }';
  const refused = await at(writer, publish, { id, version: 1 });
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const anonymous = await desk.ask(publish, { input: { id, version: 1 } });
  expect(anonymous.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const notReady = await act(editor, 'publishArticle', { id, version: 1 });
  expect(notReady.userErrors).toEqual([expect.objectContaining({ field: 'leadImage.alt' })]);
  const described = await act(writer, 'updateArticle', {
    id,
    version: 1,
    leadImage: {
      url: 'https://pictures.example/quay.jpg',
      alt: 'A crane over a new quay',
      caption: 'The quay',
      credit: 'R. Vell',
    },
  });
  expect(described).toMatchObject({ article: { version: 2 }, userErrors: [] });

  // Two at once: the second is told of both versions.
  const late = await act(editor, 'scheduleArticle', { id, version: 1, publishAt: inSeconds(60) });
  expect(late.userErrors).toEqual([expect.objectContaining({ code: 'VERSION_CONFLICT' })]);
  expect(late.userErrors[0]!.message).toMatch(/\b1\b.*\b2\b/s);

  // The editor schedules it. At its second it is everywhere, without anybody doing anything.
  const scheduled = await act(editor, 'scheduleArticle', { id, version: 2, publishAt: inSeconds(4) });
  expect(scheduled).toMatchObject({ article: { status: 'SCHEDULED' }, userErrors: [] });
  expect(await shownOn(id)).toEqual([]);
  await until(async () => (await lookedUp(id)).article !== null, { withinMs: 4_000 + SOON_MS });
  await isEverywhere(id);
  expect(await read(id, 'first reader')).toMatchObject({ status: 'COUNTED', views: 1 });

  // Corrected, with a note that readers see.
  const corrected = await act(editor, 'correctArticle', {
    id,
    version: scheduled.article!.version,
    note: 'An earlier version spoke of three berths.',
    changes: { headline: 'Marrant opens the new quay, with two berths' },
  });
  expect(corrected).toMatchObject({ article: { status: 'PUBLISHED' }, userErrors: [] });
  await until(async () => (await lookedUp(id)).article?.headline.endsWith('two berths') === true, soon);
  expect((await lookedUp(id)).article).toMatchObject({
    corrections: [{ note: 'An earlier version spoke of three berths.' }],
  });

  // Withdrawn: gone from every list, with a tombstone, and nothing counts.
  const withdrawn = await act(editor, 'withdrawArticle', {
    id,
    version: corrected.article!.version,
    reason: 'The opening was put off.',
  });
  expect(withdrawn).toMatchObject({ article: { status: 'WITHDRAWN' }, userErrors: [] });
  await isNowhere(id);
  expect(await lookedUp(id)).toMatchObject({
    article: null,
    tombstone: { reason: 'The opening was put off.' },
  });
  expect(await read(id, 'too late')).toMatchObject({ status: 'REFUSED' });

  // Restored: back everywhere, with its views.
  const restored = await act(editor, 'restoreArticle', { id, version: withdrawn.article!.version });
  expect(restored).toMatchObject({ article: { status: 'PUBLISHED' }, userErrors: [] });
  await isEverywhere(id);
  expect(await lookedUp(id)).toMatchObject({ article: { views: 1 }, tombstone: null });

  // Who did what is written down, in order.
  const { data } = await desk.ask<{ auditLog: { edges: { node: { act: string; actorName: string } }[] } }>(
    'query ($id: String!) { auditLog(subject: ARTICLE, subjectId: $id) { edges { node { act actorName } } } }',
    { id },
    { authorization: `Bearer ${admin}` },
  );
  const acts = data.auditLog.edges.map(({ node }) => `${node.actorName}: ${node.act}`).reverse();
  expect(acts).toEqual([
    'the writer: CREATED',
    'the writer: UPDATED',
    'the editor: SCHEDULED',
    'mostread: PUBLISHED',
    'the editor: CORRECTED',
    'the editor: WITHDRAWN',
    'the editor: RESTORED',
  ]);
}, 180_000);

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString();
}
