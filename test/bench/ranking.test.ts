// A short form of the bench, so that it cannot rot; how long a tick takes on a busy machine says little.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of ranking tells where the time of a tick goes, and what holds up the loop', async () => {
  const root = join(__dirname, '..', '..');
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const json = join(folder, 'ranking.json');
  const hook = ['--require', './test/setup/typescript-hook.cjs'];
  const bench = [...hook, 'bench/ranking.ts', '--quick', '--json', json];
  try {
    const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
    expect(status).toBe(0);
    for (const part of ['tick', 'read', '  stream', 'rank', '  popularNow', 'publish', '  send']) {
      expect(printed).toMatch(new RegExp(`^${part} +[\\d.]+ +[\\d.]+`, 'm'));
    }
    const { measured } = JSON.parse(await readFile(json, 'utf8'));
    expect(measured.map(({ thread }: { thread: string }) => thread)).toEqual(['own', 'off', 'main']);
    const [, off] = measured;
    expect([off.ticks, off.snapshots]).toEqual([0, 0]);
    for (const one of measured.filter(({ thread }: { thread: string }) => thread !== 'off')) {
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
