import { Registry } from 'prom-client';
import { RankingFigures, type TickFigures } from '../../src/ranking/ranking-figures';

const AT_MS = Date.UTC(2026, 3, 1, 12);

/** What else a tick tells plays no part here. */
const aTick = (given: Partial<TickFigures> = {}): TickFigures =>
  ({
    ...{ leads: true, seconds: {}, failed: false, skipped: 0, silentSinceMs: undefined },
    ...{ lists: 3, computedAtMs: AT_MS, liveArticles: 2, rated: 2, published: 1 },
    ...given,
  }) as TickFigures;

function registered() {
  const figures = new RankingFigures();
  const registry = new Registry();
  figures.register(registry, () => 250);
  const value = async (name: string) => {
    const { values } = await registry.getSingleMetric(`mostread_ranking_${name}`)!.get();
    return values[0]?.value;
  };
  return { figures, value };
}

describe('a site that falls silent', () => {
  test('stands still for as long as no view has come, once each time', async () => {
    const { figures, value } = registered();
    figures.note(aTick());
    expect(await value('standstill_seconds')).toBe(0);
    const silentSinceMs = AT_MS - 8_000;
    figures.note(aTick({ silentSinceMs }));
    expect(await value('standstill_seconds')).toBe(8);
    figures.note(aTick({ silentSinceMs, computedAtMs: AT_MS + 22_000 }));
    expect(await value('standstill_seconds')).toBe(30);
    expect(await value('standstills_total')).toBe(1);
    figures.note(aTick());
    expect(await value('standstill_seconds')).toBe(0);
    figures.note(aTick({ silentSinceMs: AT_MS }));
    expect(await value('standstills_total')).toBe(2);
  });

  test('is told of by whoever leads alone', async () => {
    const { figures, value } = registered();
    const silent = aTick({ silentSinceMs: AT_MS - 8_000 });
    figures.note({ ...silent, leads: false });
    expect(await value('standstill_seconds')).toBe(0);
    expect(await value('standstills_total')).toBe(0);
    figures.note(silent);
    expect(await value('standstill_seconds')).toBe(8);
    // Where ranking has a thread of its own, and that has gone.
    figures.forget();
    expect(await value('standstill_seconds')).toBe(0);
  });
});

test('ticks that were left out or failed, and snapshots, are counted; the rest is as the last tick left it', async () => {
  const { figures, value } = registered();
  figures.note(aTick({ skipped: 2, failed: true, published: 0 }));
  figures.note(aTick({ skipped: 1, lists: 5, liveArticles: 7, rated: 6 }));
  const names = ['ticks_skipped_total', 'ticks_failed_total', 'snapshots_total', 'lists', 'live_articles'];
  expect(await Promise.all(names.map(value))).toEqual([3, 1, 1, 5, 7]);
  expect(await value('candidates')).toBe(6);
  expect(await value('leader')).toBe(1);
  expect(await value('lag_seconds')).toBe(0.25);
});
