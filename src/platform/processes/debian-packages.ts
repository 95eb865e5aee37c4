// Programs from Debian's (and Ubuntu's) archive without installing them and without root: apt, with lists and
// cache of its own, resolves and downloads what this system lacks and checks the signatures; dpkg only
// unpacks. Measured: 4 s for Redis, of which 2 s are the lists.

import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MostreadError } from '../errors';
import { lockFolder } from './folder-lock';
import { type CommandOutcome, runCommand } from './run-command';

/** apt is there and did not deliver. */
export class PackagesNotFetched extends MostreadError {
  readonly code = 'PACKAGES_NOT_FETCHED';
  /** Whoever waits has pressed Ctrl-C, and wants no other way tried. */
  readonly wasInterrupted: boolean;

  constructor(packages: readonly string[], step: string, outcome: CommandOutcome) {
    const printed = outcome.refusal ?? outcome.printed.trim().split('\n').slice(-5).join('\n');
    super(`${packages.join(', ')} could not be fetched (${step}): ${printed}`, { retryable: true });
    this.wasInterrupted = outcome.signal === 'SIGINT';
  }
}

export interface FetchPackages {
  /** As apt knows them; what they depend on comes along. */
  packages: readonly string[];
  /** Under which name the unpacked tree is kept in the cache: it holds usr/, lib/, etc/. */
  name: string;
  cacheFolder: string;
  progress: (step: string) => void;
}

const LOCK_WAIT_MS = 10 * 60_000;
const COMMAND_TIMEOUT_MS = 10 * 60_000;
/** These belong to the running system's loader; a second set beside it ends programs at their start. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libgcc-s1|libcrypt1)_/;

export async function hasApt(): Promise<boolean> {
  const [apt, dpkg] = await Promise.all([
    runCommand('apt-get', ['--version'], { timeoutMs: 10_000 }),
    runCommand('dpkg', ['--version'], { timeoutMs: 10_000 }),
  ]);
  return apt.status === 0 && dpkg.status === 0;
}

/**
 * Gives the folder with the unpacked packages; fetches them if it is not there. Whole or not at all: it is
 * made under another name, and of two that want it at once one waits.
 * @throws PackagesNotFetched
 */
export async function fetchDebianPackages(wanted: FetchPackages): Promise<string> {
  const place = join(wanted.cacheFolder, wanted.name);
  if (existsSync(place)) return place;
  const fetching = join(wanted.cacheFolder, 'fetching');
  const lock = await lockFolder(fetching, {
    waitMs: LOCK_WAIT_MS,
    onWait: () => wanted.progress('Another process is fetching packages: waiting for it'),
  });
  const work = join(fetching, 'work');
  try {
    if (existsSync(place)) return place;
    await rm(work, { recursive: true, force: true });
    const archives = await downloadArchives(wanted, work);
    const tree = join(work, 'tree');
    await mkdir(tree);
    for (const archive of archives) {
      const unpacked = await runCommand('dpkg', ['-x', archive, tree]);
      if (unpacked.status !== 0) throw new PackagesNotFetched(wanted.packages, 'dpkg -x', unpacked);
    }
    await rename(tree, place);
    return place;
  } finally {
    await rm(work, { recursive: true, force: true });
    await lock.release();
  }
}

/**
 * Where the programs of an unpacked tree find its libraries: the value for LD_LIBRARY_PATH. It names the
 * private folders of single packages too (pulseaudio/), for their own search paths point into the system's
 * /usr/lib.
 */
export async function libraryPath(tree: string): Promise<string> {
  const main: string[] = [];
  const ofPackages: string[] = [];
  for (const top of [join(tree, 'usr', 'lib'), join(tree, 'lib')]) {
    const ofThisMachine = (await foldersIn(top)).filter((folder) => folder.includes('-linux-gnu'));
    for (const folder of [...ofThisMachine, top]) {
      main.push(folder);
      for (const inner of await foldersIn(folder)) {
        if (!ofThisMachine.includes(inner) && (await holdsLibraries(inner))) ofPackages.push(inner);
      }
    }
  }
  return [...main, ...ofPackages].join(':');
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

async function holdsLibraries(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => /^lib.*\.so(\.|$)/.test(name));
}

async function downloadArchives(wanted: FetchPackages, work: string): Promise<string[]> {
  const archives = join(work, 'cache', 'archives');
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  const options = [
    `Dir::State::Lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'Debug::NoLocking=true', // nothing of the system's is written, so an ordinary user may do this
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ].flatMap((option) => ['-o', option]);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const apt = async (step: string, args: readonly string[]) => {
    const outcome = await runCommand('apt-get', ['-q', ...options, ...args], {
      environment,
      timeoutMs: COMMAND_TIMEOUT_MS,
    });
    if (outcome.status !== 0) throw new PackagesNotFetched(wanted.packages, step, outcome);
  };
  wanted.progress("Reading the lists of the system's package archive");
  await apt('apt-get update', ['update']);
  wanted.progress(`Fetching ${wanted.packages.join(', ')} into ${wanted.cacheFolder} (nothing is installed)`);
  const install = ['--yes', '--no-install-recommends', '--download-only', '--reinstall', 'install'];
  await apt('apt-get download', [...install, ...wanted.packages]);
  const names = await readdir(archives);
  return names
    .filter((name) => name.endsWith('.deb') && !NEVER_UNPACKED.test(name))
    .map((name) => join(archives, name));
}
