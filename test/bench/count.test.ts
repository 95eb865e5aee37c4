// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountOutcome } from '../../bench/count/count-contest';
import type { Outcome } from '../../bench/http/contest';
import { runCommand } from '../../src/platform/processes/run-command';

interface Printed {
  counted: CountOutcome[];
  outcomes: Outcome[];
}

test('the bench of the counting measures batches and single views beside floors, and finds all counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-test-'));
  const json = join(folder, 'count.json');
  const bench = [
    '--require',
    './test/setup/typescript-hook.cjs',
    'bench/count.ts',
    '--quick',
    '--json',
    json,
  ];
  const root = join(__dirname, '..', '..');
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(printed).toMatch(/measured \d+\.\d\d: (not )?met/);
  expect(status).toBe(0);
  const { counted, outcomes } = JSON.parse(await readFile(json, 'utf8')) as Printed;
  expect(counted.map(({ figures }) => figures.map(({ name }) => name))).toEqual([
    ['bare script x 64', 'Mostread'],
    ['bare script x 64', 'the same, and learning', 'Mostread'],
  ]);
  for (const { figures, reach } of counted) {
    for (const { perSecond, views } of figures) {
      expect(perSecond).toBeGreaterThan(0);
      expect(views).toBeGreaterThan(0);
    }
    expect(reach.ratio).toBeCloseTo(figures.at(-1)!.perSecond / figures[0]!.perSecond, 5);
  }
  expect(counted[1]!.figures.at(-1)!.learnt).toBeGreaterThan(0);
  expect(outcomes.map(({ reach }) => reach.floor)).toEqual(['Fastify, POST']);
  await rm(folder, { recursive: true });
}, 240_000);
