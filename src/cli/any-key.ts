// Any key on the terminal, without waiting for Enter. For that the terminal's line mode is off, which also takes away
// what Ctrl-C and Ctrl-Z do: they are passed on as the signals they would have been. The mode is given back at the
// first key, at `stop`, and however the process ends.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import type { Stop } from '../platform/clock';

/** What a terminal sends for Ctrl-C, Ctrl-\ and Ctrl-Z. */
const signals: Readonly<Record<string, NodeJS.Signals>> = {
  '\x03': 'SIGINT',
  '\x1c': 'SIGQUIT',
  '\x1a': 'SIGTSTP',
};

export interface AnyKeyParts {
  stdin: ReadStream;
  /** Called once, at the first key. */
  act: () => void;
  /** Passes a signal on to this process. */
  signal: (signal: NodeJS.Signals) => void;
  /** Whether the terminal is this program's at present. */
  isInForeground?: () => boolean;
}

/** Undefined where no key can be had: no terminal, or one that another program has at present. */
export function onAnyKey(parts: AnyKeyParts): Stop | undefined {
  const { stdin, act, signal, isInForeground = hasTerminal } = parts;
  if (!stdin.isTTY || !isInForeground()) return undefined;
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    process.off('exit', stop);
    stdin.off('data', read);
    stdin.setRawMode(false);
    stdin.pause();
  };
  const read = (typed: Buffer) => {
    const passedOn = signals[typed.toString('latin1', 0, 1)];
    stop();
    if (passedOn !== 'SIGINT') act();
    if (passedOn) signal(passedOn);
  };
  stdin.setRawMode(true);
  process.on('exit', stop);
  stdin.on('data', read);
  stdin.resume();
  return stop;
}

/** A program in the background that changes the terminal's mode is stopped by the system: `npm start &`. */
function hasTerminal(): boolean {
  const groups = processGroups();
  return groups === undefined || groups.own === groups.ofTerminal;
}

function processGroups(): { own: number; ofTerminal: number } | undefined {
  try {
    // pid (name) state parent group session terminal group-of-terminal ...; the name may hold anything
    const [, , own, , , ofTerminal] = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
    return { own: Number(own), ofTerminal: Number(ofTerminal) };
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], {
      encoding: 'utf8',
    });
    const [own, ofTerminal] = (stdout ?? '').trim().split(/\s+/).map(Number);
    return own && ofTerminal ? { own, ofTerminal } : undefined;
  }
}
