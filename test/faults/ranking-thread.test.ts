// The thread that ranks inside the built program dies, or hangs: a new one takes over, the lists go on from where they
// stood, and the process goes on with no more than it had. That a thread hangs is found out after half a minute, so that
// is tried in the long form (FAULTS=all) alone.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anArticleDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { recordView } from '../setup/record-view';
import { RunningProgram } from '../setup/running-program';
import { leads, type Shown, shownBy } from '../setup/shown-lists';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const isLong = process.env['FAULTS'] === 'all';
/** Each time it waits twice as long before it starts again, from half a second. */
const DEATHS = isLong ? 6 : 3;
const hook = join(__dirname, '../setup/strike-thread.cjs');
/** On a machine that does other things too. */
const withinMs = 60_000;
const MIB = 1_048_576;

let folder: string;
let program: RunningProgram;
let articles: string[];

jest.setTimeout(300_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-struck-'));
  // Before the program has them in memory.
  await stores.dataSource.query('truncate article cascade');
  program = await RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
    NODE_OPTIONS: `--require "${hook}"`,
    STRIKE_FOLDER: folder,
  });
  const written = await newsroom.writer.write(
    ['bridge', 'tower', 'harbour'].map((name, index) =>
      anArticleDraft({
        externalId: `${name} ${folder}`,
        headline: `Of the ${name}`,
        publishedAt: new Date(Date.now() - 3_600_000 * (index + 1)),
      }),
    ),
  );
  articles = written.map(({ id }) => id);
  await read(articles[2]!, 5);
  await until(async () => (await shownBy(program)).articles[0] === articles[2], { withinMs });
});

afterEach(async () => {
  await program.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function read(articleId: string, times: number): Promise<void> {
  for (let view = 0; view < times; view++)
    await recordView(program, { articleId, visitor: `${articleId} ${Math.random()}` });
}

const restarts = () => program.figure('mostread_ranking_thread_restarts_total');

/** By now a new thread leads, and what it makes is shown. */
async function expectNewLeader(before: Shown, restarted: number): Promise<void> {
  await until(async () => (await restarts()) === restarted, { withinMs });
  await until(async () => (await shownBy(program)).term > before.term, { withinMs });
  await until(() => leads(program), { withinMs });
  const { articles: now, atMs } = await shownBy(program);
  expect(now).toEqual(before.articles);
  expect(atMs).toBeGreaterThan(before.atMs);
}

test('dead again and again, it is replaced: lists go on, and nothing of the dead is kept', async () => {
  const held: { files: number; bytes: number }[] = [];
  for (let death = 1; death <= DEATHS; death++) {
    const before = await shownBy(program);
    await writeFile(join(folder, 'die'), '');
    await expectNewLeader(before, death);
    held.push({
      files: (await program.figure('process_open_fds')) ?? 0,
      bytes: (await program.figure('process_resident_memory_bytes')) ?? 0,
    });
  }
  const [first, last] = [held[0]!, held.at(-1)!];
  process.stderr.write(
    `  ${DEATHS - 1} more ranking threads have died: ${last.files - first.files} files and ` +
      `${Math.round((last.bytes - first.bytes) / MIB)} MiB more than after the first\n`,
  );
  // One that were kept would hold its connections, six files and more, and some sixty MiB.
  expect(last.files - first.files).toBeLessThan(DEATHS - 1);
  expect(last.bytes - first.bytes).toBeLessThan(20 * MIB * (DEATHS - 1));
  // Readers who come now are ranked by the new one.
  await read(articles[0]!, 30);
  await until(async () => (await shownBy(program)).articles[0] === articles[0], { withinMs });
  expect(program.output()).toContain('The thread was struck');
  await expect(program.end()).resolves.toBe(0);
});

// A thread is called hanging after half a minute: in the long form alone.
(isLong ? test : test.skip)('hanging, it is ended and replaced, and until then the lists stay', async () => {
  const before = await shownBy(program);
  await writeFile(join(folder, 'hang'), '');
  const seen: number[] = [];
  await until(
    async () => {
      const { articles: now } = await shownBy(program);
      expect(now).toEqual(before.articles);
      seen.push(now.length);
      return (await restarts()) === 1;
    },
    { withinMs: 2 * withinMs },
  );
  expect(seen.length).toBeGreaterThan(1);
  await expectNewLeader(before, 1);
  expect(program.output()).toContain('a thread has fallen silent and is ended');
  await expect(program.end()).resolves.toBe(0);
});
