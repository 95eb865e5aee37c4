import { ArticleRevisionRepository } from '../../src/publishing/article-revision.repository';
import { restoreRevision } from '../../src/publishing/restore-revision';
import { updateArticle } from '../../src/publishing/update-article';
import { anImageDraft } from '../builders/an-article-draft';
import { anEditor, aWriter, Desk } from '../builders/an-editor';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

beforeAll(() => desk.furnish());

async function changedDraft() {
  const first = await desk.draft({ leadImage: anImageDraft('pier'), tags: ['Harbour', 'Ebb'] });
  const changes = {
    headline: 'Another',
    body: '<p>Other words.</p>',
    leadImage: null,
    tags: ['Flood'],
    authors: [],
  };
  const second = await desk.done(
    updateArticle(newsroom.editing, anEditor, { id: first.id, version: 1, ...changes }),
  );
  return { first, second };
}

describe('a revision', () => {
  test('keeps who wrote what when', async () => {
    const { first } = await changedDraft();
    const [kept] = await new ArticleRevisionRepository(stores.dataSource).page(first.id, undefined, 10);
    expect(kept).toEqual({
      ...{ articleId: first.id, version: 1, at: first.changedAt, by: first.changedBy, status: 'DRAFT' },
      ...{ publishedAt: null, content: first.content },
    });
  });

  test('becomes a new version, and what was there before it is kept too', async () => {
    const { first, second } = await changedDraft();
    const restored = await desk.done(
      restoreRevision(newsroom.editing, aWriter, { id: first.id, version: 2, revision: 1 }),
    );
    expect(restored).toMatchObject({ version: 3, changedBy: { name: 'Wim Writer' } });
    expect(restored.content).toEqual({ ...first.content, slug: second.content.slug });
    const revisions = await new ArticleRevisionRepository(stores.dataSource).page(first.id, undefined, 10);
    expect(revisions.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('brings back tags and pictures that are gone, and leaves others as they are now', async () => {
    const { first } = await changedDraft();
    const image = first.content.leadImage!;
    await stores.dataSource.query(`update image set caption = 'Another caption' where id = $1`, [image.id]);
    await stores.dataSource.query(`delete from article_tag where tag_id = any($1::uuid[])`, [
      first.content.tags.map(({ id }) => id),
    ]);
    await stores.dataSource.query(`delete from tag where slug = 'ebb'`);
    const { content } = await desk.done(
      restoreRevision(newsroom.editing, aWriter, { id: first.id, version: 2, revision: 1 }),
    );
    expect(content.tags.map(({ name }) => name)).toEqual(['Ebb', 'Harbour']);
    expect(content.leadImage).toEqual({ ...image, id: expect.not.stringMatching(image.id) });
    const [{ caption }] = await stores.dataSource.query('select caption from image where id = $1', [
      image.id,
    ]);
    expect(caption).toBe('Another caption');
  });

  test('that there is not is refused', async () => {
    const { first } = await changedDraft();
    const outcome = await restoreRevision(newsroom.editing, aWriter, {
      id: first.id,
      version: 2,
      revision: 2,
    });
    expect(outcome.reasons).toMatchObject([{ code: 'REVISION_NOT_FOUND', field: 'revision' }]);
  });

  test('leaves the section and the byline of now where those of then are gone', async () => {
    const first = await desk.draft();
    const second = await desk.done(
      updateArticle(newsroom.editing, anEditor, { id: first.id, version: 1, headline: 'Another' }),
    );
    const gone = '00000000-0000-7000-8000-000000000000';
    await stores.dataSource.query(
      'update article_revision set content = content || $2::jsonb where article_id = $1',
      [first.id, JSON.stringify({ sectionId: gone, authorIds: [...first.content.authorIds, gone] })],
    );
    const { content } = await desk.done(
      restoreRevision(newsroom.editing, aWriter, { id: first.id, version: 2, revision: 1 }),
    );
    expect(second.content.authorIds).not.toEqual([]);
    expect(content).toEqual({ ...first.content, slug: second.content.slug });
  });
});
