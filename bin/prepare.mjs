// Makes a fresh clone ready to run: the right Node, the packages of the lock file, the compiled code. It runs
// before anything is installed, so it uses Node alone. What is ready already costs some 20 ms.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST_NODE = [20, 19];
const LOCK_STALE_MS = 15 * 60_000;
const LOCK_POLL_MS = 200;
const paths = {
  lockFile: join(projectFolder, 'package-lock.json'),
  modules: join(projectFolder, 'node_modules'),
  installed: join(projectFolder, 'node_modules', '.mostread-installed'),
  dist: join(projectFolder, 'dist'),
  built: join(projectFolder, 'dist', '.built-from'),
  data: join(projectFolder, '.mostread'),
  busy: join(projectFolder, '.mostread', 'preparing'),
};

/**
 * @param {{ tell?: (step: string) => void, development?: boolean }} options
 * `development` also asks for what only tests and checks need.
 */
export function prepare({ tell = () => undefined, development = false } = {}) {
  checkNode();
  if (isInstalled(development) && isBuilt()) return;
  const release = takeTurn(tell);
  try {
    if (!isInstalled(development)) install(tell, development);
    if (!isBuilt()) build(tell);
  } finally {
    release();
  }
}

/** Ends the program with one sentence. */
export function giveUp(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  giveUp(`Mostread needs Node ${OLDEST_NODE.join('.')} or later, and this is ${process.version}.`);
}

// One at a time: two starts at once would install and compile over each other.
function takeTurn(tell) {
  for (let told = false; ; told = true) {
    try {
      mkdirSync(paths.data, { recursive: true });
      writeFileSync(paths.busy, String(process.pid), { flag: 'wx' });
      return () => rmSync(paths.busy, { force: true });
    } catch (error) {
      if (error.code === 'EACCES' || error.code === 'EPERM') {
        giveUp(`This user may not write in ${projectFolder} (${error.code}). Run as the user it belongs to.`);
      }
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned()) {
      rmSync(paths.busy, { force: true });
      continue;
    }
    if (!told) tell('Another start is preparing this clone: waiting for it');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
  }
}

function isAbandoned() {
  try {
    const holder = Number(readFileSync(paths.busy, 'utf8'));
    if (Date.now() - statSync(paths.busy).mtimeMs > LOCK_STALE_MS) return true;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function isInstalled(development) {
  if (!existsSync(paths.modules)) return false;
  const wanted = `${hashOf([readFileSync(paths.lockFile)])} ${development ? 'all' : 'some'}`;
  const found = existsSync(paths.installed) ? readFileSync(paths.installed, 'utf8') : '';
  if (found === wanted || found === wanted.replace(/some$/, 'all')) return true;
  if (!holdsAll(development)) return false;
  tryToWrite(paths.installed, wanted);
  return true;
}

// Installed by hand, without this script: npm's own note of what it installed is compared with the lock file.
function holdsAll(development) {
  const note = join(paths.modules, '.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(paths.lockFile, 'utf8')).packages ?? {};
  return Object.entries(wanted).every(([place, { version, optional, peer, dev, devOptional, link }]) => {
    if (place === '' || link) return true;
    const found = installed[place]?.version;
    if (found === undefined) return Boolean(optional || peer || devOptional || (dev && !development));
    return found === version;
  });
}

function install(tell, development) {
  tell('Installing the packages (once, about half a minute)');
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (development) args.push('--include=dev');
  run(command, args, 'npm ci');
  const wanted = development || existsSync(join(paths.modules, 'jest')) ? 'all' : 'some';
  writeFileSync(paths.installed, `${hashOf([readFileSync(paths.lockFile)])} ${wanted}`);
}

function isBuilt() {
  return existsSync(paths.built) && readFileSync(paths.built, 'utf8') === stateOfSources();
}

// Compiled beside and then exchanged: what is called dist is always whole.
function build(tell) {
  tell('Compiling');
  const state = stateOfSources();
  const making = join(projectFolder, 'dist.making');
  rmSync(making, { recursive: true, force: true });
  const swc = join(paths.modules, '@swc', 'cli', 'bin', 'swc.js');
  run(process.execPath, [swc, 'src', 'ormconfig.ts', '-d', making, '-D', '-q'], 'swc');
  writeFileSync(join(making, '.built-from'), state);
  rmSync(paths.dist, { recursive: true, force: true });
  renameSync(making, paths.dist);
}

/** Changes whenever a source, the compiler's settings or a package has changed, appeared or gone. */
function stateOfSources() {
  const lines = ['ormconfig.ts', '.swcrc', 'package-lock.json'].map((path) => stateOf(path));
  for (const entry of readdirSync(join(projectFolder, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    lines.push(stateOf(join(entry.parentPath ?? entry.path, entry.name).slice(projectFolder.length + 1)));
  }
  return hashOf(lines.sort());
}

function stateOf(path) {
  const found = statSync(join(projectFolder, path), { throwIfNoEntry: false });
  return `${path} ${found?.size} ${found?.mtimeMs}\n`;
}

function run(command, args, name) {
  const { status, error } = spawnSync(command, args, { cwd: projectFolder, stdio: ['ignore', 2, 2] });
  if (error) giveUp(`${name} could not be run: ${error.message}`);
  if (status !== 0)
    giveUp(`${name} has failed${status === null ? '' : ` with status ${status}`}, see above.`);
}

function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function tryToWrite(path, text) {
  try {
    writeFileSync(path, text);
  } catch {
    // somebody else's clone that may only be read: it is compared again next time
  }
}
