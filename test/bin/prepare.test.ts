// A small clone of its own for each test, with an npm that only notes what it was asked for.

import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
let clone: string;

const lockFile = (version: string) => ({
  packages: {
    '': { name: 'clone' },
    'node_modules/needed': { version },
    'node_modules/for-tests': { version: '1.0.0', dev: true },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
});

/** Writes down its arguments and installs what the lock file says, as far as prepare looks. */
const fakeNpm = `
const { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules');
symlinkSync(${JSON.stringify(join(root, 'node_modules', '@swc'))}, 'node_modules/@swc');
mkdirSync('node_modules/jest');
const { packages } = JSON.parse(readFileSync('package-lock.json'));
delete packages[''];
delete packages['node_modules/for-another-system'];
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));`;

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'a clone with blanks '));
  await cp(join(root, 'bin'), join(clone, 'bin'), { recursive: true });
  await cp(join(root, '.swcrc'), join(clone, '.swcrc'));
  await mkdir(join(clone, 'src'));
  await writeFile(join(clone, 'ormconfig.ts'), 'export const database: string = "news";\n');
  await writeFile(join(clone, 'src', 'main.ts'), 'const page: number = 17;\nconsole.log("main", page);\n');
  await writeFile(join(clone, 'src', 'count.lua'), 'return 1\n');
  await writeFile(join(clone, 'npm-cli.js'), fakeNpm);
  await writeLock('1.0.0');
});

afterEach(() => rm(clone, { recursive: true, force: true }));

const writeLock = (version: string) =>
  writeFile(join(clone, 'package-lock.json'), JSON.stringify(lockFile(version)));

const npmCalls = async () =>
  (await readFile(join(clone, 'npm.log'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

async function start(): Promise<{ status: number | null; printed: string }> {
  const child: ChildProcess = spawn(process.execPath, [join(clone, 'bin', 'start.mjs')], {
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, printed };
}

describe('a start', () => {
  test('in a fresh clone installs, compiles and runs, and says so', async () => {
    const { status, printed } = await start();
    expect(status).toBe(0);
    expect(printed).toMatch(/Installing the packages.*\n {2}Compiling\nmain 17\n$/s);
    expect(await npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error']);
    expect(
      (await readdir(join(clone, 'dist', 'src'))).filter((name) => !name.endsWith('.map')).sort(),
    ).toEqual(['count.lua', 'main.js']);
  });

  test('runs at once when all is ready', async () => {
    await start();
    expect(await start()).toEqual({ status: 0, printed: 'main 17\n' });
    expect(await npmCalls()).toHaveLength(1);
  });

  test('installs again when the lock file has changed', async () => {
    await start();
    await writeLock('1.0.1');
    await start();
    expect(await npmCalls()).toHaveLength(2);
  });

  test('believes an npm install that was done by hand', async () => {
    await start();
    await rm(join(clone, 'node_modules', '.mostread-installed'));
    await start();
    expect(await npmCalls()).toHaveLength(1);
  });

  test('compiles again when a source has changed, and drops what is no longer there', async () => {
    await start();
    await writeFile(join(clone, 'src', 'main.ts'), 'console.log("main 18");\n');
    await rm(join(clone, 'src', 'count.lua'));
    const { printed } = await start();
    expect(printed).toBe('  Compiling\nmain 18\n');
    expect(await readdir(join(clone, 'dist', 'src'))).not.toContain('count.lua');
  });

  test('with a mistake in a source names it, fails, and keeps what was compiled before', async () => {
    await start();
    await writeFile(join(clone, 'src', 'main.ts'), 'const = ;\n');
    const { status, printed } = await start();
    expect(status).toBe(1);
    expect(printed).toContain('main.ts');
    expect(await readFile(join(clone, 'dist', 'src', 'main.js'), 'utf8')).toContain('17');
  });
});

test('of two starts at once one prepares and the other waits', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect(await npmCalls()).toHaveLength(1);
  expect(both.map(({ printed }) => printed.endsWith('main 17\n'))).toEqual([true, true]);
});

test('a preparation that was cut short does not keep the next one waiting', async () => {
  await mkdir(join(clone, '.mostread'));
  await writeFile(join(clone, '.mostread', 'preparing'), String(2 ** 22 - 1));
  await mkdir(join(clone, 'dist.making'));
  expect((await start()).status).toBe(0);
});

test('nor does one whose pid is another’s by now', async () => {
  await mkdir(join(clone, '.mostread'));
  const note = join(clone, '.mostread', 'preparing');
  await writeFile(note, String(process.pid));
  const longAgo = new Date(Date.now() - 60 * 60_000);
  await utimes(note, longAgo, longAgo);
  expect((await start()).status).toBe(0);
});

test('the command line keeps the folder from which it is called', async () => {
  await mkdir(join(clone, 'src', 'cli'));
  await writeFile(join(clone, 'src', 'cli', 'mostread.ts'), 'console.log(process.cwd(), process.argv[2]);\n');
  await start();
  await symlink(join(clone, 'bin', 'mostread.mjs'), join(clone, 'linked'));
  const child = spawn(process.execPath, [join(clone, 'linked'), 'import'], { cwd: tmpdir() });
  const [line] = await new Promise<Buffer[]>((resolve) =>
    child.stdout.once('data', (...data) => resolve(data)),
  );
  expect(line?.toString()).toBe(`${tmpdir()} import\n`);
});
