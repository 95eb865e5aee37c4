// Both embedded stores in a process of their own, as a newsroom runs them: to be killed, interrupted and
// started again.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { birthOf } from '../../src/platform/processes/process-life';

export interface StoreInProcess {
  url: string;
  pid: number;
  port: number;
}

export interface StoresProcess {
  child: ChildProcess;
  postgres: StoreInProcess;
  redis: StoreInProcess;
  /** Stops both in order. */
  end(): Promise<void>;
}

const root = resolve(__dirname, '../..');

export const testCacheFolder = resolve(process.env['MOSTREAD_CACHE'] ?? join(root, '.mostread/cache'));

/** @throws what it printed, when it could not start. */
export async function startStoresProcess(
  folder: string,
  user?: { uid: number; gid: number },
): Promise<StoresProcess> {
  const hook = join(root, 'test/setup/typescript-hook.cjs');
  const program = join(root, 'test/setup/start-stores.program.ts');
  const child = spawn(process.execPath, ['-r', hook, program, folder, testCacheFolder], {
    cwd: '/',
    detached: true, // a process group of its own, which a test can interrupt as a terminal does
    stdio: ['pipe', 'pipe', 'pipe'],
    ...user,
  });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const about = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', () => reject(new Error(printed)));
  });
  return {
    ...(JSON.parse(about) as Pick<StoresProcess, 'postgres' | 'redis'>),
    child,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/** Waits until none of the processes is left, at most `withinMs`; gives those that are. */
export async function leftOf(pids: readonly number[], withinMs: number): Promise<number[]> {
  const untilMs = Date.now() + withinMs;
  let left = pids.filter((pid) => birthOf(pid) !== undefined);
  while (left.length > 0 && Date.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    left = left.filter((pid) => birthOf(pid) !== undefined);
  }
  return left;
}
