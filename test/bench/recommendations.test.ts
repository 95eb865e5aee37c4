// A short form of the bench, so that it cannot rot; how fast a busy machine is says little.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of recommendations prints lists a core, times in the server and bytes an article', async () => {
  const root = join(__dirname, '..', '..');
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const json = join(folder, 'recommendations.json');
  const hook = ['--require', './test/setup/typescript-hook.cjs'];
  const bench = [...hook, 'bench/recommendations.ts', '--quick', '--json', json];
  try {
    const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
    expect(status).toBe(0);
    expect(printed).toMatch(/^of the article alone +\d+ +\d+ us$/m);
    expect(printed).toMatch(/in the server p50 [\d.]+ ms, p99 [\d.]+ ms/);
    const { measured } = JSON.parse(await readFile(json, 'utf8'));
    const { served, inProcess, bytes } = measured;
    expect(inProcess.map(({ read }: { read: number }) => read)).toEqual([0, 3]);
    for (const { listsPerCore } of inProcess) expect(listsPerCore).toBeGreaterThan(0);
    expect(served.sent).toBeGreaterThan(100);
    expect(served.whole).toBe(served.sent);
    expect(served.p99Ms).toBeGreaterThan(0);
    expect(printed).toMatch(/^processor time of a request: \d+ us of the server/m);
    expect(served.effort.answeringMs).toBeGreaterThan(0);
    expect(served.effort.garbageMs).toBeGreaterThan(0);
    expect(served.askingMs).toBeGreaterThan(0);
    // Of a few articles what every Redis takes is a part of it.
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThan(2_048);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 300_000);
