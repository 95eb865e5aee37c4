// One owner per folder. Redis does not lock its own (two servers on one folder lose acknowledged writes at
// the next rewrite of the append-only file), and an initdb or a download must not be done twice at once.

import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock';
import { MostreadError } from '../errors';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-life';

/** Another living process has the folder. */
export class FolderInUse extends MostreadError {
  readonly code = 'FOLDER_IN_USE';

  constructor(
    readonly folder: string,
    readonly holderPid: number,
  ) {
    super(
      `The folder ${folder} is in use by another process of Mostread (pid ${holderPid}). ` +
        'Stop that one first, or give this one a folder of its own with DATA_FOLDER.',
      { field: 'DATA_FOLDER', retryable: true },
    );
  }
}

/** It belongs to somebody else, may only be read, or is no folder. */
export class FolderUnusable extends MostreadError {
  readonly code = 'FOLDER_UNUSABLE';

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    super(
      `The folder ${folder} cannot be used by this user (${cause.code}). Run as the user it belongs to, ` +
        'change its owner, or set DATA_FOLDER to another folder.',
      { field: 'DATA_FOLDER', cause },
    );
  }
}

const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** Whether an error of the file system is one that FolderUnusable explains. */
export function saysUnusable(error: unknown): error is NodeJS.ErrnoException {
  return UNUSABLE.has((error as NodeJS.ErrnoException).code ?? '');
}

export interface FolderLock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** How long to wait for a living holder to let go; 0 gives up at once. */
  waitMs?: number;
  /** Called once, when waiting begins. */
  onWait?: (holderPid: number) => void;
  clock?: Clock;
}

const LOCK_FILE = 'lock';
const POLL_MS = 100;

/**
 * Takes the folder (made if missing) for this process until released. A holder that died without releasing
 * loses it.
 * @throws FolderInUse when a living process still has it after `waitMs`; FolderUnusable
 */
export async function lockFolder(folder: string, options: LockOptions = {}): Promise<FolderLock> {
  try {
    return await takeFolder(folder, options);
  } catch (error) {
    throw saysUnusable(error) ? new FolderUnusable(folder, error) : error;
  }
}

async function takeFolder(folder: string, options: LockOptions): Promise<FolderLock> {
  const { waitMs = 0, onWait, clock = systemClock } = options;
  await mkdir(folder, { recursive: true });
  const path = join(folder, LOCK_FILE);
  const untilMs = clock.nowMs() + waitMs;
  let waiting = false;
  for (;;) {
    const own = JSON.stringify({ ...ownIdentity(), nonce: randomUUID() });
    if (await writeIfAbsent(path, own)) return { release: () => removeIf(path, own) };
    const holder = await readFile(path, 'utf8').catch(() => undefined);
    if (holder === undefined) continue;
    const identity = parseHolder(holder);
    if (identity === undefined || !isAlive(identity)) {
      await removeIf(path, holder);
      continue;
    }
    if (clock.nowMs() >= untilMs) throw new FolderInUse(folder, identity.pid);
    if (!waiting) onWait?.(identity.pid);
    waiting = true;
    await clock.wait(POLL_MS);
  }
}

// A link appears with its whole content or not at all, so nobody ever reads half a lock.
async function writeIfAbsent(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return writeExclusively(path, content); // a file system without hard links
  } finally {
    await unlink(draft);
  }
}

async function writeExclusively(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Renamed before it is removed: of two that find the same dead holder only one gets the file, and one that is
// too slow and takes a fresh lock away sees so by its content and puts it back.
async function removeIf(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = await readFile(aside, 'utf8');
  if (found !== expected) await writeIfAbsent(path, found);
  await unlink(aside);
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    const { pid, birth } = JSON.parse(text) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof birth === 'string' ? { pid, birth } : undefined;
  } catch {
    return undefined;
  }
}
