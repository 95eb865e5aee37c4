// The whole program with stores of its own: what it leaves behind when it is stopped, killed, or started twice.

import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunning } from '../../src/compose/running-newsroom';
import { readPostmaster } from '../../src/platform/postgres/postgres-cluster';
import { birthOf } from '../../src/platform/processes/process-life';
import { RunningProgram } from '../setup/running-program';
import { leftOf, testCacheFolder } from '../setup/stores-process';

let folder: string;
const running: RunningProgram[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread 신문 '));
  await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.end();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningProgram> {
  const program = await RunningProgram.start({
    DATA_FOLDER: folder,
    MOSTREAD_CACHE: testCacheFolder,
    DATABASE_URL: '',
    REDIS_URL: '',
    DEMO: 'off',
  });
  running.push(program);
  return program;
}

async function storePids(): Promise<number[]> {
  const postmaster = await readPostmaster(join(folder, 'postgres', 'data'));
  const redis = JSON.parse(await readFile(join(folder, 'redis', 'redis.json'), 'utf8'));
  return [postmaster?.pid ?? 0, redis.identity.pid];
}

test('stopped, it leaves no process behind and ends well', async () => {
  const program = await start();
  const pids = await storePids();
  expect(pids.map(birthOf)).not.toContain(undefined);
  expect(await readRunning(folder)).toMatchObject({ apiUrl: program.url });
  await expect(program.end('SIGINT')).resolves.toBe(0);
  expect(await leftOf(pids, 0)).toEqual([]);
  expect(await readRunning(folder)).toBeUndefined();
}, 180_000);

test('killed, its stores end by themselves, and the next start finds everything in order', async () => {
  const program = await start();
  const pids = await storePids();
  await program.end('SIGKILL');
  expect(await leftOf(pids, 20_000)).toEqual([]);
  const next = await start();
  await expect(next.ask('{ __typename }')).resolves.toEqual({ data: { __typename: 'Query' } });
}, 180_000);

test('started a second time, it says where the first one is, and leaves that one alone', async () => {
  const program = await start();
  await expect(start()).rejects.toThrow(`runs already at ${program.url}`);
  await expect(program.ask('{ __typename }')).resolves.toEqual({ data: { __typename: 'Query' } });
}, 180_000);
