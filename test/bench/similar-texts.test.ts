// A short form of the bench, so that it cannot rot; what it takes on a busy machine says little.

import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('the bench of similar texts prints what an article takes, and has each its list', async () => {
  const root = join(__dirname, '..', '..');
  const hook = ['--expose-gc', '--require', './test/setup/typescript-hook.cjs'];
  const bench = [...hook, 'bench/similar-texts.ts', '--quick'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(status).toBe(0);
  expect(printed).toMatch(/500 articles: [\d.]+ s, \d+ articles\/s, [\d.]+ ms an article by the clock/);
  expect(printed).toMatch(/[\d.]+ ms of this process, (?:[\d.]+|NaN) ms of Postgres/);
  expect(Number(/([\d.]+) lists written/.exec(printed)?.[1])).toBeGreaterThanOrEqual(1);
  expect(printed).toMatch(/published while all are read again: \d+ ms p50, \d+ ms at most/);
  expect(printed).toMatch(/one more article: \d+ ms p50/);
}, 180_000);
