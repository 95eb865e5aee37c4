import { BareChangePoints } from '../../../../evaluate/popular/baselines/bare-change-points';
import { presentRate } from '../../../../src/ranking/formulas/change-points';
import { minuteBins, siteRhythm } from '../../../../src/ranking/formulas/minute-bins';
import { Chance } from '../../../../src/traffic/chance';

const MINUTE_MS = 60_000;

test('ranks by the rate that the formula gives for the minutes of each article', () => {
  const chance = new Chance('bare');
  const maker = new BareChangePoints();
  const nowMs = 200 * MINUTE_MS + 24_000;
  const counts = Array.from({ length: 8 }, () => new Float64Array(65));
  const site = new Float64Array(65);
  for (let atMs = 0; atMs <= nowMs; atMs += 900) {
    const article = Math.floor(chance.next() ** 2 * 8);
    maker.take({ atMs, article, visitor: 0, publishedAtMs: 0 });
    const back = 200 - Math.floor(atMs / MINUTE_MS);
    if (back >= 65) continue;
    counts[article]![back]!++;
    site[back]!++;
  }
  const rhythm = siteRhythm(site, 0.4);
  const scores = counts.map((minutes, article) => ({
    article,
    score: presentRate(minuteBins(minutes, nowMs / MINUTE_MS, rhythm), rhythm.readersPerMinute).score,
  }));
  const expected = scores.sort((a, b) => b.score - a.score).map(({ article }) => article);
  expect(maker.list(nowMs, 8)).toEqual(expected);
});

test('has a burst first within minutes, and gives nobody a place who is not read', () => {
  const maker = new BareChangePoints();
  const tell = (minute: number, article: number) =>
    maker.take({ atMs: minute * MINUTE_MS, article, visitor: 0, publishedAtMs: 0 });
  for (let minute = 0; minute < 100; minute += 0.2) tell(minute, 0);
  for (let minute = 100; minute < 102; minute += 0.1) tell(minute, 1);
  expect(maker.list(102 * MINUTE_MS, 5)[0]).toBe(1);
  expect(maker.list(300 * MINUTE_MS, 5)).toEqual([]);
});
