import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { minuteBins, siteRhythm } from '../../src/ranking/formulas/minute-bins';
import { type KeptSilence, SiteSilence } from '../../src/ranking/site-silence';

const MINUTE_MS = 60_000;
const TICK_MS = 400;
const START_MS = 10_000 * MINUTE_MS;
const FIRST_MINUTES = 5;

interface View {
  comesMs: number;
  /** To which minute it counts. */
  atMs: number;
}

/** Numbers between 0 and 1 that are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Views at random, each with so many at once. */
function viewsOf({ perMinute, minutes, clump = 1 }: { perMinute: number; minutes: number; clump?: number }) {
  const random = chance(perMinute * 7 + clump);
  const views: View[] = [];
  let atMs = START_MS;
  while (atMs < START_MS + minutes * MINUTE_MS) {
    atMs += (-Math.log(random()) * clump * MINUTE_MS) / perMinute;
    for (let one = 0; one < clump; one++) views.push({ comesMs: atMs, atMs });
  }
  return views;
}

const PHASE_MS = 30_000;

/** They come together, so often; where it is once a minute, in the middle of it, so that all minutes weigh the same. */
function inBatches(views: readonly View[], everyMs: number, stamped: 'when read' | 'when they come'): View[] {
  return views.map(({ atMs }) => {
    const comesMs = (Math.floor((atMs - PHASE_MS) / everyMs) + 1) * everyMs + PHASE_MS;
    return { comesMs, atMs: stamped === 'when read' ? atMs : comesMs };
  });
}

class Feed {
  silence = new SiteSilence();
  nowMs = START_MS;
  private next = 0;
  private readonly counts = new Map<number, number>();

  constructor(private readonly views: readonly View[]) {}

  look(): void {
    this.nowMs += TICK_MS;
    for (; this.next < this.views.length; this.next++) {
      const { comesMs, atMs } = this.views[this.next]!;
      if (comesMs > this.nowMs) break;
      const minute = Math.floor(atMs / MINUTE_MS);
      this.counts.set(minute, (this.counts.get(minute) ?? 0) + 1);
    }
    this.silence.look(this.site(), this.nowMs);
  }

  /** How much of the minutes it stood still, and the rate of the newest bins that are a minute together. */
  pass(minutes: number): { stillPart: number; perMinute: number } {
    const looks = (minutes * MINUTE_MS) / TICK_MS;
    let [still, readers, length] = [0, 0, 0];
    for (let look = 0; look < looks; look++) {
      this.look();
      if (this.silence.sinceMs !== undefined) still++;
      if (look % 5 !== 0) continue;
      const newest = this.newestMinute();
      readers += newest.readers;
      length += newest.minutes;
    }
    return { stillPart: still / looks, perMinute: readers / length };
  }

  private newestMinute(): { readers: number; minutes: number } {
    const runningPart = (this.nowMs % MINUTE_MS) / MINUTE_MS;
    const rhythm = siteRhythm(this.site(), runningPart, this.silence.countedMinutes(KEPT_MINUTES));
    const newest = { readers: 0, minutes: 0 };
    for (const bin of minuteBins(this.site(), 1e6, rhythm).reverse()) {
      if (newest.minutes >= 1) break;
      newest.readers += bin.readers;
      newest.minutes += bin.minutes;
    }
    return newest;
  }

  private site(): number[] {
    const running = Math.floor(this.nowMs / MINUTE_MS);
    return Array.from({ length: KEPT_MINUTES }, (_, back) => this.counts.get(running - back) ?? 0);
  }
}

describe('views that come in batches are no outages', () => {
  test.each([
    { perMinute: 600, everySeconds: 10, stamped: 'when they come' },
    { perMinute: 600, everySeconds: 10, stamped: 'when read' },
    { perMinute: 300, everySeconds: 60, stamped: 'when they come' },
    { perMinute: 300, everySeconds: 60, stamped: 'when read' },
    { perMinute: 30, everySeconds: 60, stamped: 'when they come' },
    { perMinute: 30, everySeconds: 60, stamped: 'when read' },
  ] as const)('$perMinute a minute, every $everySeconds s, counted $stamped', (given) => {
    const { perMinute, everySeconds, stamped } = given;
    const views = viewsOf({ perMinute, minutes: 40 });
    const feed = new Feed(inBatches(views, everySeconds * 1_000, stamped));
    feed.pass(FIRST_MINUTES);
    const found = feed.pass(30);
    expect(found.stillPart).toBe(0);
    // Those of a minute that have not come yet are missed by whoever counts them when they were read.
    const least = stamped === 'when read' ? 0.8 * (1 - everySeconds / 2 / 90) : 0.8;
    expect(found.perMinute / perMinute).toBeGreaterThan(least);
    expect(found.perMinute / perMinute).toBeLessThan(1.2);
  });

  test.each([
    { perMinute: 300, everySeconds: 60 },
    { perMinute: 2_000, everySeconds: 60 },
  ])(
    '$perMinute a minute, every $everySeconds s, stand still at first, with rates that are right',
    (given) => {
      const { perMinute, everySeconds } = given;
      const feed = new Feed(
        inBatches(viewsOf({ perMinute, minutes: 10 }), everySeconds * 1_000, 'when they come'),
      );
      feed.pass(2);
      const first = [feed.pass(1), feed.pass(1), feed.pass(1)];
      expect(Math.max(...first.map(({ stillPart }) => stillPart))).toBeGreaterThan(0.5);
      for (const found of first) {
        expect(found.perMinute / perMinute).toBeGreaterThan(0.7);
        expect(found.perMinute / perMinute).toBeLessThan(1.4);
      }
      expect(first.at(-1)!.stillPart).toBe(0);
    },
  );

  test('nor are clumps of four, for four hours', () => {
    const feed = new Feed(viewsOf({ perMinute: 12, minutes: 240, clump: 4 }));
    feed.pass(FIRST_MINUTES);
    const found = feed.pass(230);
    expect(found.stillPart).toBeLessThan(0.01);
    expect(found.perMinute / 12).toBeGreaterThan(0.8);
    expect(found.perMinute / 12).toBeLessThan(1.2);
  });

  test('and what was taken for silent in the first minutes is so no more once its views have come', () => {
    for (const stamped of ['when read', 'when they come'] as const) {
      const feed = new Feed(inBatches(viewsOf({ perMinute: 300, minutes: 10 }), 60_000, stamped));
      expect(feed.pass(FIRST_MINUTES).stillPart).toBeGreaterThan(0.1);
      expect(feed.silence.countedMinutes(KEPT_MINUTES)).toBeUndefined();
    }
  });
});

