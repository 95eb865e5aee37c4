import fc from 'fast-check';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { type KeptSilence, SiteSilence } from '../../src/ranking/site-silence';

const MINUTE_MS = 60_000;
const NOW_MS = 10_000 * MINUTE_MS + 30_000;

/** A site that is read evenly, but for when it is not. */
class Site {
  private readonly counts = new Map<number, number>();
  readonly silence = new SiteSilence();
  nowMs = NOW_MS;

  constructor(private readonly perMinute: number) {
    for (let ms = NOW_MS - 20 * MINUTE_MS; ms < NOW_MS; ms += 1_000) this.count(ms, perMinute / 60);
    this.look();
  }

  count(atMs: number, readers: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    this.counts.set(minute, (this.counts.get(minute) ?? 0) + readers);
  }

  look(silence = this.silence): void {
    const running = Math.floor(this.nowMs / MINUTE_MS);
    const counts = Array.from({ length: KEPT_MINUTES }, (_, back) => this.counts.get(running - back) ?? 0);
    silence.look(counts, this.nowMs);
  }

  pass(seconds: number, read: 'read' | 'silent'): void {
    for (let second = 0; second < seconds; second++) {
      this.nowMs += 1_000;
      if (read === 'read') this.count(this.nowMs, this.perMinute / 60);
      this.look();
    }
  }
}

const partsOf = (silence: SiteSilence) => silence.countedMinutes(KEPT_MINUTES);
const sumOf = (silence: SiteSilence) => partsOf(silence)!.reduce((sum, { part }) => sum + part, 0);

describe('a site that is silent', () => {
  test.each([
    { perMinute: 1_000, afterSeconds: 5 },
    { perMinute: 137, afterSeconds: 7 },
    { perMinute: 20, afterSeconds: 48 },
  ])('is so after $afterSeconds seconds at $perMinute views a minute', ({ perMinute, afterSeconds }) => {
    const site = new Site(perMinute);
    site.pass(afterSeconds - 1, 'silent');
    expect(site.silence.sinceMs).toBeUndefined();
    expect(partsOf(site.silence)).toBeUndefined();
    site.pass(1, 'silent');
    expect(site.silence.sinceMs).toBe(NOW_MS);
  });

  test('may be a quiet one, where that is no wonder', () => {
    const site = new Site(6);
    site.pass(30 * 60, 'silent');
    expect(partsOf(site.silence)).toBeUndefined();
  });

  test('is a quiet one after a burst that is over', () => {
    const site = new Site(6);
    for (let second = 0; second < 60; second++) site.count(NOW_MS - 240_000 + second * 1_000, 10);
    site.pass(10, 'read');
    site.pass(110, 'silent');
    expect(site.silence.sinceMs).toBeUndefined();
  });

  test('counts the minutes before as they were, whatever the clock says', () => {
    const site = new Site(137);
    site.pass(10, 'silent');
    const atFirst = partsOf(site.silence)!;
    expect(atFirst[0]).toEqual({ back: 0, part: expect.closeTo(0.5, 9) });
    for (const seconds of [19, 1, 59, 60, 61, 600]) {
      site.pass(seconds, 'silent');
      const later = partsOf(site.silence)!;
      expect(later.slice(0, 10).map(({ part }) => part)).toEqual(
        atFirst.slice(0, 10).map(({ part }) => expect.closeTo(part, 9)),
      );
      const passed = Math.floor(site.nowMs / MINUTE_MS) - Math.floor(NOW_MS / MINUTE_MS);
      expect(later[0]!.back).toBe(passed);
    }
  });

  test('counts the silence for nothing once views come again', () => {
    const site = new Site(137);
    site.pass(100, 'silent');
    site.pass(60, 'read');
    expect(site.silence.sinceMs).toBeUndefined();
    expect(sumOf(site.silence)).toBeCloseTo(KEPT_MINUTES - 1 + 1 / 6 - 100 / 60, 6);
    site.pass(70 * 60, 'read');
    expect(partsOf(site.silence)).toBeUndefined();
  });

  test('is one for an hour at most, and then as if there had been none', () => {
    const site = new Site(137);
    site.pass(59 * 60, 'silent');
    expect(site.silence.sinceMs).toBe(NOW_MS);
    site.pass(60, 'silent');
    expect(partsOf(site.silence)).toBeUndefined();
    site.pass(1, 'read');
    expect(partsOf(site.silence)).toBeUndefined();
  });

  test('goes on under the next leader, as plain data', () => {
    const site = new Site(137);
    site.pass(40, 'silent');
    site.pass(20, 'read');
    site.pass(30, 'silent');
    const next = new SiteSilence();
    next.takeOver(JSON.parse(JSON.stringify(site.silence.kept())) as KeptSilence);
    site.pass(5, 'silent');
    site.look(next);
    expect(next.sinceMs).toBe(site.silence.sinceMs);
    expect(partsOf(next)).toEqual(partsOf(site.silence));
  });

  test('ends though the first views came between two leaders', () => {
    const site = new Site(137);
    site.pass(30, 'silent');
    const next = new SiteSilence();
    next.takeOver(site.silence.kept());
    site.pass(3, 'read');
    site.look(next);
    expect(next.sinceMs).toBeUndefined();
    const silentMs = (KEPT_MINUTES - 1 + (site.nowMs % MINUTE_MS) / MINUTE_MS - sumOf(next)) * MINUTE_MS;
    expect(silentMs).toBeCloseTo(30_000, 3);
  });

  test('is seen by a leader that knows of none before', () => {
    const site = new Site(137);
    site.pass(4 * 60, 'silent');
    const next = new SiteSilence();
    site.look(next);
    // By minutes of the clock: the one in which views came last counts whole.
    expect(next.sinceMs).toBe(NOW_MS + 30_000);
  });

  test('is none where it was not looked, but for whole minutes without a view', () => {
    const site = new Site(137);
    site.nowMs += 25_000;
    site.count(site.nowMs, 1);
    site.look();
    expect(partsOf(site.silence)).toBeUndefined();
    site.nowMs += 3 * MINUTE_MS;
    site.count(site.nowMs, 1);
    site.look();
    expect(sumOf(site.silence)).toBeCloseTo(KEPT_MINUTES - 1 + 55 / 60 - 125 / 60, 6);
  });

  test('is forgotten when the clock was put back', () => {
    const site = new Site(137);
    site.pass(60, 'silent');
    site.nowMs -= 10 * MINUTE_MS;
    site.look();
    expect(site.silence.sinceMs).toBeUndefined();
  });

  test('never takes more of a minute than there is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom('read', 'silent')), {
          maxLength: 8,
        }),
        (spans) => {
          const site = new Site(137);
          for (const [seconds, read] of spans) site.pass(seconds, read as 'read' | 'silent');
          for (const { part } of partsOf(site.silence) ?? []) {
            expect(part).toBeGreaterThanOrEqual(0);
            expect(part).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
