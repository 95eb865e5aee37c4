import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunning, removeRunning, writeRunning } from '../../src/compose/running-newsroom';

const note = {
  databaseUrl: 'postgres://a:secret@127.0.0.1:1/b',
  redis: { url: 'redis://:secret@127.0.0.1:2' },
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'running '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the note of a running newsroom', () => {
  test('is found while its process lives, and only its owner can read it', async () => {
    await writeRunning(folder, note);
    expect(await readRunning(folder)).toMatchObject({ ...note, pid: process.pid });
    expect((await stat(join(folder, 'running.json'))).mode & 0o777).toBe(0o600);
  });

  test('learns the address when the API is up', async () => {
    await writeRunning(folder, note);
    await writeRunning(folder, { ...note, apiUrl: 'http://127.0.0.1:4000' });
    expect(await readRunning(folder)).toMatchObject({ apiUrl: 'http://127.0.0.1:4000' });
  });

  test('of a process that was killed counts for nothing', async () => {
    await writeRunning(folder, note);
    const written = JSON.parse(await readFile(join(folder, 'running.json'), 'utf8'));
    await writeFile(join(folder, 'running.json'), JSON.stringify({ ...written, birth: 'an earlier one' }));
    expect(await readRunning(folder)).toBeUndefined();
  });

  test('that was cut short, or was never written, counts for nothing', async () => {
    expect(await readRunning(folder)).toBeUndefined();
    await writeFile(join(folder, 'running.json'), '{"pid": 1');
    expect(await readRunning(folder)).toBeUndefined();
  });

  test('may be removed twice', async () => {
    await writeRunning(folder, note);
    await removeRunning(folder);
    await removeRunning(folder);
    expect(await readdir(folder)).toEqual([]);
  });
});
