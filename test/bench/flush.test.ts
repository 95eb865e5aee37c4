// A short form of the bench, so that it cannot rot; the lag of a run this short on a busy machine says little.

import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of the flush prints the lag, and ends with every view in Postgres', async () => {
  const root = join(__dirname, '..', '..');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/flush.ts', '--quick'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(status).toBe(0);
  expect(printed).toMatch(/flush lag p50 \d+ ms, p99 \d+ ms, max \d+ ms/);
  const [, counted, stored] = /counted (\d+), in Postgres (\d+)/.exec(printed) ?? [];
  expect(Number(counted)).toBeGreaterThan(0);
  expect(stored).toBe(counted);
}, 180_000);
