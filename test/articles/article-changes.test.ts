import { ArticleChangeKind } from '../../src/articles/article-change.entity';
import { ArticleChangeRepository } from '../../src/articles/article-change.repository';
import { type ArticleChanged, ArticleChanges } from '../../src/articles/article-changes';
import { systemClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);

async function listening(redis = stores.redis) {
  const repository = new ArticleChangeRepository(stores.dataSource);
  const changes = new ArticleChanges({ repository, redis, clock: systemClock, log: stores.log });
  const heard: ArticleChanged[] = [];
  changes.onChange((change) => void heard.push(change));
  await changes.start();
  return { changes, heard };
}

describe('article changes', () => {
  test('are heard once each, though they come by two ways', async () => {
    const { changes, heard } = await listening();
    const [written] = await newsroom.writer.write([aDraft('two-ways')]);
    await until(() => heard.length > 0, { withinMs: SOON_MS, what: 'a change' });
    await systemClock.wait(600); // two readings of the table
    await changes.stop();
    expect(heard).toMatchObject([{ articleId: written!.id, kind: 'PUBLISHED' }]);
  });

  test('are heard within a second when Redis is away', async () => {
    const nowhere = openRedis({ url: 'redis://127.0.0.1:1', keySpace: stores.keySpace });
    const { changes, heard } = await listening(nowhere);
    await newsroom.writer.write([aDraft('without-redis')]);
    await until(() => heard.length === 1, { withinMs: SOON_MS, what: 'a change' });
    await changes.stop();
    await nowhere.close();
  });

  test('are heard when they commit out of the order of their ids', async () => {
    const [written] = await newsroom.writer.write([aDraft('out-of-order')]);
    const { changes, heard } = await listening();
    const repository = new ArticleChangeRepository(stores.dataSource);
    const change = { articleId: written!.id, number: written!.number, kind: ArticleChangeKind.CHANGED };
    await stores.dataSource.transaction(async (early) => {
      await repository.writeChanges(early, [change]);
      await stores.dataSource.transaction((late) => repository.writeChanges(late, [change]));
      await until(() => heard.length === 1, { withinMs: SOON_MS, what: 'the later id' });
    });
    await until(() => heard.length === 2, { withinMs: SOON_MS, what: 'the earlier id' });
    await changes.stop();
    expect(Number(heard[1]!.id)).toBeLessThan(Number(heard[0]!.id));
  });

  test('are heard when they were being committed while the listening began', async () => {
    const [written] = await newsroom.writer.write([aDraft('in-flight')]);
    const repository = new ArticleChangeRepository(stores.dataSource);
    const change = { articleId: written!.id, number: written!.number, kind: ArticleChangeKind.CHANGED };
    const heard: ArticleChanged[] = [];
    const changes = await stores.dataSource.transaction(async (early) => {
      await repository.writeChanges(early, [change]);
      await stores.dataSource.transaction((late) => repository.writeChanges(late, [change]));
      const late = await listening();
      late.changes.onChange((row) => void heard.push(row));
      return late.changes;
    });
    await until(() => heard.length > 0, { withinMs: SOON_MS, what: 'the change that was in flight' });
    await systemClock.wait(300);
    await changes.stop();
    expect(heard).toMatchObject([{ articleId: written!.id, kind: 'CHANGED' }]);
  });

  test('are heard when Postgres has ended every connection meanwhile', async () => {
    const { changes, heard } = await listening();
    const [{ ended }] = await stores.dataSource.query(
      `select count(pg_terminate_backend(pid)) as ended from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state = 'idle'`,
    );
    expect(Number(ended)).toBeGreaterThan(0);
    const [written] = await newsroom.writer.write([aDraft('after-the-end')]);
    await until(() => heard.length === 1, { withinMs: SOON_MS, what: 'a change' });
    await changes.stop();
    expect(heard).toMatchObject([{ articleId: written!.id }]);
  });

  test('are forgotten after a week', async () => {
    const { dataSource } = stores;
    await dataSource.query(`update article_change set at = now() - interval '6 days 23 hours'`);
    await dataSource.query(`update article_change set at = now() - interval '8 days' where id = 1`);
    await new ArticleChangeRepository(dataSource).deleteOlderThan(7 * 24 * 3_600_000);
    const [{ oldest }] = await dataSource.query('select min(id) as oldest from article_change');
    expect(oldest).toBe('2');
  });
});
