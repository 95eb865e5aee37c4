// A Redis server to run, by the first way that works: on the PATH, from the system's package archive into our
// own cache, built from source. Nothing is installed on the system.

import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fetchDebianPackages, hasApt, libraryPath, PackagesNotFetched } from '../processes/debian-packages';
import { runCommand } from '../processes/run-command';
import { buildRedis } from './build-redis';
import { NoRedis } from './embedded-redis.errors';

export interface RedisBinary {
  path: string;
  /** Full, as the server prints it: 7.0.15. */
  version: string;
  environment: Record<string, string>;
}

export interface FindRedis {
  cacheFolder: string;
  progress: (step: string) => void;
  /** Folders to look in, as in PATH. */
  searchPath?: string;
}

const OLDEST_MAJOR = 7;

/** @throws NoRedis naming what was tried and the command that installs one here. */
export async function findRedis(find: FindRedis): Promise<RedisBinary> {
  const searchPath = find.searchPath ?? process.env['PATH'] ?? '';
  const tried: string[] = [];
  const found = await onPath(searchPath, tried);
  if (found) return found;
  for (const way of [fromArchive, fromSource]) {
    try {
      const binary = await way(find, tried);
      if (binary) return binary;
    } catch (error) {
      if (error instanceof PackagesNotFetched && error.wasInterrupted) throw error;
      tried.push((error as Error).message);
    }
  }
  throw new NoRedis(tried, await installCommand());
}

async function onPath(searchPath: string, tried: string[]): Promise<RedisBinary | undefined> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    for (const name of ['redis-server', 'valkey-server']) {
      const binary = await probe(join(folder, name), {});
      if (binary === undefined) continue;
      if (isRecent(binary)) return binary;
      tried.push(
        `${binary.path} is version ${binary.version}, and ${OLDEST_MAJOR} is the oldest that will do.`,
      );
    }
  }
  if (tried.length === 0) tried.push('Neither redis-server nor valkey-server is on the PATH.');
  return undefined;
}

async function fromArchive(find: FindRedis, tried: string[]): Promise<RedisBinary | undefined> {
  if (!(await hasApt())) {
    tried.push('There is no apt to fetch it with.');
    return undefined;
  }
  const { cacheFolder, progress } = find;
  const fetched = { packages: ['redis-server'], name: 'redis', cacheFolder, progress };
  const tree = await fetchDebianPackages(fetched);
  const environment = { LD_LIBRARY_PATH: await libraryPath(tree) };
  // /usr/bin/redis-server is a link to redis-check-rdb beside it: one binary, two names.
  const binary = await probe(join(tree, 'usr', 'bin', 'redis-server'), environment);
  if (binary && isRecent(binary)) return binary;
  const what = binary ? `is version ${binary.version}` : 'does not run';
  tried.push(`The redis-server of this system's package archive ${what}.`);
  return undefined;
}

async function fromSource(find: FindRedis, tried: string[]): Promise<RedisBinary | undefined> {
  find.progress('Building Redis from source (a few minutes, once)');
  const path = await buildRedis(join(find.cacheFolder, 'redis-built'));
  await chmod(path, 0o755);
  const binary = await probe(path, {});
  if (binary === undefined) tried.push('The Redis that was built does not run.');
  return binary;
}

async function probe(path: string, environment: Record<string, string>): Promise<RedisBinary | undefined> {
  const { status, printed } = await runCommand(path, ['--version'], { environment, timeoutMs: 10_000 });
  const version = / v=(\d+\.\d+\.\d+)/.exec(printed)?.[1];
  return status === 0 && version !== undefined ? { path, version, environment } : undefined;
}

function isRecent(binary: RedisBinary): boolean {
  return Number.parseInt(binary.version, 10) >= OLDEST_MAJOR;
}

const INSTALL_COMMANDS = [
  { manager: 'apt-get', command: 'sudo apt-get install redis-server' },
  { manager: 'dnf', command: 'sudo dnf install valkey' },
  { manager: 'apk', command: 'sudo apk add redis' },
  { manager: 'pacman', command: 'sudo pacman -S valkey' },
  { manager: 'zypper', command: 'sudo zypper install redis' },
  { manager: 'brew', command: 'brew install redis' },
];

async function installCommand(): Promise<string> {
  for (const { manager, command } of INSTALL_COMMANDS) {
    const { status } = await runCommand(manager, ['--version'], { timeoutMs: 10_000 });
    if (status === 0) return command;
  }
  return 'see https://redis.io/docs/latest/operate/oss_and_stack/install';
}
