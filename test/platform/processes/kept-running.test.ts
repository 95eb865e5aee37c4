import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptRunning } from '../../../src/platform/processes/kept-running';
import { WatchedProcess } from '../../../src/platform/processes/watched-process';

let folder: string;
let told: string[];
let launched: WatchedProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept running '));
  told = [];
  launched = [];
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function keep(script: string): Promise<KeptRunning> {
  const start = {
    command: '/bin/sh',
    args: ['-c', script],
    folder,
    environment: { PATH: process.env['PATH'] },
    logFile: join(folder, 'log'),
    endSignals: ['SIGTERM'] as const,
  };
  const launch = async () => {
    const watched = await WatchedProcess.start({ ...start, endSignals: ['SIGTERM'] });
    launched.push(watched);
    return watched;
  };
  return KeptRunning.start({ name: 'The store', launch, tell: (sentence) => told.push(sentence) });
}

async function until(condition: () => boolean): Promise<void> {
  for (let waits = 0; waits < 500 && !condition(); waits++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(condition()).toBe(true);
}

test('what ends by itself is started again', async () => {
  const kept = await keep('exec sleep 60');
  const first = kept.pid;
  process.kill(first, 'SIGKILL');
  await until(() => launched.length === 2);
  expect(kept.pid).not.toBe(first);
  expect(told).toEqual(['The store has ended by itself and is started again.']);
  await kept.stop();
});

test('what is stopped stays so', async () => {
  const kept = await keep('exec sleep 60');
  await kept.stop();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(launched).toHaveLength(1);
  expect(told).toEqual([]);
});

test('what keeps falling over is left alone, and its last words are told', async () => {
  const kept = await keep('echo I cannot; exit 1');
  await until(() => told.some((sentence) => sentence.includes('left alone')));
  expect(launched).toHaveLength(6);
  expect(told.at(-1)).toContain('I cannot');
  await kept.stop();
});
