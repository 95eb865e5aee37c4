import { theProgram } from '../../src/accounts/account';
import { AuditLogRepository } from '../../src/accounts/audit-log.repository';
import { BoardStore } from '../../src/boards/board.store';
import { allBoards } from '../../src/boards/decay';
import { allPartitions } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { BoardsFollowExclusions } from '../../src/views/boards-follow-exclusions';
import { ExcludeViews } from '../../src/views/exclude-views';
import { ExclusionRepository } from '../../src/views/exclusion.repository';
import { LiveSlicesStore } from '../../src/views/live-slices.store';
import { exclusionsOnBoardsKey } from '../../src/views/view-keys';
import { ViewStreamStore } from '../../src/views/view-stream.store';
import { aVisitor, countLog, type LoggedView } from '../builders/a-burst';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const clock = new SimulatedClock(NOW_MS);
const log = Array.from(
  { length: 60 },
  (_, index): LoggedView => ({
    ...{ article: 1 + (index % 20), atMs: NOW_MS - 1_000 * (index + 1), visitor: aVisitor(index % 2) },
    source: 'DIRECT',
  }),
);
const condition = { fromMs: NOW_MS - 600_000, toMs: NOW_MS, visitor: aVisitor(1) };

/** What is left once the process that made the exclusion has died before its boards followed. */
async function anExclusionLeftBehind() {
  const { dataSource, redis } = stores;
  await removeKeys(stores, await allKeys(stores));
  await dataSource.query('truncate exclusion, rollup_exclusion, exclusion_board cascade');
  await countLog({ redis, clock }, log);
  const repository = new ExclusionRepository(dataSource);
  const exclusions = new ExcludeViews({
    ...{ repository, clock, live: new LiveSlicesStore(redis), stream: new ViewStreamStore(redis, 1_000_000) },
    audit: new AuditLogRepository(),
    onChanged: async () => {},
  });
  const made = await exclusions.exclude({ condition, reason: 'a burst' }, theProgram);
  const aFollower = () => new BoardsFollowExclusions({ repository, redis, clock, log: stores.log });
  return { id: made.exclusion!.id, exclusions, aFollower };
}

async function viewsOnBoards(): Promise<number[]> {
  const boards = new BoardStore(stores.redis);
  const sums = await Promise.all(
    allBoards.map(async (board) =>
      (await boards.top(board, 100, NOW_MS)).reduce((sum, { decayedViews }) => sum + decayedViews, 0),
    ),
  );
  let ofMinutes = 0;
  for (let back = 0; back < 5; back++) {
    for (const { views } of (await boards.minuteCounts(NOW_MS / 60_000 - back)).values()) ofMinutes += views;
  }
  return [...sums.map((sum) => Math.round(sum)), ofMinutes];
}

describe('boards follow an exclusion', () => {
  test('that its own process could not finish, once, however many see to it', async () => {
    const { aFollower } = await anExclusionLeftBehind();
    expect(await viewsOnBoards()).toEqual([60, 60, 60, 60]);
    await Promise.all([
      aFollower().follow('BEHIND'),
      aFollower().follow('BEHIND'),
      aFollower().follow('ALL'),
    ]);
    expect(await viewsOnBoards()).toEqual([30, 30, 30, 30]);
    await aFollower().follow('ALL');
    expect(await viewsOnBoards()).toEqual([30, 30, 30, 30]);
  });

  test('that was half done when a process died', async () => {
    const { id, aFollower } = await anExclusionLeftBehind();
    const half = new Set(allPartitions.slice(0, 8));
    const repository = new ExclusionRepository(stores.dataSource);
    const boardsOf = async () =>
      (await repository.boardsOf(id)).filter(({ partition }) => half.has(partition));
    const dying = new BoardsFollowExclusions({
      ...{ redis: stores.redis, clock, log: stores.log },
      repository: Object.assign(Object.create(repository), {
        boardsOf,
        markFollowed: () => Promise.reject(new Error('killed')),
      }),
    });
    await expect(dying.follow('BEHIND')).rejects.toThrow('killed');
    const [between = 0] = await viewsOnBoards();
    expect(between).toBeGreaterThan(30);
    expect(between).toBeLessThan(60);
    await aFollower().follow('BEHIND');
    expect(await viewsOnBoards()).toEqual([30, 30, 30, 30]);
  });

  test('back, also where it was taken back before they had followed', async () => {
    const { id, exclusions, aFollower } = await anExclusionLeftBehind();
    await exclusions.takeBack(id, 'it was real', theProgram);
    await aFollower().follow('BEHIND');
    expect(await viewsOnBoards()).toEqual([60, 60, 60, 60]);
    await aFollower().follow('ALL');
    expect(await viewsOnBoards()).toEqual([60, 60, 60, 60]);
  });

  test('of a Redis that came back as it was before', async () => {
    const { aFollower } = await anExclusionLeftBehind();
    const { client } = stores.redis;
    const keys = await allKeys(stores);
    const dumps = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
    await aFollower().follow('BEHIND');
    for (const partition of allPartitions) await client.del(exclusionsOnBoardsKey(partition));
    for (const [index, key] of keys.entries()) await client.restore(key, 0, dumps[index]!, 'REPLACE');
    expect(await viewsOnBoards()).toEqual([60, 60, 60, 60]);
    await aFollower().follow('ALL');
    expect(await viewsOnBoards()).toEqual([30, 30, 30, 30]);
  });

  test('only where they hold its views: one that is empty has been filled without them', async () => {
    const { aFollower } = await anExclusionLeftBehind();
    await removeKeys(stores, await allKeys(stores));
    await countLog(
      { redis: stores.redis, clock },
      log.filter(({ visitor }) => visitor === aVisitor(0)),
    );
    await aFollower().follow('ALL');
    expect(await viewsOnBoards()).toEqual([30, 30, 30, 30]);
  });
});
