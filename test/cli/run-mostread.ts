// The command line in a process of its own, as a newcomer runs it.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestStores } from '../setup/stores';

const root = join(__dirname, '..', '..');

export interface CommandRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Without stores of this file it has none: what needs no store must not ask for one. */
export function runMostread(
  args: readonly string[],
  stores?: Pick<TestStores, 'databaseUrl' | 'redisUrl' | 'keySpace'>,
  running?: (child: ChildProcess) => void,
): Promise<CommandRun> {
  const urls = stores
    ? { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, KEY_SPACE: stores.keySpace }
    : { DATABASE_URL: 'postgres://127.0.0.1:9/none', REDIS_URL: 'redis://127.0.0.1:9' };
  const child = spawn(
    process.execPath,
    [
      '-r',
      join(root, 'test', 'setup', 'typescript-hook.cjs'),
      join(root, 'src', 'cli', 'mostread.ts'),
      ...args,
    ],
    { env: { ...process.env, ...urls }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const run: CommandRun = { status: null, stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    run.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    run.stderr += chunk.toString();
  });
  running?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ ...run, status }));
  });
}
