import { Role } from '../../src/accounts/role';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { SOON_MS, until } from '../setup/until';

const api = useApi();
const keys = { writer: '', editor: '', reader: '' };

beforeAll(async () => {
  await api.publish([aDraft('furniture')]);
  keys.writer = await keyOf(api, Role.WRITER);
  keys.editor = await keyOf(api, Role.EDITOR);
  keys.reader = await keyOf(api, Role.READER_CLIENT);
  await until(async () => (await act('editor', 'publishArticle', { id: 'none', version: 1 })) !== undefined, {
    what: 'the keys are known',
  });
});

interface Payload {
  article: {
    version: number;
    status: string;
    possibleActs: string[];
    article: { id: string; slug: string; headline: string; body: string; status: string };
    withdrawal: { reason: string } | null;
    readiness: { field: string }[];
  } | null;
  userErrors: { code: string; field: string; message: string }[];
}

const fields = `article {
    version status possibleActs withdrawal { reason } readiness { field }
    article { id slug headline body status }
  }
  userErrors { code field message }`;

function inputOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
}

async function send(as: keyof typeof keys | undefined, name: string, input: object) {
  const mutation = `mutation ($input: ${inputOf(name)}!) { act: ${name}(input: $input) { ${fields} } }`;
  return api.ask<{ act: Payload }>(mutation, { input }, as === undefined ? {} : { as: keys[as] });
}

async function act(as: keyof typeof keys, name: string, input: object): Promise<Payload> {
  const { data, errors } = await send(as, name, input);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.act;
}

const whole = {
  headline: 'The ferry sails again',
  standfirst: 'After a winter in the dock.',
  body: '<p>It left at six.</p>',
  language: 'en',
  section: 'town',
  authors: ['ada-quill'],
  tags: ['Harbour', 'Ferries'],
};

async function draft(changes: object = {}) {
  const { article, userErrors } = await act('writer', 'createArticle', { ...whole, ...changes });
  expect(userErrors).toEqual([]);
  return { id: article!.article.id, version: article!.version, slug: article!.article.slug };
}

async function asReader(slug: string) {
  const { data } = await api.ask<{
    article: { headline: string; corrections: { note: string }[]; updatedAt: string } | null;
    tombstone: { headline: string; reason: string; withdrawnAt: string } | null;
    latestStories: { edges: { node: { slug: string } }[] };
    articles: { totalCount: number };
  }>(
    `query ($slug: String!) {
      article(slug: $slug) { headline updatedAt corrections { note at } }
      tombstone(slug: $slug) { id headline reason withdrawnAt }
      latestStories(first: 20) { edges { node { slug } } }
      articles { totalCount }
    }`,
    { slug },
  );
  return { ...data, isLatest: data.latestStories.edges.some(({ node }) => node.slug === slug) };
}

