import { followPopularNow } from '../../src/cli/follow-popular-now';
import { SimulatedClock } from '../../src/platform/clock';
import { explainWhole } from '../../src/ranking/explanation';
import { RankReason } from '../../src/ranking/rank-reason';
import type { RankedEntry } from '../../src/ranking/ranked-entry';
import type { RankedList } from '../../src/ranking/snapshot';

function following() {
  const clock = new SimulatedClock(Date.UTC(2026, 5, 1, 14, 5, 12));
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let list: RankedList | undefined;
  const stop = followPopularNow({
    mirror: {
      list: () => list,
      onSnapshot(listener) {
        const call = listener as () => void;
        listeners.add(call);
        return () => void listeners.delete(call);
      },
    },
    headlineOf: (article) => (article === 99 ? undefined : `Story ${article}`),
    clock,
    print: (line) => void lines.push(line),
    columns: () => 80,
  });
  return {
    clock,
    lines,
    stop,
    /** A snapshot with these articles, half a second later. */
    async show(articles: readonly number[], reason = RankReason.READ_NOW, afterMs = 500) {
      await clock.advanceBy(afterMs);
      const entries = articles.map(
        (article): RankedEntry => ({
          ...{ article, score: 12, reason, viewsInWindow: 1, previousRank: null, listedSinceMs: null },
          figures: explainWhole(12),
        }),
      );
      list = { orderId: { term: 1, sequence: 1 }, entries };
      for (const listener of listeners) listener();
      return lines.splice(0).map((line) => line.slice(10).replace(/ +/g, ' '));
    },
  };
}

describe('following Popular Now', () => {
  test('tells of each change, and of nothing else', async () => {
    const { show } = following();
    expect(await show([1, 2])).toEqual(['1 + Story 1 12/min new', '2 + Story 2 12/min new']);
    expect(await show([1, 2])).toEqual([]);
    expect(await show([2, 1])).toEqual(['1 ▲ Story 2 12/min was 2']);
    expect(await show([2, 1, 3, 4, 5, 6])).toEqual([
      '3 + Story 3 12/min new',
      '4 + Story 4 12/min new',
      '5 + Story 5 12/min new',
    ]);
    expect(await show([2, 1, 3, 4, 6, 5])).toEqual(['5 + Story 6 12/min new', ' - Story 5 left']);
  });

  test('says the time of day', async () => {
    const { lines, show, clock } = following();
    const said = jest.spyOn(lines, 'push');
    await show([1]);
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(clock.nowMs());
    expect(said.mock.calls[0]![0]).toMatch(new RegExp(`^${time}  1 \\+ Story 1`));
  });

  test('leaves out what only fills a place, and what readers may not see', async () => {
    const { show } = following();
    expect(await show([1, 2], RankReason.NEWEST)).toEqual([]);
    expect(await show([99, 3])).toEqual(['1 + Story 3 12/min new']);
  });

  test('tells twice a second at most, and then the difference that is left', async () => {
    const { show } = following();
    await show([1, 2, 3]);
    expect(await show([3, 2, 1], RankReason.READ_NOW, 200)).toEqual([]);
    expect(await show([2, 1, 3], RankReason.READ_NOW, 300)).toEqual(['1 ▲ Story 2 12/min was 2']);
  });

  test('says no more once it is stopped', async () => {
    const { show, stop } = following();
    stop();
    expect(await show([1])).toEqual([]);
  });
});
