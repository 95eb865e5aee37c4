// A short form of the bench, so that it cannot rot; how long a tick takes on a busy machine says little.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of ranking prints ticks and blocks, with a thread of its own and on the main thread', async () => {
  const root = join(__dirname, '..', '..');
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const json = join(folder, 'ranking.json');
  const hook = ['--require', './test/setup/typescript-hook.cjs'];
  const bench = [...hook, 'bench/ranking.ts', '--quick', '--json', json];
  try {
    const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
    expect(status).toBe(0);
    expect(printed).toMatch(/^own: p99 of +lease [\d.]+ +read [\d.]+ +cards [\d.]+ +rank [\d.]+ +publish/m);
    const { measured } = JSON.parse(await readFile(json, 'utf8'));
    expect(measured.map(({ thread }: { thread: string }) => thread)).toEqual(['own', 'main']);
    for (const one of measured) {
      // The site, three languages and forty sections.
      expect(one.lists).toBeGreaterThanOrEqual(44);
      expect(one.liveArticles).toBe(3_000);
      expect(one.ticks).toBeGreaterThan(0);
      expect(one.snapshots).toBeGreaterThan(0);
      expect(one.tickMs.p50).toBeGreaterThan(0);
      expect(one.blockedMs.max).toBeGreaterThan(0);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
