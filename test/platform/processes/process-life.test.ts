import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  birthOf,
  commandOf,
  endProcess,
  isAlive,
  ownIdentity,
} from '../../../src/platform/processes/process-life';

const children: ChildProcess[] = [];

function start(script: string): { pid: number; child: ChildProcess } {
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return { pid: child.pid ?? 0, child };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('the birth of a process', () => {
  test('stays the same while it lives', () => {
    expect(birthOf(process.pid)).toBeDefined();
    expect(birthOf(process.pid)).toBe(birthOf(process.pid));
    expect(isAlive(ownIdentity())).toBe(true);
  });

  test('is gone with it', async () => {
    const { pid, child } = start('exit 0');
    await once(child, 'exit');
    expect(birthOf(pid)).toBeUndefined();
  });

  test('tells it from another one with the same pid', () => {
    expect(isAlive({ pid: process.pid, birth: 'another time' })).toBe(false);
  });
});

test('a command line can be read', () => {
  expect(commandOf(process.pid)).toContain('jest');
});

describe('ending a process', () => {
  test('takes the first signal if that is enough', async () => {
    const { pid, child } = start('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done');
    const ended = once(child, 'exit');
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await expect(endProcess({ pid, birth: birthOf(pid) ?? '' }, ['SIGTERM', 'SIGKILL'])).resolves.toBe(true);
    await ended;
    expect(child.exitCode).toBe(7);
  });

  test('goes on to the next when it is not', async () => {
    const { pid, child } = start('trap "" TERM; echo ready; while :; do sleep 0.05; done');
    const ended = once(child, 'exit');
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    const identity = { pid, birth: birthOf(pid) ?? '' };
    await expect(endProcess(identity, ['SIGTERM', 'SIGKILL'], { patienceMs: 200 })).resolves.toBe(true);
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
  });

  test('never touches a stranger who was given the pid', async () => {
    const { pid, child } = start('exec sleep 60');
    await endProcess({ pid, birth: 'another time' }, ['SIGKILL'], { patienceMs: 100 });
    expect(child.signalCode).toBeNull();
    expect(birthOf(pid)).toBeDefined();
  });
});
