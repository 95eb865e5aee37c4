// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of the questions fills a database, asks each and shows the plans', async () => {
  const root = join(__dirname, '..', '..');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/questions.ts', '--quick'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(printed).toMatch(/\d+ in article_day/);
  expect(printed).toMatch(/mostRead YEAR, site, section or language +\d+\.\d\d +\d+\.\d\d +20/);
  expect(printed).toMatch(/mostRead from\/to, nearly a year +\d+\.\d\d +\d+\.\d\d +20/);
  expect(printed).toMatch(/Execution Time: /);
  expect(status).toBe(0);
}, 120_000);
