// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../bench/http/contest';
import type { DashboardsCost } from '../../bench/live/dashboards';
import type { FreshnessOutcome } from '../../bench/live/freshness';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of live lists measures polling, dashboards, and how fresh lists are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-test-'));
  const json = join(folder, 'live.json');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/live.ts', '--quick', '--json', json];
  const { printed, status } = await runCommand(process.execPath, bench, {
    folder: join(__dirname, '..', '..'),
  });
  expect(printed).toMatch(/Fastify, 304, measured \d+\.\d\d: (not )?met/);
  expect(status).toBe(0);
  const { polling, dashboards, freshness } = JSON.parse(await readFile(json, 'utf8')) as {
    polling: Outcome;
    dashboards: DashboardsCost;
    freshness: FreshnessOutcome;
  };
  expect(polling.figures.map(({ name }) => name)).toEqual(['Fastify, 304', 'Mostread']);
  for (const { perSecond } of polling.figures) expect(perSecond).toBeGreaterThan(0);
  expect(dashboards.polls).toBeGreaterThan(50);
  expect(dashboards.unchanged).toBeGreaterThan(0);
  expect(freshness.acknowledged).toBeGreaterThan(100);
  expect(freshness.polled.samples).toBeGreaterThan(0);
  expect(freshness.polled.p50Ms).toBeGreaterThan(0);
  expect(freshness.updates).toBeGreaterThan(10);
  await rm(folder, { recursive: true });
}, 300_000);