describe('the life of an article', () => {
  test('runs from draft over publication, correction and withdrawal to its restoration', async () => {
    const { id, slug } = await draft();
    expect(slug).toBe('the-ferry-sails-again');
    expect(await asReader(slug)).toMatchObject({ article: null, tombstone: null, isLatest: false });

    const published = await act('editor', 'publishArticle', { id, version: 1 });
    expect(published.article).toMatchObject({
      status: 'PUBLISHED',
      version: 2,
      article: { status: 'PUBLISHED' },
    });
    expect(await asReader(slug)).toMatchObject({ article: { headline: whole.headline }, isLatest: true });

    const corrected = await act('editor', 'correctArticle', {
      ...{ id, version: 2, note: 'It left at six, not at seven.' },
      changes: { headline: 'The ferry sails again at six' },
    });
    expect(corrected.article).toMatchObject({ version: 3, article: { slug } });
    const again = await act('editor', 'correctArticle', { id, version: 3, note: 'And from the east pier.' });
    expect(again.userErrors).toEqual([]);
    expect(await asReader(slug)).toMatchObject({
      article: {
        headline: 'The ferry sails again at six',
        corrections: [{ note: 'And from the east pier.' }, { note: 'It left at six, not at seven.' }],
      },
    });

    const reason = 'The ferry has not sailed at all.';
    const withdrawn = await act('editor', 'withdrawArticle', { id, version: 4, reason });
    expect(withdrawn.article).toMatchObject({ status: 'WITHDRAWN', withdrawal: { reason } });
    expect(withdrawn.article!.possibleActs).toEqual(['UPDATE', 'RESTORE', 'RESTORE_REVISION']);
    expect(await asReader(slug)).toMatchObject({
      ...{ article: null, isLatest: false },
      tombstone: { headline: 'The ferry sails again at six', reason },
    });

    const restored = await act('editor', 'restoreArticle', { id, version: 5 });
    expect(restored.article).toMatchObject({ status: 'PUBLISHED', withdrawal: null });
    expect(await asReader(slug)).toMatchObject({ tombstone: null, isLatest: true });

    const before = await act('editor', 'restoreRevision', { id, version: 6, revision: 1 });
    expect(before.article).toMatchObject({ version: 7, article: { headline: whole.headline, slug } });
  });

  test('waits for a set time, which alone makes it public', async () => {
    const { id, slug } = await draft({ headline: 'The lighthouse is lit' });
    const publishAt = new Date(systemClock.nowMs() + 1_500).toISOString();
    const scheduled = await act('editor', 'scheduleArticle', { id, version: 1, publishAt });
    expect(scheduled.article).toMatchObject({ status: 'SCHEDULED', article: { status: 'SCHEDULED' } });
    const before = await asReader(slug); // and so its card is in memory
    expect(before).toMatchObject({ article: null, isLatest: false });
    await systemClock.wait(Date.parse(publishAt) - systemClock.nowMs() + 500);
    const after = await asReader(slug); // no worker runs here
    expect(after).toMatchObject({ article: { headline: 'The lighthouse is lit' }, isLatest: true });
    expect(after.articles.totalCount).toBe(before.articles.totalCount + 1);
    const { data } = await api.ask<{ recordView: { status: string } }>(
      `mutation ($id: ID!) { recordView(input: { articleId: $id, visitor: "a-reader-of-lights" }) { status } }`,
      { id },
      { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36' } },
    );
    expect(data.recordView.status).toBe('COUNTED');
    expect(await act('editor', 'unscheduleArticle', { id, version: 2 })).toMatchObject({
      userErrors: [{ code: 'WRONG_STATUS', field: 'id' }],
    });
  });

  test('can be put off, and begun again as a draft', async () => {
    const { id, slug } = await draft({ headline: 'A bridge to the isles' });
    const inAnHour = new Date(systemClock.nowMs() + 3_600_000).toISOString();
    await act('editor', 'scheduleArticle', { id, version: 1, publishAt: inAnHour });
    const draftAgain = await act('editor', 'unscheduleArticle', { id, version: 2 });
    expect(draftAgain.article).toMatchObject({ status: 'DRAFT', version: 3 });
    const jobs = await api.stores.dataSource.query(
      `select key from graphile_worker.jobs where key like '%' || $1`,
      [id],
    );
    expect(jobs).toEqual([]);
    expect(await asReader(slug)).toMatchObject({ article: null, tombstone: null });
  });
});

interface Versions {
  editorialArticle: {
    revisions: {
      totalCount: number;
      edges: { cursor: string; node: { version: number; headline: string; by: { name: string } } }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
    };
  };
}

function revisionsOf(id: string, first: number, after: string | null) {
  return api.ask<Versions>(
    `query ($id: ID!, $first: Int!, $after: String) { editorialArticle(id: $id) {
       revisions(first: $first, after: $after) {
         totalCount edges { cursor node { version headline by { name } } }
         pageInfo { hasNextPage hasPreviousPage endCursor } } } }`,
    { id, first, after },
    { as: keys.editor },
  );
}

test('earlier versions are kept, and paged from the latest on', async () => {
  const { id } = await draft();
  for (const version of [1, 2, 3]) {
    await act('writer', 'updateArticle', { id, version, headline: `Version ${version + 1}` });
  }
  const { data } = await revisionsOf(id, 2, null);
  const { revisions } = data.editorialArticle;
  expect(revisions).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  expect(revisions.edges.map(({ node }) => node)).toEqual([
    { version: 3, headline: 'Version 3', by: { name: 'the writer' } },
    { version: 2, headline: 'Version 2', by: { name: 'the writer' } },
  ]);
  const rest = (await revisionsOf(id, 2, revisions.pageInfo.endCursor)).data.editorialArticle.revisions;
  expect(rest.edges.map(({ node }) => node.headline)).toEqual([whole.headline]);
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const another = await draft();
  for (const after of [revisions.pageInfo.endCursor, 'nonsense']) {
    const { errors } = await revisionsOf(another.id, 2, after);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'after' } }]);
  }
});

