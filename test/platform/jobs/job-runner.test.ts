import { systemClock } from '../../../src/platform/clock';
import { JobQueueRepository } from '../../../src/platform/jobs/job-queue.repository';
import { JobRunner, type Task } from '../../../src/platform/jobs/job-runner';
import { useStores } from '../../setup/stores';
import { SOON_MS, until } from '../../setup/until';

const stores = useStores();
const queue = new JobQueueRepository();
const runners: JobRunner[] = [];

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});

async function running(tasks: Record<string, Task>): Promise<JobRunner> {
  const runner = new JobRunner({
    ...{ tasks, clock: systemClock, log: stores.log },
    databaseUrl: stores.databaseUrl,
  });
  runners.push(runner);
  await runner.start();
  return runner;
}

function add(task: string, key: string, inMs: number, payload: Record<string, unknown> = {}) {
  const runAt = new Date(systemClock.nowMs() + inMs);
  return stores.dataSource.transaction((manager) => queue.add(manager, { task, key, payload, runAt }));
}

const jobsLeft = async (key: string) =>
  (await stores.dataSource.query('select key from graphile_worker.jobs where key = $1', [key])).length;

describe('a job', () => {
  test('is run at its time, and once', async () => {
    const done: { payload: unknown; atMs: number }[] = [];
    const note: Task = async (payload) => void done.push({ payload, atMs: systemClock.nowMs() });
    await running({ note });
    await running({ note });
    const dueMs = systemClock.nowMs() + 1_200;
    await add('note', 'once', 1_200, { of: 'harbour' });
    await until(() => done.length > 0, { withinMs: SOON_MS });
    await until(async () => (await jobsLeft('once')) === 0, { withinMs: SOON_MS });
    expect(done).toMatchObject([{ payload: { of: 'harbour' } }]);
    expect(done[0]!.atMs).toBeGreaterThanOrEqual(dueMs - 50);
  });

  test('is there only if its transaction is', async () => {
    const runAt = new Date(systemClock.nowMs() + 60_000);
    const failing = stores.dataSource.transaction(async (manager) => {
      await queue.add(manager, { task: 'note', key: 'undone', payload: {}, runAt });
      throw new Error('on second thoughts');
    });
    await expect(failing).rejects.toThrow('on second thoughts');
    expect(await jobsLeft('undone')).toBe(0);
  });

  test('replaces the one of its key, and can be taken back', async () => {
    const done: unknown[] = [];
    await running({ note: async (payload) => void done.push(payload) });
    await add('note', 'moved', 500, { time: 'first' });
    await add('note', 'moved', 900, { time: 'second' });
    await add('note', 'gone', 500, { time: 'never' });
    await stores.dataSource.transaction((manager) => queue.remove(manager, 'gone'));
    await until(() => done.length > 0, { withinMs: SOON_MS });
    await until(async () => (await jobsLeft('moved')) === 0, { withinMs: SOON_MS });
    expect(done).toEqual([{ time: 'second' }]);
  });

  test('is run though every connection was broken before', async () => {
    const done: unknown[] = [];
    await running({ note: async (payload) => void done.push(payload) });
    const broken = await stores.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'mostread jobs' and datname = current_database()`,
    );
    expect(broken.length).toBeGreaterThan(0);
    await add('note', 'afterwards', 0);
    await until(() => done.length > 0, { withinMs: 4 * SOON_MS });
    expect(done).toEqual([{}]);
  });

  test('that fails is tried again', async () => {
    let attempts = 0;
    await running({
      async stumble() {
        attempts += 1;
        if (attempts === 1) throw new Error('stumbled');
      },
    });
    await add('stumble', 'again', 0);
    await until(() => attempts === 2, { withinMs: 20_000, what: 'a second attempt' });
    await until(async () => (await jobsLeft('again')) === 0, { withinMs: SOON_MS });
  });
});

describe('the runner', () => {
  test('goes on when Postgres has ended its connections', async () => {
    const done: unknown[] = [];
    await running({ note: async (payload) => void done.push(payload) });
    await stores.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await until(
      async () => {
        await add('note', 'after the end', 0).catch(() => undefined);
        return done.length > 0;
      },
      { withinMs: 30_000, what: 'a job after the end of all connections' },
    );
  });

  test('finishes what is under way before it stops, and leaves signals alone', async () => {
    const before = process.listenerCount('SIGTERM');
    let state = 'not begun';
    const runner = await running({
      async slow() {
        state = 'begun';
        await systemClock.wait(600);
        state = 'finished';
      },
    });
    expect(process.listenerCount('SIGTERM')).toBe(before);
    await add('slow', 'slow', 0);
    await until(() => state === 'begun', { withinMs: SOON_MS });
    await runner.stop();
    expect(state).toBe('finished');
    await until(async () => (await jobsLeft('slow')) === 0, { withinMs: SOON_MS });
  });
});
