// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of keeping the rollups does each act, and tells how long a flusher waited', async () => {
  const bench = [
    '--expose-gc',
    '--require',
    './test/setup/typescript-hook.cjs',
    'bench/keeping.ts',
    '--quick',
  ];
  const { printed, status } = await runCommand(process.execPath, bench, {
    folder: join(__dirname, '..', '..'),
  });
  for (const act of ['boards of an empty Redis', 'excluding them: \\d+ views', 'hours to days: \\d+ of them'])
    expect(printed).toMatch(new RegExp(`${act} +\\d+\\.\\d +\\d+ +\\d+`));
  expect(printed).toMatch(/forgetting a visitor of 100 views/);
  expect(printed).toMatch(/retention: \d+ tables dropped/);
  expect(status).toBe(0);
}, 180_000);