test('a headline is one line, whatever it was pasted from', async () => {
  const { article } = await act('writer', 'createArticle', {
    ...whole,
    headline: ' The bell \r\n rings « again\u00a0» ',
  });
  expect(article?.article.headline).toBe('The bell rings « again\u00a0»');
});

test('a language is the same in any case', async () => {
  const { id } = await draft({ headline: 'A balsa volta', language: 'pt-br' });
  await act('editor', 'publishArticle', { id, version: 1 });
  const { data } = await api.ask(
    `query ($language: String!) {
      article(slug: "a-balsa-volta") { language }
      latestStories(language: $language) { totalCount }
      popularNow(language: $language) { totalCount }
      articles(filter: { language: $language }) { totalCount }
    }`,
    { language: 'PT-BR' },
  );
  const one = { totalCount: 1 };
  const lists = { latestStories: one, popularNow: one, articles: one };
  expect(data).toEqual({ article: { language: 'pt-BR' }, ...lists });
});

describe('what is not ready', () => {
  test('is refused with everything that it lacks, field by field', async () => {
    const { id } = await draft({
      ...{ headline: null, body: '<p> </p><img src="https://p.example/a.jpg">', authors: [] },
      leadImage: { url: 'https://p.example/lead.jpg', caption: 'The pier' },
      inlineImages: [{ url: 'https://p.example/b.jpg', alt: 'A gull', caption: 'A gull', credit: ' ' }],
    });
    const { article, userErrors } = await act('editor', 'publishArticle', { id, version: 1 });
    expect(userErrors.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'NOT_READY headline',
      'NOT_READY body',
      'NOT_READY authors',
      'NOT_READY leadImage.alt',
      'NOT_READY leadImage.credit',
      'NOT_READY inlineImages[0].credit',
      'NOT_READY body',
    ]);
    expect(article).toMatchObject({ status: 'DRAFT', version: 1 });
    expect(article!.readiness.map(({ field }) => field)).toEqual(userErrors.map(({ field }) => field));
  });

  test.each([
    { at: '0000-01-01T00:00:00Z', says: 'which is past' },
    { at: '2020-01-01T00:00:00Z', says: 'which is past' },
    { at: '9999-12-31T23:59:59Z', says: '5 years ahead at most' },
  ])('is a time like $at', async ({ at, says }) => {
    const { id } = await draft();
    const { article, userErrors } = await act('editor', 'scheduleArticle', { id, version: 1, publishAt: at });
    expect(userErrors).toMatchObject([{ code: 'WRONG_PUBLISH_AT', field: 'publishAt' }]);
    expect(userErrors[0]!.message).toContain(says);
    expect(article).toMatchObject({ status: 'DRAFT', version: 1 });
  });
});