/** Without the views that were read in so many seconds. */
const without = (views: readonly View[], fromMs: number, seconds: number) =>
  views.filter(({ atMs }) => atMs < fromMs || atMs >= fromMs + seconds * 1_000);

describe('an outage of a minute at 137 views a minute', () => {
  const views = viewsOf({ perMinute: 137, minutes: 200 });
  const outageMs = START_MS + 90 * MINUTE_MS + 20_000;

  test('is seen within a quarter of it, and left out once it is over', () => {
    const feed = new Feed(without(views, outageMs, 60));
    feed.pass(90);
    expect(feed.pass(1).stillPart).toBeGreaterThan(0.25);
    expect(feed.silence.sinceMs! / 1_000).toBeCloseTo(outageMs / 1_000, -1);
    const after = feed.pass(5);
    expect(after.stillPart).toBeLessThan(0.1);
    expect(after.perMinute / 137).toBeGreaterThan(0.8);
    expect(after.perMinute / 137).toBeLessThan(1.2);
    expect(silentSeconds(feed)).toBeGreaterThan(50);
  });

  test('is seen though two have been before it within the hour', () => {
    const before = without(without(views, outageMs - 40 * MINUTE_MS, 60), outageMs - 20 * MINUTE_MS, 90);
    const feed = new Feed(without(before, outageMs, 60));
    feed.pass(90);
    expect(feed.pass(1).stillPart).toBeGreaterThan(0.25);
  });

  test('is left out though three times as many are read after it', () => {
    const thrice = without(views, outageMs, 60).flatMap((view) =>
      view.atMs > outageMs ? [view, view, view] : [view],
    );
    const feed = new Feed(thrice);
    feed.pass(100);
    expect(silentSeconds(feed)).toBeGreaterThan(50);
  });

  test('was none once its views have come late', () => {
    const late = views
      .map((view) => {
        const isLate = view.atMs >= outageMs && view.atMs < outageMs + 60_000;
        return isLate ? { ...view, comesMs: outageMs + 180_000 } : view;
      })
      .sort((a, b) => a.comesMs - b.comesMs);
    const feed = new Feed(late);
    feed.pass(92);
    expect(silentSeconds(feed)).toBeGreaterThan(50);
    feed.pass(3);
    expect(silentSeconds(feed)).toBe(0);
  });
});

test('the next leader knows of the batches, and one that finds what an earlier version kept begins anew', () => {
  const feed = new Feed(inBatches(viewsOf({ perMinute: 300, minutes: 40 }), 60_000, 'when they come'));
  feed.pass(20);
  const { gaps, before, ...earlier } = JSON.parse(JSON.stringify(feed.silence.kept())) as KeptSilence;
  feed.silence = new SiteSilence();
  feed.silence.takeOver({ gaps, before, ...earlier });
  expect(feed.pass(3).stillPart).toBe(0);
  feed.silence = new SiteSilence();
  feed.silence.takeOver({ ...earlier, lastViewMs: feed.nowMs, seenMs: feed.nowMs, neededMs: 1_000 });
  expect(feed.pass(3).stillPart).toBeGreaterThan(0.1);
  expect(feed.pass(3).stillPart).toBeLessThan(0.1);
  expect(feed.pass(3).stillPart).toBe(0);
});

function silentSeconds({ silence, nowMs }: Feed): number {
  const counted = silence.countedMinutes(KEPT_MINUTES);
  if (counted === undefined) return 0;
  const sum = counted.reduce((minutes, { part }) => minutes + part, 0);
  return (KEPT_MINUTES - 1 + (nowMs % MINUTE_MS) / MINUTE_MS - sum) * 60;
}
