// kill -9 of a process that takes views out of the figures, or puts them back, at each of its steps (the short form: at two
// of them). Totals and rollups agree at every moment; boards follow when the act is repeated, or when any process looks
// after them.

import { theProgram } from '../../src/accounts/account';
import { BoardStore } from '../../src/boards/board.store';
import { allBoards } from '../../src/boards/decay';
import { composeCorrections } from '../../src/compose/corrections';
import { composeCounting } from '../../src/compose/counting';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { aVisitor, countLog, type LoggedView } from '../builders/a-burst';
import { aViewTotals } from '../builders/a-view-totals';
import { SteppedProcess } from '../setup/stepped-process';
import { allKeys, removeKeys, useStores } from '../setup/stores';

// A process is started and killed, and then what it began is done again.
jest.setTimeout(300_000);

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const clock = new SimulatedClock(NOW_MS);
const ARTICLES = Array.from({ length: 20 }, (_, index) => 1 + index);
/** Two views of each article by the one visitor, and one by the other. */
const log = Array.from(
  { length: 60 },
  (_, index): LoggedView => ({
    ...{ article: ARTICLES[index % 20]!, atMs: NOW_MS - 1_000 * (index + 1) },
    ...{ visitor: aVisitor(index < 40 ? 1 : 2), source: 'DIRECT' },
  }),
);
const ALL = 60;
const WITHOUT = 20;
const draft = {
  condition: { fromMs: NOW_MS - 600_000, toMs: NOW_MS, visitor: aVisitor(1) },
  reason: 'a burst',
  eventId: 'the burst',
};
let killed: SteppedProcess | undefined;

beforeEach(async () => {
  await removeKeys(stores, await allKeys(stores));
  await stores.dataSource.query(
    `truncate exclusion, rollup_exclusion, exclusion_board, rollup_slice, article_total, counter_generation,
       audit_entry cascade`,
  );
  await countLog({ redis: stores.redis, clock }, log);
  const { dataSource, redis } = stores;
  await composeRollups({ dataSource, redis, clock }, settingsFrom({}), stores.log).flush();
});

afterEach(() => killed?.kill());

function theCorrections() {
  const cards = { byIds: async () => [], byNumbers: async () => [] };
  // biome-ignore lint/suspicious/noExplicitAny: of the cards only these are asked.
  const newsroom = { cards: cards as any };
  const own = { dataSource: stores.dataSource, redis: stores.redis, clock };
  const settings = settingsFrom({});
  const counting = composeCounting(own, newsroom, settings, stores.log);
  return composeCorrections({ stores: own, newsroom, counting, settings, log: stores.log });
}

async function killAt(step: string, exclusionId = ''): Promise<void> {
  const { databaseUrl, redisUrl, keySpace } = stores;
  const parameters = [String(NOW_MS), step, exclusionId, JSON.stringify(draft)];
  killed = new SteppedProcess('exclusion.program.ts', { databaseUrl, redisUrl, keySpace }, parameters);
  await killed.comesTo(`AT ${step}`);
  await killed.kill();
}

async function inTotals(): Promise<number> {
  return (await aViewTotals(stores).totals(ARTICLES)).reduce((sum, views) => sum + views, 0);
}

async function inRollups(): Promise<number> {
  const [row] = await stores.dataSource.query(
    `select ((select sum(amount) from rollup_slice)
       - (select coalesce(sum(amount - restored), 0) from rollup_exclusion))::integer as views`,
  );
  return row.views;
}

/** Of the three boards, and of the minutes. */
async function onBoards(): Promise<number[]> {
  const boards = new BoardStore(stores.redis);
  const tops = await Promise.all(allBoards.map((board) => boards.top(board, 100, NOW_MS)));
  const sums = tops.map((top) => Math.round(top.reduce((sum, one) => sum + one.decayedViews, 0)));
  const last = NOW_MS / 60_000;
  const ofMinutes = await boards.viewsInMinutes({ from: last - 5, last });
  return [...sums, [...ofMinutes.values()].reduce((sum, views) => sum + views, 0)];
}

async function expectFigures(views: number): Promise<void> {
  expect({ totals: await inTotals(), rollups: await inRollups() }).toEqual({ totals: views, rollups: views });
}

/** The board of the hour has lost a minute's decay. */
async function expectBoards(views: number): Promise<void> {
  const [hour = 0, ...others] = await onBoards();
  expect(others).toEqual([views, views, views]);
  expect(Math.abs(hour - views)).toBeLessThanOrEqual(1);
}

async function acts(): Promise<string[]> {
  const rows: { act: string }[] = await stores.dataSource.query('select act from audit_entry order by id');
  return rows.map(({ act }) => act);
}

const allSteps = [
  { step: 'READ', isDone: false },
  { step: 'WRITTEN', isDone: false, isShort: true },
  { step: 'COMMITTED', isDone: true },
  { step: 'HALF OF THE BOARDS', isDone: true, isShort: true },
  { step: 'BOARDS', isDone: true },
  { step: 'NOTED', isDone: true },
];

const steps = allSteps.filter(({ isShort }) => isShort || process.env['FAULTS'] === 'all');

describe.each(steps)('killed at its step $step', ({ step, isDone }) => {
  test('an exclusion is whole or not there, and is made once when it is asked for again', async () => {
    await killAt(step);
    await expectFigures(isDone ? WITHOUT : ALL);
    const { exclusions } = theCorrections();
    const made = await exclusions.exclude(draft, theProgram);
    expect(made.views).toBe(ALL - WITHOUT);
    await expectFigures(WITHOUT);
    await expectBoards(WITHOUT);
    expect(await acts()).toEqual(['EXCLUDED']);
    await exclusions.takeBack(made.exclusion!.id, 'it was real', theProgram);
    await expectFigures(ALL);
    await expectBoards(ALL);
  }, 180_000);

  test('one that is taken back is in force or is not, and comes back once when it is asked for again', async () => {
    const { exclusions } = theCorrections();
    const { id } = (await exclusions.exclude(draft, theProgram)).exclusion!;
    await expectBoards(WITHOUT);
    await killAt(step, id);
    await expectFigures(isDone ? ALL : WITHOUT);
    await theCorrections().exclusions.takeBack(id, 'it was real', theProgram);
    await expectFigures(ALL);
    await expectBoards(ALL);
    expect(await acts()).toEqual(['EXCLUDED', 'TAKEN_BACK']);
  }, 180_000);

  test('the boards follow without anyone who asks again', async () => {
    const { exclusions, boardsFollow } = theCorrections();
    await killAt(step);
    await boardsFollow.follow('BEHIND');
    await expectFigures(isDone ? WITHOUT : ALL);
    await expectBoards(isDone ? WITHOUT : ALL);
    const { id } = (await exclusions.exclude(draft, theProgram)).exclusion!;
    await killAt(step, id);
    await boardsFollow.follow('BEHIND');
    await expectFigures(isDone ? ALL : WITHOUT);
    await expectBoards(isDone ? ALL : WITHOUT);
    await boardsFollow.follow('ALL');
    await expectBoards(isDone ? ALL : WITHOUT);
  }, 180_000);
});
