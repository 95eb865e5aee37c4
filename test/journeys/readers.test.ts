// A day of the demo newsroom, over HTTP, as its readers and its clients live it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { withdraw } from '../builders/an-editor';
import { anotherNewsroom } from '../setup/newsroom';
import { recordView } from '../setup/record-view';
import { BROWSER, RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const pageQuery = readFileSync(join(__dirname, '../../schema/operations/article-page.graphql'), 'utf8');
let program: RunningProgram;

beforeAll(async () => {
  program = await RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'on',
  });
}, 180_000);

afterAll(() => program?.end());

interface Listed {
  id: string;
  slug: string;
  views: number;
}

async function latest(first: number): Promise<Listed[]> {
  const { data } = await program.ask<{ latestStories: { edges: { node: Listed }[] } }>(
    'query ($first: Int!) { latestStories(first: $first) { edges { node { id slug views } } } }',
    { first },
  );
  return data.latestStories.edges.map(({ node }) => node);
}

async function popularNow(): Promise<string[]> {
  const { data } = await program.ask<{ popularNow: { edges: { node: { id: string } }[] } }>(
    '{ popularNow { edges { node { id } } } }',
  );
  return data.popularNow.edges.map(({ node }) => node.id);
}

describe('readers of the newsroom', () => {
  test('a thousand of them read one article once each over fifty connections: a thousand views', async () => {
    const article = (await latest(40)).at(-1)!;
    const readers = Array.from({ length: 1_000 }, (_, index) => `reader ${index}`);
    const answers = await Promise.all(
      readers.map((visitor) => recordView(program, { articleId: article.id, visitor })),
    );
    expect(answers.every(({ status }) => status === 'COUNTED')).toBe(true);
    expect(
      answers
        .map(({ views }) => views)
        .sort((a, b) => a! - b!)
        .at(-1),
    ).toBe(article.views + 1_000);
    const again = await recordView(program, { articleId: article.id, visitor: 'reader 0' });
    expect(again).toMatchObject({ status: 'REPEAT', views: article.views + 1_000 });
  }, 180_000);

  test('their views lift an article into Popular Now within a second', async () => {
    const article = (await latest(30)).at(-1)!;
    expect(await popularNow()).not.toContain(article.id);
    for (let reader = 0; reader < 30; reader++) {
      await recordView(program, { articleId: article.id, visitor: `fan ${reader}` });
    }
    await until(async () => (await popularNow()).includes(article.id), {
      withinMs: SOON_MS,
      what: 'the article in Popular Now',
    });
  });

  test('an article that another process withdraws is gone from the page and every rail within a second', async () => {
    const [shown] = await popularNow();
    const other = anotherNewsroom(stores);
    await withdraw(other, shown!);
    const isAnywhere = async () => {
      const slug = (await latest(1))[0]!.slug;
      const answer = await program.ask(pageQuery, { slug, read: [] });
      return JSON.stringify(answer).includes(shown!);
    };
    await until(async () => !(await isAnywhere()), {
      withinMs: SOON_MS,
      what: 'the withdrawn article is gone',
    });
    const { data } = await program.ask<{ article: null }>('query ($id: ID!) { article(id: $id) { id } }', {
      id: shown,
    });
    expect(data.article).toBeNull();
    const late = await recordView(program, { articleId: shown!, visitor: 'late reader' });
    expect(late.status).toBe('REFUSED');
  });

  test('a client asks for the whole page by GET as a persisted query', async () => {
    const slug = (await latest(1))[0]!.slug;
    const ownQuery = `${pageQuery}# of a client that nobody knows yet`;
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(ownQuery).digest('hex') };
    const get = async (withQuery: boolean) => {
      const parameters = new URLSearchParams({
        variables: JSON.stringify({ slug, read: [] }),
        extensions: JSON.stringify({ persistedQuery }),
        ...(withQuery && { query: ownQuery }),
      });
      const answer = await request(`${program.url}/graphql?${parameters}`, {
        headers: { 'user-agent': BROWSER, 'apollo-require-preflight': 'true' },
      });
      // biome-ignore lint/suspicious/noExplicitAny: the shape of the whole page is another test's
      return (await answer.body.json()) as any;
    };
    expect((await get(false)).errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await get(true)).data.article.slug).toBe(slug);
    const page = await get(false);
    expect(page.errors).toBeUndefined();
    expect(page.data.article.slug).toBe(slug);
  });
});
