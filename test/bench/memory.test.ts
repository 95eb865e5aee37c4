import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

test('at two million views a slice a deduped view costs at most eight bytes, its share of the keys included', async () => {
  const root = join(__dirname, '..', '..');
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/memory.ts', '--quick'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(status).toBe(0);
  const [, bytes, unpacked] =
    /: ([\d.]+) bytes a view \(\d+ sets, (\d+) of them unpacked\)/.exec(printed) ?? [];
  expect(Number(bytes)).toBeLessThanOrEqual(8);
  expect(Number(unpacked)).toBe(0);
}, 120_000);
