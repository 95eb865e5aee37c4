import { ArticleStatus } from '../../src/articles/article-status';
import { CardRepository } from '../../src/articles/card.repository';
import { systemClock } from '../../src/platform/clock';
import { EditedArticles } from '../../src/publishing/article-editing.repository';
import { EditorialArticles, type EditorialRequest } from '../../src/publishing/editorial-articles';
import { EditorialListRepository } from '../../src/publishing/editorial-list.repository';
import { scheduleArticle } from '../../src/publishing/schedule-article';
import { updateArticle } from '../../src/publishing/update-article';
import { withdrawArticle } from '../../src/publishing/withdraw-article';
import { aDraft } from '../builders/an-article-draft';
import { anEditor, Desk } from '../builders/an-editor';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);
const ids = { draft: '', scheduled: '', published: '', withdrawn: '', coast: '' };
let articles: EditorialArticles;

beforeAll(async () => {
  const { dataSource } = stores;
  articles = new EditorialArticles({
    ...{ sections: newsroom.sections, authors: newsroom.authors, clock: systemClock },
    edited: new EditedArticles(dataSource),
    lists: new EditorialListRepository(dataSource),
    cards: new CardRepository(dataSource),
  });
  const [coast] = await newsroom.writer.write([
    aDraft('coast', {
      section: { slug: 'coast', name: 'Coast', parentSlug: 'town' },
      authors: [{ name: 'Bo Reed' }],
    }),
  ]);
  ids.coast = coast!.id;
  await newsroom.sections.load();
  ids.draft = (await desk.draft({ authors: ['bo-reed'] })).id;
  const later = await desk.draft({ authors: ['bo-reed'] });
  const publishAt = new Date(systemClock.nowMs() + 3_600_000);
  ids.scheduled = later.id;
  await desk.done(scheduleArticle(newsroom.editing, anEditor, { id: later.id, version: 1, publishAt }));
  ids.published = (await desk.published({ authors: ['bo-reed'] })).id;
  const gone = await desk.published({ authors: ['bo-reed'] });
  ids.withdrawn = gone.id;
  await desk.done(withdrawArticle(newsroom.editing, anEditor, { id: gone.id, version: 2, reason: 'Wrong.' }));
});

const everything: EditorialRequest = {
  ...{ status: null, section: null, author: null, orderBy: 'UPDATED', first: 20, after: null },
};

async function idsOf(request: Partial<EditorialRequest>): Promise<string[]> {
  const page = await articles.page({ ...everything, ...request });
  expect(await page.count()).toBe(page.articles.length);
  return page.articles.map(({ stored }) => stored.id);
}

describe('the list for editors', () => {
  test('holds articles wherever they stand, the latest changed first', async () => {
    expect(await idsOf({})).toEqual([ids.withdrawn, ids.published, ids.scheduled, ids.draft, ids.coast]);
    const { version } = await desk.stored(ids.draft);
    const change = { id: ids.draft, version, standfirst: 'Later.' };
    await desk.done(updateArticle(newsroom.editing, anEditor, change));
    expect((await idsOf({}))[0]).toBe(ids.draft);
    expect((await idsOf({ orderBy: 'CREATED' }))[0]).toBe(ids.withdrawn);
  });

  test.each([
    [ArticleStatus.DRAFT, 'draft'],
    [ArticleStatus.SCHEDULED, 'scheduled'],
    [ArticleStatus.WITHDRAWN, 'withdrawn'],
  ] as const)('of those that are %s has them alone', async (status, name) => {
    expect(await idsOf({ status })).toEqual([ids[name]]);
    const article = await articles.byId(ids[name]);
    expect(article).toMatchObject({ status, article: { status } });
  });

  test('narrows to a section with those under it, and to an author', async () => {
    expect(await idsOf({ section: 'coast' })).toEqual([ids.coast]);
    expect(await idsOf({ section: 'town' })).toHaveLength(5);
    expect(await idsOf({ author: 'bo-reed', status: ArticleStatus.PUBLISHED })).toEqual([
      ids.published,
      ids.coast,
    ]);
    expect(await idsOf({ author: 'nobody' })).toEqual([]);
    await expect(idsOf({ section: 'nowhere' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'section',
    });
  });

  test.each(['UPDATED', 'CREATED'] as const)('is whole over its pages by %s', async (orderBy) => {
    const paged: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 10; turn++) {
      const page = await articles.page({ ...everything, orderBy, first: 2, after });
      paged.push(...page.articles.map(({ stored }) => stored.id));
      expect(page.hasPreviousPage).toBe(turn > 0);
      if (!page.hasNextPage) break;
      after = page.cursorOf(page.articles[1]!);
    }
    expect(paged).toEqual(await idsOf({ orderBy }));
    expect(new Set(paged).size).toBe(5);
  });

  test('refuses the cursor of another order', async () => {
    const page = await articles.page({ ...everything, first: 1 });
    const after = page.cursorOf(page.articles[0]!);
    await expect(articles.page({ ...everything, orderBy: 'CREATED', after })).rejects.toMatchObject({
      ...{ code: 'BAD_USER_INPUT', field: 'after' },
    });
  });
});

test('an article is found by its slug, wherever it stands', async () => {
  const { content } = await desk.stored(ids.withdrawn);
  expect(await articles.bySlug(content.slug)).toMatchObject({ stored: { withdrawal: { reason: 'Wrong.' } } });
  expect(await articles.bySlug('no-such-slug')).toBeNull();
  expect(await articles.byId('no id')).toBeNull();
});
