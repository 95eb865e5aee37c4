// A short form of the bench, so that it cannot rot; the figures of a run this short say nothing.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of the questions fills a database, asks each and shows the plans', async () => {
  const root = join(__dirname, '..', '..');
  const folder = await mkdtemp(join(tmpdir(), 'mostread-plans-'));
  const file = join(folder, 'plans.txt');
  try {
    const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/questions.ts', '--quick'];
    const { printed, status } = await runCommand(process.execPath, [...bench, '--plans', file], {
      folder: root,
    });
    expect(printed).toMatch(/\d+ in article_day/);
    expect(printed).toMatch(/mostRead YEAR, site, section or language +\d+\.\d\d +\d+\.\d\d +20/);
    expect(printed).toMatch(/mostRead from\/to, nearly a year +\d+\.\d\d +\d+\.\d\d +20/);
    const plans = await readFile(file, 'utf8');
    expect(plans).toMatch(/article_month/);
    expect(plans).toMatch(/article_recent/);
    expect(plans.match(/Execution Time: /g)!.length).toBeGreaterThan(8);
    expect(status).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
