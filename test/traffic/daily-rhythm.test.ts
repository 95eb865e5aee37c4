import { DailyRhythm } from '../../src/traffic/daily-rhythm';

const MIDNIGHT_MS = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;
const day = Array.from({ length: 24 * 60 }, (_, minute) => MIDNIGHT_MS + minute * MINUTE_MS);

describe('the daily rhythm', () => {
  test.each(['UTC', 'Asia/Seoul', 'Asia/Kathmandu', 'America/New_York'])('has a mean of 1 in %s', (zone) => {
    const rhythm = new DailyRhythm(zone);
    const factors = day.map((atMs) => rhythm.factorAt(atMs));
    expect(factors.reduce((sum, factor) => sum + factor, 0) / day.length).toBeCloseTo(1, 2);
    expect(Math.min(...factors)).toBeGreaterThan(0.3);
    expect(Math.max(...factors)).toBeLessThanOrEqual(DailyRhythm.MOST);
  });

  test('changes smoothly', () => {
    const rhythm = new DailyRhythm('UTC');
    const steps = day.map((atMs) => Math.abs(rhythm.factorAt(atMs + MINUTE_MS) - rhythm.factorAt(atMs)));
    expect(Math.max(...steps)).toBeLessThan(0.01);
  });

  test.each([
    { zone: 'UTC', quietHour: 4, busyHour: 20 },
    { zone: 'Asia/Seoul', quietHour: 19, busyHour: 11 },
    { zone: 'America/New_York', quietHour: 8, busyHour: 0 },
  ])('follows the clock on the wall in $zone', ({ zone, quietHour, busyHour }) => {
    const rhythm = new DailyRhythm(zone);
    const at = (hour: number) => rhythm.factorAt(MIDNIGHT_MS + hour * 60 * MINUTE_MS);
    expect(at(busyHour) / at(quietHour)).toBeGreaterThan(3);
  });
});
