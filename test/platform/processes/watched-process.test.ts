import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { birthOf } from '../../../src/platform/processes/process-life';
import { WatchedProcess, type WatchedStart } from '../../../src/platform/processes/watched-process';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watched '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function shell(script: string): WatchedStart {
  return {
    command: '/bin/sh',
    args: ['-c', script],
    folder,
    environment: { PATH: process.env['PATH'] },
    logFile: join(folder, 'log'),
    endSignals: ['SIGTERM'],
  };
}

describe('a watched process', () => {
  test('prints into its log', async () => {
    const watched = await WatchedProcess.start(shell('echo famous; echo last words >&2'));
    await watched.ended;
    expect(watched.isRunning).toBe(false);
    await expect(watched.lastWords()).resolves.toBe('famous\nlast words');
  });

  test('is stopped by its signal', async () => {
    const watched = await WatchedProcess.start(
      shell('trap "echo bye; exit" TERM; while :; do sleep 0.05; done'),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await watched.stop();
    await expect(watched.lastWords()).resolves.toBe('bye');
    expect(birthOf(watched.identity.pid)).toBeUndefined();
  });

  test('that cannot be run at all says so', async () => {
    const start = WatchedProcess.start({ ...shell(''), command: '/nowhere/at-all' });
    await expect(start).rejects.toThrow('ENOENT');
  });
});

test('it ends when its parent is killed', async () => {
  const program = `
    const { WatchedProcess } = require('./src/platform/processes/watched-process.ts');
    const start = ${JSON.stringify(shell('while :; do sleep 0.05; done'))};
    WatchedProcess.start(start).then(({ identity }) => console.log(identity.pid));
    setInterval(() => undefined, 1000);`;
  const root = join(__dirname, '../../..');
  const parent = spawn(process.execPath, ['-r', './test/setup/typescript-hook.cjs', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(birthOf(pid)).toBeDefined();
  parent.kill('SIGKILL');
  for (let waits = 0; waits < 100 && birthOf(pid) !== undefined; waits++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(birthOf(pid)).toBeUndefined();
});
