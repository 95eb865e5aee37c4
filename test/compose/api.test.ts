import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { printMostreadSchema } from '../../src/compose/print-schema';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft, anImageDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { SOON_MS, until } from '../setup/until';

const api = useApi({ PUBLIC_URL: 'https://news.example' });
const pageQuery = readFileSync(
  join(resolve(__dirname, '../../schema/operations'), 'article-page.graphql'),
  'utf8',
);

const sections = [
  { slug: 'world', name: 'World' },
  { slug: 'harbours', name: 'Harbours', parentSlug: 'world' },
  { slug: 'science', name: 'Science' },
];

interface Shown {
  slug: string;
  headline: string;
  section: { slug: string; name: string };
  leadImage: { url: string; alt: string };
}

interface Rail {
  edges: { rank: number; node: Shown }[];
}

interface Page {
  article: Record<string, unknown> & { latestInSection: Rail; youMayAlsoLike: Rail };
  popularNow: Rail;
  mustReads: Rail;
}

beforeAll(async () => {
  const drafts = Array.from({ length: 24 }, (_, index) =>
    anArticleDraft({
      number: index + 1,
      section: sections[index % 3],
      leadImage: anImageDraft(`harbour-${index + 1}`),
      tags: ['Harbours', 'Ships & Boats'],
    }),
  );
  await api.publish([
    ...drafts,
    anArticleDraft({
      number: 100,
      slug: 'the-page',
      headline: 'The long way to the harbour',
      section: sections[0],
      authors: [{ name: 'Ada Lantern', email: 'ada@news.example' }, { name: 'Bo Reed' }],
      leadImage: anImageDraft('the-harbour'),
      inlineImages: [anImageDraft('a-pier'), anImageDraft('a-buoy')],
      bodyHtml: '<p>First.</p><script>alert(1)</script><p>Second.</p>',
      tags: ['Harbours'],
    }),
    anArticleDraft({ number: 101, slug: 'a-draft', status: 'DRAFT', publishedAt: null }),
    anArticleDraft({ number: 102, slug: 'tomorrow', publishedAt: new Date('2099-01-01T00:00:00Z') }),
  ]);
  const page = await api.newsroom.cards.bySlug('the-page');
  await api.newsroom.comments.writeVisible(
    Array.from({ length: 7 }, (_, index) => ({
      articleId: page?.id ?? '',
      authorName: `Reader ${index}`,
      text: `Comment ${index}`,
      createdAt: new Date(Date.UTC(2026, 1, 1, 0, index)),
      answers:
        index === 6
          ? [{ authorName: 'Ada', text: 'Thank you', createdAt: new Date(Date.UTC(2026, 1, 2)) }]
          : [],
    })),
  );
});

