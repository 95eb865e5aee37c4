import { type GeneratedView, generatedViews, headerOf, lineOf } from '../../src/traffic/generated-log';
import { inventedStories } from '../../src/traffic/invented-stories';

const startMs = Date.UTC(2026, 0, 1, 8);
const HOUR_MS = 3_600_000;

function viewsOf(changes: { seed?: string; zipf?: number; goesOn?: number; breaksPerHour?: number } = {}) {
  const { seed = 'a', zipf = 1, goesOn = 0.55, breaksPerHour = 0 } = changes;
  const endMs = startMs + 2 * HOUR_MS;
  const stories = inventedStories({ seed, articles: 200, startMs, endMs, zipfExponent: zipf });
  const traffic = {
    ...{ seed, startMs, timeZone: 'UTC', leastShare: 0.2, visitorsPerMinute: 60, breaksPerHour, goesOn },
    ...{ breakHeight: 3, breaksAtStart: 0, visitorsAtStart: 0 },
  };
  return { stories, views: [...generatedViews({ traffic, stories, endMs })] };
}

/** How many read each article, most first. */
function countsOf(views: readonly GeneratedView[]): number[] {
  const counts = new Map<string, number>();
  for (const { article } of views) counts.set(article, (counts.get(article) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

describe('a generated log', () => {
  const usual = viewsOf();

  test('is the same for the same seed, and another for another', () => {
    expect(viewsOf().views).toEqual(usual.views);
    expect(viewsOf({ seed: 'b' }).views).not.toEqual(usual.views);
  });

  test('is in order of time, and reads no story before it is out', () => {
    const outAt = new Map(usual.stories.map(({ id, publishedAtMs }) => [id, publishedAtMs]));
    let latest = 0;
    for (const { timestamp, article } of usual.views) {
      expect(timestamp).toBeGreaterThanOrEqual(latest);
      expect(timestamp).toBeGreaterThanOrEqual(outAt.get(article)!);
      latest = timestamp;
    }
  });

  test('lets clicks on a rail fall with the place', () => {
    const slots = [1, 2, 3, 4, 5].map(
      (slot) => usual.views.filter((view) => view.rail === 'popular_now' && view.slot === slot).length,
    );
    expect(slots[4]).toBeGreaterThan(50);
    expect(slots).toEqual([...slots].sort((a, b) => b - a));
    expect(slots[0]! / slots[4]!).toBeGreaterThan(1.8);
    expect(usual.views.every(({ rail, source }) => (rail !== undefined) === (source === 'rail'))).toBe(true);
  });

  test('has fewer rail clicks, and shorter sessions, where fewer go on', () => {
    const shy = viewsOf({ goesOn: 0.1 }).views;
    const share = (views: readonly GeneratedView[]) => views.filter(({ rail }) => rail).length / views.length;
    expect(shy.length).toBeLessThan(usual.views.length * 0.7);
    expect(share(shy)).toBeLessThan(share(usual.views) / 2);
  });

  test('is the more uneven the larger the exponent', () => {
    const shares = [0, 1, 2].map((zipf) => {
      const { views } = viewsOf({ zipf, goesOn: 0 });
      return countsOf(views)[0]! / views.length;
    });
    expect(shares[0]).toBeLessThan(0.04);
    expect(shares[1]).toBeGreaterThan(2 * shares[0]!);
    expect(shares[2]).toBeGreaterThan(2 * shares[1]!);
  });

  test('has minutes that stand out where stories break', () => {
    const busiest = (views: readonly GeneratedView[]) => {
      const minutes = new Map<number, number>();
      for (const { timestamp } of views) {
        const minute = Math.floor(timestamp / 60_000);
        minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
      }
      return Math.max(...minutes.values());
    };
    expect(busiest(viewsOf({ breaksPerHour: 4 }).views)).toBeGreaterThan(1.5 * busiest(usual.views));
  });
});

describe('a line of it', () => {
  const view = { timestamp: 5, visitor: 'v', article: 'a', source: 'rail', rail: 'popular_now', slot: 2 };
  test.each([
    { format: 'tsv' as const, line: '5\tv\ta\trail\tpopular_now\t2\n' },
    {
      format: 'ndjson' as const,
      line: '{"timestamp":5,"visitor":"v","article":"a","source":"rail","rail":"popular_now","slot":2}\n',
    },
  ])('is of $format', ({ format, line }) => {
    expect(lineOf(view, format)).toBe(line);
  });

  test('is empty where no rail was clicked, and TSV alone has a header', () => {
    expect(lineOf({ ...view, rail: undefined, slot: undefined }, 'tsv')).toBe('5\tv\ta\trail\t\t\n');
    expect(headerOf('tsv')).toBe('timestamp\tvisitor\tarticle\tsource\trail\tslot\n');
    expect(headerOf('ndjson')).toBe('');
  });
});
