// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../bench/http/contest';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench over HTTP measures the page and recordView beside their floors', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-test-'));
  const json = join(folder, 'bench.json');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/http.ts', '--quick', '--json', json];
  const { printed, status } = await runCommand(process.execPath, bench, {
    folder: join(__dirname, '..', '..'),
  });
  expect(printed).toMatch(/Mercurius\+JIT, measured \d+\.\d\d: (not )?met/);
  expect(status).toBe(0);
  const { outcomes } = JSON.parse(await readFile(json, 'utf8')) as { outcomes: Outcome[] };
  expect(outcomes.map(({ figures }) => figures.map(({ name }) => name))).toEqual([
    ['Fastify, constant', 'Mercurius+JIT', 'Mostread'],
    ['Fastify, POST', 'Mostread'],
  ]);
  for (const { figures, reach } of outcomes) {
    for (const { perSecond } of figures) expect(perSecond).toBeGreaterThan(0);
    const ours = figures.at(-1)?.perSecond ?? 0;
    const floor = figures.find(({ name }) => name === reach.floor)?.perSecond ?? 0;
    expect(reach.ratio).toBeCloseTo(ours / floor, 5);
  }
  await rm(folder, { recursive: true });
}, 240_000);
