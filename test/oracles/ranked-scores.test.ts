// What the API says of a score against what follows from the readers alone: here it is known who read what in which
// minute, and nothing of it is asked of the program.

import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';
import { oracleScore } from './change-points.oracle';
import { oracleBins, oracleSiteRate } from './minute-bins.oracle';

const stores = useStores();
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 10);
const names = [
  ...['bridge', 'tower', 'harbour', 'market', 'school', 'theatre', 'station', 'museum'],
  ...['library', 'stadium', 'hospital', 'airport', 'garden', 'castle', 'quarry', 'mill'],
];

const clock = new ReplayClock(START_MS);
clock.runOften();
let live: LiveNewsroom;
/** Readers by article and minute of the clock. */
const read = new Map<string, Map<number, number>>();
const publishedAt = new Map<string, number>();

let seed = 7;
/** Park and Miller: the same readers in every run. */
const random = () => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS);

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const articles = await live.publish(names, (name) => {
    const ageMinutes = names.indexOf(name) < 6 ? 3 + 9 * names.indexOf(name) : 600;
    publishedAt.set(name, START_MS - ageMinutes * MINUTE_MS);
    return { publishedAt: new Date(publishedAt.get(name)!) };
  });
  for (let round = 0; round < 25; round++) {
    for (const [index, name] of names.entries()) {
      // Some are read now and then, some rise, some are over.
      const busy = index % 4 === 0 ? round > 18 : index % 4 === 1 ? round < 9 : random() < 0.4;
      const times = busy ? Math.floor(random() * 12) : 0;
      if (times === 0) continue;
      await live.read(articles.get(name)!.id, times);
      const minutes = read.get(name) ?? new Map<number, number>();
      const minute = minuteOf(clock.nowMs());
      read.set(name, minutes.set(minute, (minutes.get(minute) ?? 0) + times));
    }
    await clock.jumpTo(clock.nowMs() + Math.ceil(random() * 4) * 23_000);
  }
  // No rate is older than the list.
  await clock.jumpTo(clock.nowMs() + 11_000);
});

afterAll(() => live.stop());

async function shown() {
  const { popularNow } = await live.ask(`{ popularNow(first: 50) {
    edges { score reason viewsInWindow node { slug } explain { parts { kind value } readersPerMinute since } }
    snapshot { computedAt }
  } }`);
  return popularNow;
}

test('explained parts add up to the score, whatever the reason', async () => {
  const { edges } = await shown();
  expect(edges.length).toBe(names.length);
  for (const { score, explain } of edges) {
    const sum = explain.parts.reduce((total: number, part: { value: number }) => total + part.value, 0);
    expect(sum).toBeCloseTo(score, 9);
  }
});

test('each score, each part of it and each view follow from the readers', async () => {
  const { edges, snapshot } = await shown();
  const atMs = snapshot.computedAt.getTime();
  const now = minuteOf(atMs);
  const runningPart = (atMs % MINUTE_MS) / MINUTE_MS;
  const readersOf = (name: string) => (back: number) => read.get(name)?.get(now - back) ?? 0;
  const site = (back: number) => names.reduce((sum, name) => sum + readersOf(name)(back), 0);
  const siteRate = oracleSiteRate(site, 0, runningPart);
  let ranked = 0;
  for (const { node, score, reason, viewsInWindow, explain } of edges) {
    const name = node.slug.replace('about-the-', '');
    const readers = readersOf(name);
    const hour = Array.from({ length: 60 }, (_, back) => readers(back)).reduce((sum, one) => sum + one, 0);
    expect([name, viewsInWindow]).toEqual([name, hour]);
    expect([name, reason === 'READ_NOW']).toEqual([name, hour > 0]);
    if (hour === 0) continue;
    ranked++;
    const publishedBack = now - minuteOf(publishedAt.get(name)!);
    const bins = oracleBins({ readers, site, publishedBack, runningPart });
    const wanted = oracleScore(bins, siteRate);
    // It is told to three digits behind the point, and to seven below one; no part is off by more than the last digit.
    const digit = wanted >= 1 ? 1e-3 : 1e-7;
    expect(Math.abs(score - wanted)).toBeLessThan(digit / 2 + 1e-6 * wanted);
    const newness = partOf(explain.parts, 'NEWNESS');
    const rates = partOf(explain.parts, 'RATE') + partOf(explain.parts, 'OTHER_RATES');
    expect(newness).toBeLessThanOrEqual(rates * 0.1 + digit);
    // Counted by hand: all its readers since the minute that it says.
    const minutes = (atMs - explain.since.getTime()) / MINUTE_MS;
    const since = Array.from({ length: 60 }, (_, back) => back).filter(
      (back) => (now - back) * MINUTE_MS >= explain.since.getTime() - MINUTE_MS,
    );
    const counted = since.reduce((sum, back) => sum + readers(back), 0) / Math.max(minutes, 1);
    expect(explain.readersPerMinute).toBeLessThanOrEqual(counted + 1e-9);
  }
  expect(ranked).toBeGreaterThan(8);
});

function partOf(parts: { kind: string; value: number }[], kind: string): number {
  return parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + part.value, 0);
}
