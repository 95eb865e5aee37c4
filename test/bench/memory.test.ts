import { join } from 'node:path';
import { runCommand } from '../../src/platform/processes/run-command';

const root = join(__dirname, '..', '..');

/** The figures that the words stand before. */
function figuresAfter(words: RegExp, printed: string): number[] {
  return [...printed.matchAll(new RegExp(`${words.source} ([\\d.]+) bytes`, 'g'))].map(([, figure]) =>
    Number(figure),
  );
}

test('a deduped view costs at most eight bytes, also with 30 % on one article, a live article a kilobyte', async () => {
  const bench = ['--require', './test/setup/typescript-hook.cjs', 'bench/memory.ts', '--quick'];
  const { printed, status } = await runCommand(process.execPath, bench, { folder: root });
  expect(status).toBe(0);
  const views = [
    ...printed.matchAll(/, (.+): ([\d.]+) bytes a view \((\d+) sets, (\d+) of them unpacked\)/g),
  ];
  expect(views.map(([, shape]) => shape)).toEqual(['even', '30 % on one article']);
  for (const [, , bytes, sets, unpacked] of views) {
    expect(Number(bytes)).toBeLessThanOrEqual(8);
    expect(Number(sets)).toBe(2_048);
    expect(Number(unpacked)).toBe(0);
  }
  const parts = [/boards of the hour, the day and the week/, /totals/, /counters of two slices/];
  const [boards, totals, counters] = parts.map((part) => figuresAfter(part, printed)[0]!);
  const [whole] = figuresAfter(/over its boards and counters/, printed);
  // Three places on boards, one field of the totals and seven of slices: less than this would be something forgotten.
  expect(boards).toBeGreaterThan(150);
  expect(totals).toBeGreaterThan(20);
  expect(counters).toBeGreaterThan(200);
  expect(Math.abs(whole! - (boards! + totals! + counters!))).toBeLessThanOrEqual(2);
  expect(whole).toBeLessThanOrEqual(1_024);
  expect(figuresAfter(/a neighbour board of 30 with its clock/, printed)[0]).toBeLessThanOrEqual(1_024);
  expect(Number(/apart from it: (\d+) bytes for each minute/.exec(printed)?.[1])).toBeLessThanOrEqual(130);
  expect(printed.match(/: met$/gm)).toHaveLength(3);
}, 180_000);
