// A Chromium for the page tests: the system's own, else Debian's, unpacked into the cache and not installed.
// It only ever opens pages that the tests serve on the loopback address, which is why it may run without its
// sandbox (that needs a set-uid helper or user namespaces, and as root there is none).

import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { fetchDebianPackages, libraryPath } from '../../src/platform/processes/debian-packages';
import { type CommandOutcome, runCommand } from '../../src/platform/processes/run-command';

export interface FoundBrowser {
  path: string;
  environment: Record<string, string>;
}

export interface FindBrowser {
  /** Where an unpacked one is kept between runs. */
  cacheFolder?: string;
  /** Folders to look in, as in PATH. */
  searchPath?: string;
}

export interface LaunchBrowser extends FindBrowser {
  /** What it says of itself everywhere, also when a page is already gone: what a context is told ends with its pages. */
  userAgent?: string;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGES = ['chromium', 'fonts-liberation'];
const TREE = 'chromium';
/** Playwright adds most switches that keep a browser quiet; these are the rest. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a browser without a window; close it in afterAll. The first time ever it may take half a minute to
 * fetch.
 */
export async function launchBrowser({ userAgent, ...find }: LaunchBrowser = {}): Promise<Browser> {
  const { path, environment } = await findBrowser(find);
  return chromium.launch({
    executablePath: path,
    args: userAgent === undefined ? SWITCHES : [...SWITCHES, `--user-agent=${userAgent}`],
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
}

export async function findBrowser(find: FindBrowser = {}): Promise<FoundBrowser> {
  const searchPath = find.searchPath ?? process.env['PATH'] ?? '';
  for (const folder of searchPath.split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      if (folder !== '' && existsSync(path) && (await runs({ path, environment: {} }))) {
        return { path, environment: {} };
      }
    }
  }
  return unpackedBrowser(resolve(find.cacheFolder ?? defaultCacheFolder()));
}

function defaultCacheFolder(): string {
  return process.env['MOSTREAD_CACHE'] ?? join(__dirname, '../../.mostread/cache');
}

async function unpackedBrowser(cacheFolder: string): Promise<FoundBrowser> {
  const kept = await fetched(cacheFolder);
  if (await runs(kept)) return kept;
  // The system has changed since: a library that it had is gone, or is another one now.
  await rm(join(cacheFolder, TREE), { recursive: true, force: true });
  const anew = await fetched(cacheFolder);
  const { status, printed } = await askVersion(anew);
  if (status === 0) return anew;
  throw new Error(`The Chromium in ${cacheFolder} does not run: ${printed.trim()}`);
}

async function fetched(cacheFolder: string): Promise<FoundBrowser> {
  const progress = (step: string) => void process.stderr.write(`${step}\n`);
  const tree = await fetchDebianPackages({ packages: PACKAGES, name: TREE, cacheFolder, progress });
  const program = join(tree, 'usr', 'lib', 'chromium');
  return {
    path: join(program, 'chromium'), // usr/bin/chromium is a script that looks for it in /usr/lib
    environment: {
      LD_LIBRARY_PATH: await libraryPath(tree),
      FONTCONFIG_FILE: await fontConfiguration(tree),
      XDG_DATA_DIRS: join(tree, 'usr', 'share'),
    },
  };
}

async function fontConfiguration(tree: string): Promise<string> {
  const file = join(tree, 'fonts.conf');
  await mkdir(join(tree, 'font-cache'), { recursive: true });
  const folders = [join(tree, 'usr/share/fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const lines = folders.map((folder) => `<dir>${folder.replaceAll('&', '&amp;')}</dir>`);
  const cache = `<cachedir>${join(tree, 'font-cache').replaceAll('&', '&amp;')}</cachedir>`;
  await writeFile(
    file,
    `<?xml version="1.0"?>\n<fontconfig>\n${lines.join('\n')}\n${cache}\n</fontconfig>\n`,
  );
  return file;
}

async function runs(browser: FoundBrowser): Promise<boolean> {
  return (await askVersion(browser)).status === 0;
}

function askVersion({ path, environment }: FoundBrowser): Promise<CommandOutcome> {
  return runCommand(path, ['--version', '--no-sandbox'], {
    environment: { ...process.env, ...environment },
    timeoutMs: 30_000,
  });
}
