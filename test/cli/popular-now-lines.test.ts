import type { ListChange } from '../../src/cli/list-changes';
import { type LinePlace, lineOf } from '../../src/cli/popular-now-lines';
import { columnsOf } from '../../src/cli/terminal-text';

const place = (headline: string, readersPerMinute: number): LinePlace => ({
  article: 1,
  headline,
  readersPerMinute,
});
const harbour = place('Two skippers, one mooring, and a council that cannot count', 42.4);
const korean = place('해린 거리 60년, 바다를 건너온 사람들이 지킨 골목과 그 이야기', 3.25);

const changes: ListChange<LinePlace>[] = [
  { kind: 'ROSE', place: harbour, rank: 1, was: 3 },
  { kind: 'ENTERED', place: korean, rank: 2 },
  { kind: 'FELL', place: place('Bread', 120), rank: 5, was: 1 },
  { kind: 'LEFT', place: harbour, was: 5 },
];

describe('a line about Popular Now', () => {
  test('is compact and in columns', () => {
    expect(changes.map((change) => lineOf(change, '14:05:12', 80))).toEqual([
      '14:05:12  1 ▲ Two skippers, one mooring, and a council that ca…   42/min  was 3',
      '14:05:12  2 + 해린 거리 60년, 바다를 건너온 사람들이 지킨 골목…  3.3/min  new',
      '14:05:12  5 ▼ Bread                                              120/min  was 1',
      '14:05:12    - Two skippers, one mooring, and a council that ca…           left',
    ]);
  });

  test.each([
    { perMinute: 0, written: ' <1/min ' },
    { perMinute: 0.94, written: ' <1/min ' },
    { perMinute: 0.96, written: ' 1.0/min ' },
    { perMinute: 9.94, written: ' 9.9/min ' },
    { perMinute: 9.96, written: ' 10/min ' },
    { perMinute: 12_345, written: ' 12345/min ' },
  ])('writes $perMinute readers a minute as "$written"', ({ perMinute, written }) => {
    const line = lineOf({ kind: 'ENTERED', place: place('Bread', perMinute), rank: 1 }, '14:05:12', 80);
    expect(line).toContain(written);
  });

  test.each([42, 60, 80, 132, 400])('fits a terminal of %d columns', (columns) => {
    const widths = changes.map((change) => columnsOf(lineOf(change, '14:05:12', columns)));
    expect(Math.max(...widths)).toBeLessThan(columns);
  });
});