describe('the article page', () => {
  test('has every part, in one query', async () => {
    const { data, errors } = await api.ask<Page>(pageQuery, { slug: 'the-page', read: [] });
    expect(errors).toBeUndefined();
    expect(data.article).toMatchObject({
      headline: 'The long way to the harbour',
      standfirst: 'What story 100 is about.',
      language: 'en',
      publishedAt: '2026-01-01T01:40:00.000Z',
      section: { slug: 'world', name: 'World', parent: null },
      authors: [
        { slug: 'ada-lantern', name: 'Ada Lantern', email: 'ada@news.example' },
        { name: 'Bo Reed', email: null },
      ],
      tags: [{ slug: 'harbours', name: 'Harbours' }],
      views: 0,
      leadImage: {
        alt: 'A picture of the-harbour',
        caption: 'the-harbour, seen from the east',
        credit: 'Mo Fern',
      },
      body: '<p>First.</p><p>Second.</p>',
      inlineImages: [{ alt: 'A picture of a-pier' }, { alt: 'A picture of a-buoy' }],
      commentCount: 8,
    });
    expect(data.article['comments']).toMatchObject({
      edges: [6, 5, 4, 3, 2].map((index) => ({
        node: { authorName: `Reader ${index}`, text: `Comment ${index}` },
      })),
      pageInfo: { hasNextPage: true },
    });
    expect((data.article['shareLinks'] as { service: string }[]).map(({ service }) => service)).toEqual([
      'X',
      'FACEBOOK',
      'LINE',
      'KAKAOTALK',
      'WHATSAPP',
      'EMAIL',
      'COPY',
    ]);
    expect(data.article['shareLinks']).toContainEqual({
      service: 'COPY',
      name: 'Copy link',
      url: 'https://news.example/the-page',
    });
  });

  test.each([
    { rail: 'the latest in its section', of: (page: Page) => page.article.latestInSection, length: 6 },
    { rail: 'You May Also Like', of: (page: Page) => page.article.youMayAlsoLike, length: 5 },
    { rail: 'Popular Now', of: (page: Page) => page.popularNow, length: 5 },
    { rail: 'Must-Reads', of: (page: Page) => page.mustReads, length: 5 },
  ])('shows $length of $rail with rank, headline, section and picture', async ({ of, length }) => {
    const { data } = await api.ask<Page>(pageQuery, { slug: 'the-page', read: [] });
    const { edges } = of(data);
    expect(edges.map(({ rank }) => rank)).toEqual(Array.from({ length }, (_, index) => index + 1));
    for (const { node } of edges) {
      expect(node).toMatchObject({
        headline: expect.stringMatching(/\w/),
        section: { slug: expect.any(String), name: expect.any(String) },
        leadImage: { url: expect.stringMatching(/^https:/), alt: expect.any(String) },
      });
    }
  });

  test('shows the newest of its section and the sections under it, not the article itself', async () => {
    const { data } = await api.ask<Page>(pageQuery, { slug: 'the-page', read: [] });
    const slugs = data.article.latestInSection.edges.map(({ node }) => node.slug);
    expect(slugs).toEqual([23, 22, 20, 19, 17, 16].map((number) => `story-${number}`));
  });

  test('can be asked for over GET as a persisted query', async () => {
    const ownQuery = `${pageQuery}# of a client that nobody knows yet`;
    const sha256Hash = createHash('sha256').update(ownQuery).digest('hex');
    const parameters = {
      variables: JSON.stringify({ slug: 'the-page', read: [] }),
      extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }),
    };
    const get = async (more: Record<string, string>) => {
      const response = await fetch(`${api.url}/graphql?${new URLSearchParams({ ...parameters, ...more })}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      return (await response.json()) as { data: Page; errors?: { message: string }[] };
    };
    expect((await get({})).errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
    expect((await get({ query: ownQuery })).data.article['headline']).toBe('The long way to the harbour');
    const { data, errors } = await get({});
    expect(errors).toBeUndefined();
    expect(data.article['headline']).toBe('The long way to the harbour');
    expect(data.popularNow.edges).toHaveLength(5);
  });
});

describe('what readers may not see', () => {
  const article = 'query ($slug: String, $id: ID) { article(slug: $slug, id: $id) { slug } }';

  test.each(['a-draft', 'tomorrow', 'never-written'])('%s is null', async (slug) => {
    expect(await api.ask(article, { slug })).toMatchObject({ data: { article: null }, errors: undefined });
  });

  test.each(['', 'no-uuid', '00000000-0000-7000-8000-000000000000', "' or 1=1 --", '1e400'])(
    'an article of the id %j is null',
    async (id) => {
      expect(await api.ask(article, { id })).toMatchObject({ data: { article: null }, errors: undefined });
    },
  );

  test('an article that is withdrawn is null within a second, and on no list', async () => {
    await api.publish([
      anArticleDraft({ number: 200, slug: 'soon-gone', publishedAt: new Date('2026-03-01') }),
    ]);
    const lists = `{ article(slug: "soon-gone") { id } latestStories { edges { node { slug } } }
      articles { edges { node { slug } } } }`;
    const before = await api.ask<{ article: { id: string } }>(lists);
    expect(JSON.stringify(before.data)).toMatch(/soon-gone.*soon-gone/);
    await withdraw(api.newsroom, before.data.article.id);
    await new Promise((resolve) => setTimeout(resolve, 900));
    const after = await api.ask<{ article: null }>(lists);
    expect(after.data.article).toBeNull();
    expect(JSON.stringify(after.data)).not.toContain('soon-gone');
  });
});

test('a corrected text, with its pictures, is shown within a second', async () => {
  const query = '{ article(slug: "story-9") { headline body inlineImages { alt } } }';
  await api.publish([anArticleDraft({ number: 9, inlineImages: [anImageDraft('a-pier')] })]);
  expect(await api.ask(query)).toMatchObject({ data: { article: { body: '<p>The text of story 9.</p>' } } });
  const corrected = {
    headline: 'Corrected',
    bodyHtml: '<p>Right.</p>',
    inlineImages: [anImageDraft('a-buoy')],
  };
  await api.newsroom.writer.write([anArticleDraft({ number: 9, ...corrected })]);
  const isShown = async () => {
    const { data } = await api.ask<{ article: { headline: string } }>(query);
    return data.article.headline === 'Corrected';
  };
  await until(isShown, { withinMs: SOON_MS, what: 'the correction is shown' });
  expect((await api.ask(query)).data).toEqual({
    article: { headline: 'Corrected', body: '<p>Right.</p>', inlineImages: [{ alt: 'A picture of a-buoy' }] },
  });
});

describe('sections and authors', () => {
  test('are found by id and by slug', async () => {
    const { data } = await api.ask<{ sections: { id: string; slug: string }[] }>('{ sections { id slug } }');
    expect(data.sections.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(['world', 'harbours', 'science']),
    );
    const harbours = data.sections.find(({ slug }) => slug === 'harbours');
    const query = `query ($id: ID, $slug: String) { section(id: $id, slug: $slug) {
      slug parent { slug children { slug } } } }`;
    const found = {
      section: { slug: 'harbours', parent: { slug: 'world', children: [{ slug: 'harbours' }] } },
    };
    expect((await api.ask(query, { slug: 'harbours' })).data).toEqual(found);
    expect((await api.ask(query, { id: harbours?.id.toUpperCase() })).data).toEqual(found);
  });

  test('an author has what they wrote', async () => {
    const query = `query ($slug: String, $id: ID) { author(slug: $slug, id: $id) {
      id name email articles(first: 2) { totalCount edges { node { slug } } } } }`;
    const { data } = await api.ask<{ author: { id: string } }>(query, { slug: 'bo-reed' });
    expect(data).toMatchObject({
      author: { name: 'Bo Reed', articles: { totalCount: 1, edges: [{ node: { slug: 'the-page' } }] } },
    });
    expect((await api.ask(query, { id: data.author.id })).data).toEqual(data);
  });

  test.each([
    '{ section(slug: "nowhere") { slug } }',
    '{ section(id: "nowhere") { slug } }',
    '{ author(slug: "nobody") { slug } }',
    '{ author(id: "nobody") { slug } }',
  ])('%s finds nothing and says so with null', async (query) => {
    const { data, errors } = await api.ask<Record<string, unknown>>(query);
    expect(Object.values(data)).toEqual([null]);
    expect(errors).toBeUndefined();
  });

  test.each([
    '{ section { slug } }',
    '{ author(id: "a", slug: "b") { slug } }',
    '{ article(id: null) { slug } }',
  ])('%s is told to give one of id and slug', async (query) => {
    const { errors } = await api.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'id' } }]);
  });
});

describe('the program behind the API', () => {
  test('answers by the schema that is printed', async () => {
    const { data } = await api.ask<IntrospectionQuery>(getIntrospectionQuery({ specifiedByUrl: true }));
    expect(`${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`).toBe(printMostreadSchema());
  });

  test('says that both stores answer', async () => {
    const response = await fetch(`${api.url}/health/ready`);
    expect(await response.json()).toEqual({ status: 'ready', stores: { postgres: 'up', redis: 'up' } });
  });

  test('greets a browser with links', async () => {
    expect(await (await fetch(api.url)).text()).toContain('href="/graphiql"');
  });
});
