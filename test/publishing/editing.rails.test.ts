// Every list that the API has, before and after an act: an article is on all of them, or on none.

import { systemClock } from '../../src/platform/clock';
import { publishArticle } from '../../src/publishing/publish-article';
import { scheduleArticle } from '../../src/publishing/schedule-article';
import { restoreArticle, withdrawArticle } from '../../src/publishing/withdraw-article';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { anEditor, Desk } from '../builders/an-editor';
import { SOON_MS, until } from '../setup/until';

const api = useApi();
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
let desk: Desk;

beforeAll(async () => {
  await api.publish(['one', 'two', 'three'].map((name) => aDraft(name)));
  desk = new Desk(api.stores, api.newsroom);
});

interface Edges {
  edges: { node: { slug: string } }[];
}

const edges = '{ edges { node { slug } } }';
const lists = `{
  popularNow(first: 20) ${edges}
  mustReads(first: 20) ${edges}
  latestStories(first: 20) ${edges}
  latestOfSection: latestStories(section: "town", first: 20) ${edges}
  articles(first: 50) ${edges}
  mostViewed: articles(orderBy: VIEWS, first: 50) ${edges}
  tagged: articles(filter: { tag: "harbour" }, first: 50) ${edges}
  author(slug: "ada-quill") { articles(first: 50) ${edges} }
  article(slug: "headline-of-one") { youMayAlsoLike(first: 20) ${edges} latestInSection(first: 20) ${edges} }
}`;

/** The lists that it is on, and those that it is not on. */
async function whereIs(slug: string): Promise<{ on: string[]; off: string[] }> {
  const { data } = await api.ask<{ author: { articles: Edges }; article: Record<string, Edges> }>(lists);
  const { author, article, ...others } = data;
  const all: Record<string, Edges> = { ...others, byAuthor: author.articles, ...article };
  const found = { on: [] as string[], off: [] as string[] };
  for (const [name, list] of Object.entries(all)) {
    const isOn = list.edges.some(({ node }) => node.slug === slug);
    (isOn ? found.on : found.off).push(name);
  }
  expect(found.on.length + found.off.length).toBe(10);
  return found;
}

const onAll = (slug: string, withinMs = SOON_MS) =>
  until(async () => (await whereIs(slug)).off.length === 0, { withinMs, what: `${slug} is on every list` });
const onNone = (slug: string) =>
  until(async () => (await whereIs(slug)).on.length === 0, {
    withinMs: SOON_MS,
    what: `${slug} is on no list`,
  });

async function view(id: string, visitor: string): Promise<{ status: string; views: number | null }> {
  const { data } = await api.ask<{ recordView: { status: string; views: number | null } }>(
    `mutation ($input: RecordViewInput!) { recordView(input: $input) { status views } }`,
    { input: { articleId: id, visitor } },
    { headers: { 'user-agent': BROWSER } },
  );
  return data.recordView;
}

test('published, it is on every list; withdrawn on none; restored on all again, with its views', async () => {
  const { id, version, content } = await desk.draft({ headline: 'The weir has burst' });
  const { slug } = content;
  const { editing } = api.newsroom;
  expect((await whereIs(slug)).on).toEqual([]);
  expect(await view(id, 'a-first-reader-of-it')).toMatchObject({ status: 'REFUSED' });

  await desk.done(publishArticle(editing, anEditor, { id, version }));
  await onAll(slug);
  for (const reader of ['a-first-reader-of-it', 'a-second-reader-of-it']) {
    expect(await view(id, reader)).toMatchObject({ status: 'COUNTED' });
  }
  await desk.done(withdrawArticle(editing, anEditor, { id, version: 2, reason: 'It has not.' }));
  await onNone(slug);
  expect(await view(id, 'a-third-reader-of-it')).toMatchObject({ status: 'REFUSED' });

  await desk.done(restoreArticle(editing, anEditor, { id, version: 3 }));
  await onAll(slug);
  expect(await view(id, 'a-third-reader-of-it')).toEqual({ status: 'COUNTED', views: 3 });
});

test('at its time it is on every list, though nothing tells of it', async () => {
  const { id, version, content } = await desk.draft({ headline: 'The weir is mended' });
  const publishAt = new Date(systemClock.nowMs() + 2_000);
  await desk.done(scheduleArticle(api.newsroom.editing, anEditor, { id, version, publishAt }));
  const early = await whereIs(content.slug);
  if (systemClock.nowMs() < publishAt.getTime()) expect(early.on).toEqual([]);
  await onAll(content.slug, SOON_MS + 2_000);
  expect(systemClock.nowMs()).toBeGreaterThanOrEqual(publishAt.getTime() - 20);
  const told = await api.stores.dataSource.query(
    `select kind from article_change where article_id = $1 and kind = 'PUBLISHED'`,
    [id],
  );
  expect(told).toEqual([]);
});
