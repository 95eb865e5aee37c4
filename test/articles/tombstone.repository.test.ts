import { TombstoneRepository } from '../../src/articles/tombstone.repository';
import { restoreArticle, withdrawArticle } from '../../src/publishing/withdraw-article';
import { anEditor, Desk } from '../builders/an-editor';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

beforeAll(() => desk.furnish());

describe('a tombstone', () => {
  test('is there for as long as the article is withdrawn, with the reason', async () => {
    const tombstones = new TombstoneRepository(stores.dataSource);
    const { id, content } = await desk.published({ headline: 'Not true at all' });
    expect(await tombstones.ofId(id)).toBeNull();
    const { withdrawal } = await desk.done(
      withdrawArticle(newsroom.editing, anEditor, { id, version: 2, reason: ' It was not true. ' }),
    );
    const tombstone = {
      ...{ id, slug: content.slug, headline: 'Not true at all', reason: 'It was not true.' },
      withdrawnAt: withdrawal!.at,
    };
    expect(await tombstones.ofId(id)).toEqual(tombstone);
    expect(await tombstones.ofSlug(content.slug)).toEqual(tombstone);
    await desk.done(restoreArticle(newsroom.editing, anEditor, { id, version: 3 }));
    expect(await tombstones.ofId(id)).toBeNull();
  });

  test('needs a reason that readers can read', async () => {
    const { id } = await desk.published();
    for (const reason of ['', ' \n', 'x'.repeat(1_001), 'a\0b']) {
      const outcome = await withdrawArticle(newsroom.editing, anEditor, { id, version: 2, reason });
      expect(outcome.reasons).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'reason' }]);
    }
  });

  test('is left by nothing that readers have never seen', async () => {
    const tombstones = new TombstoneRepository(stores.dataSource);
    const { id } = await desk.draft();
    await stores.dataSource.query(
      `update article set status = 'WITHDRAWN', withdrawn_at = now(), published_at = now() + interval '1 day'
       where id = $1`,
      [id],
    );
    expect(await tombstones.ofId(id)).toBeNull();
    expect(await tombstones.ofSlug('nothing-of-this-name')).toBeNull();
  });
});
