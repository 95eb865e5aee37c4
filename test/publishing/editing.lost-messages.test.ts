// Whatever message is lost, every process shows what editors have done within a second: the row in article_change is
// written in the transaction of the act, and every process reads it.

import { AuditLogRepository } from '../../src/accounts/audit-log.repository';
import { ArticleChangeRepository } from '../../src/articles/article-change.repository';
import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { settingsFrom } from '../../src/compose/settings';
import { systemClock } from '../../src/platform/clock';
import { JobQueueRepository } from '../../src/platform/jobs/job-queue.repository';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { Transactions } from '../../src/publishing/article-writing.repository';
import { correctArticle } from '../../src/publishing/correct-article';
import { Editing } from '../../src/publishing/editing';
import { EditorialActs } from '../../src/publishing/editorial-acts';
import { publishArticle } from '../../src/publishing/publish-article';
import { updateArticle } from '../../src/publishing/update-article';
import { restoreArticle, withdrawArticle } from '../../src/publishing/withdraw-article';
import { anEditor, Desk } from '../builders/an-editor';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

let proxy: CuttingProxy;
let cutOff: RedisConnection;
/** As in another process, whose connection to Redis can be cut. */
let other: Newsroom;

beforeAll(async () => {
  await desk.furnish();
  const url = new URL(stores.redisUrl);
  proxy = await CuttingProxy.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  cutOff = openRedis({ url: url.href, keySpace: stores.keySpace }, stores.log);
  await cutOff.ready();
  const { dataSource, log } = stores;
  other = composeNewsroom({ dataSource, redis: cutOff, clock: systemClock }, settingsFrom({}), log);
  await other.start();
});

afterAll(async () => {
  await other.stop();
  await cutOff.close();
  await proxy.close();
});

/** The whole way of an article, looked at by the other process after each act. */
async function follow(editing: Editing): Promise<void> {
  const { id, number, version } = await desk.draft({ headline: 'The mill burns' });
  await other.cards.byIds([id]); // it knows the draft
  const shows = (what: string, isShown: () => boolean | Promise<boolean>) =>
    until(isShown, { withinMs: SOON_MS, what: `the other process shows ${what}` });
  const isLatest = () => other.latest.newest({ limit: 50 }).some((card) => card.number === number);
  const card = () => other.cards.peek(number);

  await desk.done(publishArticle(editing, anEditor, { id, version }));
  await shows('the article', isLatest);
  await desk.done(updateArticle(editing, anEditor, { id, version: 2, standfirst: 'Since four.' }));
  await shows('its standfirst', () => card()?.standfirst === 'Since four.');
  await desk.done(correctArticle(editing, anEditor, { id, version: 3, note: 'Since five.' }));
  await shows('its correction', () => card()?.corrections[0]?.note === 'Since five.');
  await desk.done(withdrawArticle(editing, anEditor, { id, version: 4, reason: 'It does not burn.' }));
  await shows('nothing of it', () => !isLatest() && card()?.status === 'WITHDRAWN');
  await desk.done(restoreArticle(editing, anEditor, { id, version: 5 }));
  await shows('it again', isLatest);
}

describe('another process', () => {
  test('follows when every message comes', () => follow(newsroom.editing));

  test('follows when Redis is cut off from it', async () => {
    proxy.refuse();
    proxy.cut();
    try {
      await follow(newsroom.editing);
    } finally {
      proxy.accept();
    }
  });

  test('follows when Redis hangs and swallows every message', async () => {
    proxy.hold();
    try {
      await follow(newsroom.editing);
    } finally {
      proxy.accept();
      proxy.cut();
    }
  });

  test('follows when whoever acts dies between the commit and the announcement', async () => {
    const { dataSource } = stores;
    const dying = new Editing({
      acts: new EditorialActs({
        transactions: new Transactions(dataSource),
        audit: new AuditLogRepository(),
        changes: { announce: async () => undefined },
      }),
      changeRows: new ArticleChangeRepository(dataSource),
      jobs: new JobQueueRepository(),
      clock: systemClock,
    });
    await follow(dying);
  });
});