describe('rights', () => {
  test.each([
    { as: undefined, code: 'UNAUTHENTICATED' },
    { as: 'reader', code: 'FORBIDDEN' },
    { as: 'writer', code: 'FORBIDDEN' },
  ] as const)('$as cannot publish', async ({ as, code }) => {
    const { id } = await draft();
    const { data, errors } = await send(as, 'publishArticle', { id, version: 1 });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(data?.act ?? null).toBeNull();
    expect((await act('editor', 'publishArticle', { id, version: 1 })).userErrors).toEqual([]);
    const { errors: change } = await send('writer', 'updateArticle', { id, version: 2, headline: 'Mine' });
    expect(change).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('are needed to read what is not public', async () => {
    const { id } = await draft();
    const query = `query ($id: ID!) { editorialArticle(id: $id) { article { headline } } }`;
    expect((await api.ask(query, { id })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const forReader = await api.ask(query, { id }, { as: keys.reader });
    expect(forReader.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await api.ask(query, { id }, { as: keys.writer })).data).toMatchObject({
      editorialArticle: { article: { headline: whole.headline } },
    });
    expect((await api.ask(`query ($id: ID!) { article(id: $id) { headline } }`, { id })).data).toEqual({
      article: null,
    });
  });
});

describe('bad input', () => {
  const bodies: [string, string][] = [
    ['a script', '<p>Text</p><script>alert(1)</script>'],
    [
      'a link that runs',
      '<p>Text <a href="javascript:alert(1)">here</a><a href=" java\nscript:alert(1)">x</a></p>',
    ],
    ['an SVG', '<p>Text</p><svg onload="alert(1)"><script>alert(1)</script></svg>'],
    ['an event handler', '<p onclick="alert(1)">Text<img src="/a.jpg" onerror="alert(1)" alt="x"></p>'],
    ['a style', '<style>p { display: none }</style><p style="background: url(javascript:alert(1))">Text</p>'],
    ['a frame', '<p>Text</p><iframe src="https://evil.example"></iframe>'],
    ['a data picture', '<p>Text</p><img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">'],
  ];
  test.each(bodies)('%s leaves nothing in the body', async (_what, body) => {
    const { id } = await draft({ body });
    const { data } = await api.ask<{ editorialArticle: { article: { body: string } } }>(
      `query ($id: ID!) { editorialArticle(id: $id) { article { body } } }`,
      { id },
      { as: keys.editor },
    );
    const stored = data.editorialArticle.article.body;
    expect(stored).toContain('Text');
    expect(stored).not.toMatch(/script|alert|onclick|onerror|onload|svg|style|iframe|data:/i);
  });

  test('a body of more than a million characters is refused, whatever the limit of requests', async () => {
    const { errors, data } = await send('writer', 'createArticle', { ...whole, body: 'x'.repeat(1_000_001) });
    expect(errors).toBeUndefined();
    expect(data.act).toMatchObject({
      article: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: 'body' }],
    });
  });

  test('every mistake is told at once, and nothing is written', async () => {
    const input = {
      ...{ headline: 'x'.repeat(301), language: 'English!', slug: 'No Slug', canonicalUrl: 'ftp://x' },
      ...{ section: 'town', tags: [' '], leadImage: { url: 'javascript:alert(1)', alt: 'x'.repeat(1_001) } },
    };
    const { article, userErrors } = await act('writer', 'createArticle', input);
    expect(article).toBeNull();
    expect(userErrors.map(({ field }) => field)).toEqual([
      ...['headline', 'language', 'canonicalUrl', 'slug', 'tags[0]', 'leadImage.url'],
    ]);
    const unknown = await act('writer', 'createArticle', {
      ...whole,
      section: 'nowhere',
      authors: ['ada-quill', 'nobody'],
      leadImage: { id: '00000000-0000-7000-8000-000000000000' },
    });
    expect(unknown.userErrors.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'SECTION_NOT_FOUND section',
      'AUTHOR_NOT_FOUND authors[1]',
      'IMAGE_NOT_FOUND leadImage',
    ]);
  });

  test.each([
    { what: 'a NUL', text: 'a\0b' },
    { what: 'half a character', text: 'a\ud800b' },
  ])('$what is refused before anything is run', async ({ text }) => {
    const { errors } = await send('writer', 'createArticle', { ...whole, headline: text });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.headline' } }]);
  });

  test('a key of the prototype is refused before anything is read', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.writer}` },
      body: `{"query":"mutation ($input: CreateArticleInput!) { createArticle(input: $input) { userErrors { code } } }",
        "variables":{"input":{"language":"en","section":"town","__proto__":{"headline":"x"}}}}`,
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(({} as { headline?: string }).headline).toBeUndefined();
  });

  test('an order is one of those there are', async () => {
    const query = `{ editorialArticles(orderBy: "id; drop table article") { totalCount } }`;
    const { errors } = await api.ask(query, {}, { as: keys.editor });
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

test('what one editor has published is on the rails of the API soon', async () => {
  const { id, slug } = await draft({ headline: 'A whale in the bay' });
  await act('editor', 'publishArticle', { id, version: 1 });
  const isOnRails = async () => {
    const { data } = await api.ask<{ popularNow: { edges: { node: { slug: string } }[] } }>(
      `{ popularNow(first: 20) { edges { node { slug } } } }`,
    );
    return data.popularNow.edges.some(({ node }) => node.slug === slug);
  };
  await until(isOnRails, { withinMs: SOON_MS });
});
