// The data folder of an embedded Postgres: made whole or not at all, of this version or refused, and free of
// a server that an earlier run left behind.

import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderUnusable, saysUnusable } from '../processes/folder-lock';
import { birthOf, commandOf, endProcess } from '../processes/process-life';
import { runCommand } from '../processes/run-command';
import {
  DataOfAnotherVersion,
  NotAPostgresFolder,
  PostgresCannotRun,
  PostgresDidNotStart,
} from './embedded-postgres.errors';
import type { PostgresHome } from './postgres-home';

export const SUPERUSER = 'mostread';

export interface Cluster {
  dataFolder: string;
  password: string;
}

/** Gives the cluster in the home's folder, making it first if there is none. */
export async function openCluster(home: PostgresHome, progress: (step: string) => void): Promise<Cluster> {
  const dataFolder = join(home.folder, 'data');
  await removeHalfMade(home.folder);
  const version = await readVersion(dataFolder);
  if (version === undefined) {
    progress('Making a new Postgres database');
    await makeCluster(home, dataFolder);
  } else if (version !== home.majorVersion) {
    throw new DataOfAnotherVersion(dataFolder, version, home.majorVersion);
  }
  return { dataFolder, password: await readPassword(home.folder) };
}

/** Ends a server that still runs on this folder: its parent was killed and its watchdog too. */
export async function endLeftover(dataFolder: string): Promise<void> {
  const pid = (await readPostmaster(dataFolder))?.pid;
  if (pid === undefined) return;
  const birth = birthOf(pid);
  const isOurs = commandOf(pid)?.includes(dataFolder) ?? false;
  if (birth === undefined || !isOurs) return; // gone, and the pid, if it is in use, is another's
  const ended = await endProcess({ pid, birth }, ['SIGINT', 'SIGQUIT', 'SIGKILL']);
  if (!ended) throw new PostgresDidNotStart(dataFolder, `an earlier server (pid ${pid}) does not end.`);
}

/** Postgres' own note about itself: pid on line 1, port on line 4, state on line 8. */
export async function readPostmaster(
  dataFolder: string,
): Promise<{ pid: number; port: number; isReady: boolean } | undefined> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), isReady: lines[7] === 'ready' } : undefined;
}

async function readVersion(dataFolder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataFolder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (saysUnusable(error)) throw new FolderUnusable(dataFolder, error);
    if (code !== 'ENOENT') throw error;
  }
  const found = await readdir(dataFolder).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.length > 0) throw new NotAPostgresFolder(dataFolder);
  await rmdir(dataFolder);
  return undefined;
}

async function readPassword(folder: string): Promise<string> {
  try {
    return (await readFile(join(folder, 'password'), 'utf8')).trim();
  } catch (error) {
    if (saysUnusable(error)) throw new FolderUnusable(folder, error);
    const why = `the password beside the data cannot be read: ${(error as Error).message}`;
    throw new PostgresDidNotStart(folder, why);
  }
}

const HALF_MADE = 'making-';

async function removeHalfMade(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(HALF_MADE)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

// initdb works under another name, and the rename comes last: what is called "data" is always whole.
async function makeCluster(home: PostgresHome, dataFolder: string): Promise<void> {
  const making = join(home.folder, `${HALF_MADE}${process.pid}`);
  await mkdir(making, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(making, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.user) {
    for (const path of [making, passwordFile]) await chown(path, home.user.uid, home.user.gid);
  }
  await initialise(home, { cluster: join(making, 'data'), passwordFile });
  await writeFile(join(home.folder, 'password'), `${password}\n`, { mode: 0o600 });
  await rename(join(making, 'data'), dataFolder);
  await rm(making, { recursive: true, force: true });
}

async function initialise(
  home: PostgresHome,
  { cluster, passwordFile }: { cluster: string; passwordFile: string },
): Promise<void> {
  // With the locale C, Korean text gives no trigrams; macOS has no C.UTF-8.
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const outcome = await runCommand(
    join(home.native, 'bin', 'initdb'),
    [
      `--pgdata=${cluster}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      `--locale=${locale}`,
      '--encoding=UTF8',
      '--no-instructions',
    ],
    { folder: '/', user: home.user, environment: serverEnvironment(), interrupts: 'ignored' },
  );
  if (outcome.status === 0) return;
  if (outcome.printed.includes('could not look up effective user')) {
    throw new PostgresCannotRun(
      `this user (uid ${process.getuid?.()}) has no name in /etc/passwd, and initdb wants one. Give it one, ` +
        'or run as a user that has one.',
    );
  }
  throw new PostgresCannotRun(`initdb ended with status ${outcome.status}: ${outcome.printed.trim()}`);
}

/**
 * What Postgres sees of the environment: nothing that could change its locale, its time zone or its
 * libraries.
 */
export function serverEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
