// Which process is which. A pid alone names nobody: the system gives it out again, and a store must never end
// a stranger. A process is therefore known by its pid and its birth, which no later holder of that pid can
// share.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Clock, systemClock } from '../clock';

export interface ProcessIdentity {
  pid: number;
  /** What `birthOf` said when the process was started. */
  birth: string;
}

/**
 * The moment this pid began, in the system's own notation; undefined when nothing (or a zombie) has the pid.
 */
export function birthOf(pid: number): string | undefined {
  return process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
}

/** The process that runs this program. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, birth: birthOf(process.pid) ?? 'unknown' };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return birthOf(identity.pid) === identity.birth;
}

/** The command line of a running process, words separated by blanks; undefined when it cannot be read. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return ps(pid, 'command');
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

/** Sends a signal; a process that has gone meanwhile is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const POLL_MS = 20;

/**
 * Ends a process that need not be a child of this one: each signal in turn gets `patienceMs` to take effect.
 * Says whether the process is gone.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signals: readonly NodeJS.Signals[],
  { patienceMs = 10_000, clock = systemClock }: { patienceMs?: number; clock?: Clock } = {},
): Promise<boolean> {
  for (const signal of signals) {
    if (!isAlive(identity)) return true;
    signalProcess(identity.pid, signal);
    const untilMs = clock.nowMs() + patienceMs;
    while (isAlive(identity) && clock.nowMs() < untilMs) await clock.wait(POLL_MS);
  }
  return !isAlive(identity);
}

let bootId: string | undefined;

function birthFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks and brackets itself; state is the 1st field after it, start time
    // the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${bootId}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function birthFromPs(pid: number): string | undefined {
  try {
    if (ps(pid, 'state').startsWith('Z')) return undefined;
    return ps(pid, 'lstart');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
