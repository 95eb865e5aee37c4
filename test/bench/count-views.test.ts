// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of the counting runs both sides and prints their ratio', async () => {
  const root = join(__dirname, '..', '..');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/count-views.ts', '0.3', '1'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(status).toBe(0);
  expect(printed).toMatch(/bare script +\d+ views\/s/);
  expect(printed).toMatch(/counter +\d+ views\/s.*ratio \d+\.\d\d/);
}, 60_000);
