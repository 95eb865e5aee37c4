import { AuditLogRepository } from '../../src/accounts/audit-log.repository';
import { ArticleChangeRepository } from '../../src/articles/article-change.repository';
import { composeWorker, type Worker } from '../../src/compose/worker';
import { systemClock } from '../../src/platform/clock';
import { Transactions } from '../../src/publishing/article-writing.repository';
import { DueArticlesRepository } from '../../src/publishing/due-articles.repository';
import { DuePublisher } from '../../src/publishing/publish-due';
import { scheduleArticle, unscheduleArticle } from '../../src/publishing/schedule-article';
import { withdrawArticle } from '../../src/publishing/withdraw-article';
import { aDraft } from '../builders/an-article-draft';
import { anEditor, Desk } from '../builders/an-editor';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

beforeAll(() => desk.furnish());

const kindsOf = async (id: string): Promise<string[]> =>
  (
    await stores.dataSource.query(`select kind from article_change where article_id = $1 order by id`, [id])
  ).map(({ kind }: { kind: string }) => kind);

async function scheduled(inMs: number) {
  const { id, version } = await desk.draft();
  const publishAt = new Date(systemClock.nowMs() + inMs);
  return desk.done(scheduleArticle(newsroom.editing, anEditor, { id, version, publishAt }));
}

function publisher(): DuePublisher {
  const { dataSource, log } = stores;
  return new DuePublisher({
    ...{ log, clock: systemClock, changes: newsroom.changes, audit: new AuditLogRepository() },
    transactions: new Transactions(dataSource),
    due: new DueArticlesRepository(dataSource),
    changeRows: new ArticleChangeRepository(dataSource),
  });
}

/** Its time came a while ago; its job is not there any more. */
async function overdue() {
  const { id } = await scheduled(3_600_000);
  await stores.dataSource.query(
    `update article set published_at = now() - interval '1 minute', due_at = now() - interval '1 minute' where id = $1`,
    [id],
  );
  return id;
}

describe('workers', () => {
  const workers: Worker[] = [];
  beforeAll(async () => {
    for (const _ of [1, 2])
      workers.push(composeWorker({ ...stores, clock: systemClock }, newsroom, stores.log));
    await Promise.all(workers.map((worker) => worker.start()));
  });
  afterAll(() => Promise.all(workers.map((worker) => worker.stop())));

  test('tell the world on time, once, whoever of them does it', async () => {
    const { id, publishedAt } = await scheduled(1_500);
    expect(await kindsOf(id)).toEqual(['CHANGED', 'CHANGED']);
    await until(async () => (await kindsOf(id)).includes('PUBLISHED'), { withinMs: SOON_MS + 1_500 });
    const [{ late }] = await stores.dataSource.query(
      `select extract(epoch from at - $2) as late from article_change where article_id = $1 and kind = 'PUBLISHED'`,
      [id, publishedAt],
    );
    expect(Number(late)).toBeGreaterThanOrEqual(0);
    expect(Number(late) * 1_000).toBeLessThan(SOON_MS);
    await systemClock.wait(600);
    expect((await kindsOf(id)).filter((kind) => kind === 'PUBLISHED')).toHaveLength(1);
    const audit = await stores.dataSource.query(
      `select act, actor_kind as kind from audit_entry where subject_id = $1 order by id desc limit 1`,
      [id],
    );
    expect(audit).toEqual([{ act: 'PUBLISHED', kind: 'PROGRAM' }]);
  });

  test('follow an article to another time, and leave one alone that is taken back', async () => {
    const moved = await scheduled(700);
    const taken = await scheduled(700);
    const later = new Date(systemClock.nowMs() + 2_500);
    const { id, version } = moved;
    await desk.done(scheduleArticle(newsroom.editing, anEditor, { id, version, publishAt: later }));
    await desk.done(unscheduleArticle(newsroom.editing, anEditor, { id: taken.id, version: taken.version }));
    await until(async () => (await kindsOf(id)).includes('PUBLISHED'), { withinMs: SOON_MS + 2_500 });
    const [{ at }] = await stores.dataSource.query(
      `select at from article_change where article_id = $1 and kind = 'PUBLISHED'`,
      [id],
    );
    expect(at.getTime()).toBeGreaterThanOrEqual(later.getTime() - 5);
    expect(await kindsOf(taken.id)).not.toContain('PUBLISHED');
  });
});

describe('the sweep', () => {
  test('tells of what a job has left, once, however many processes look', async () => {
    const id = await overdue();
    await Promise.all([publisher().sweep(), publisher().sweep(), publisher().publish(id)]);
    expect((await kindsOf(id)).filter((kind) => kind === 'PUBLISHED')).toHaveLength(1);
    expect(await publisher().publish(id)).toBe(false);
  });

  test('leaves alone what is not due yet, and what has been withdrawn meanwhile', async () => {
    const early = await scheduled(3_600_000);
    const withdrawn = await overdue();
    const { version } = await desk.stored(withdrawn);
    await desk.done(
      withdrawArticle(newsroom.editing, anEditor, { id: withdrawn, version, reason: 'It was wrong.' }),
    );
    await publisher().sweep();
    expect(await publisher().publish(early.id)).toBe(false);
    for (const id of [early.id, withdrawn]) expect(await kindsOf(id)).not.toContain('PUBLISHED');
  });

  test('tells of what an import has brought ahead of its time', async () => {
    const publishedAt = new Date(systemClock.nowMs() + 1_000);
    const [written] = await newsroom.writer.write([aDraft('embargoed', { publishedAt })]);
    await stores.dataSource.query(`update article set due_at = due_at - interval '1 minute' where id = $1`, [
      written!.id,
    ]);
    await publisher().sweep();
    expect(await kindsOf(written!.id)).toEqual(['PUBLISHED', 'PUBLISHED']);
  });
});
