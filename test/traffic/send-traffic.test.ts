import { SimulatedClock } from '../../src/platform/clock';
import type { GeneratedView } from '../../src/traffic/generated-log';
import { NO_RAILS } from '../../src/traffic/onward-choice';
import { sendTraffic, type TrafficTarget } from '../../src/traffic/send-traffic';
import { someStories } from '../builders/a-story';

const SECOND_MS = 1_000;

async function send(changes: {
  viewsPerSecond?: number;
  visitorsPerMinute?: number;
  report?: TrafficTarget['report'];
}) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1, 12));
  const startMs = clock.nowMs();
  const reported: { atMs: number; views: readonly GeneratedView[] }[] = [];
  let isDone = false;
  const sending = sendTraffic(
    {
      stories: async () => someStories(50, startMs),
      rails: async () => NO_RAILS,
      report: async (views) => {
        reported.push({ atMs: clock.nowMs() - startMs, views });
        return changes.report?.(views) ?? views.map(() => 'COUNTED');
      },
    },
    {
      traffic: {
        ...{ seed: 'a', timeZone: 'UTC', leastShare: 1, visitorsPerMinute: changes.visitorsPerMinute ?? 600 },
        ...{ breaksPerHour: 0, breakHeight: 1, breaksAtStart: 0, visitorsAtStart: 0, goesOn: 0 },
      },
      ...{ forMs: 20 * SECOND_MS, viewsPerSecond: changes.viewsPerSecond ?? 1_000, clock },
      isStopped: () => false,
    },
  ).finally(() => {
    isDone = true;
  });
  sending.catch(() => undefined);
  for (let step = 0; step < 500 && !isDone; step++) {
    await clock.advanceBy(100);
    await new Promise((resolve) => setImmediate(resolve)); // what awaited the clock goes on
  }
  return { sent: await sending, reported };
}

describe('sent traffic', () => {
  test('comes in real time, each view once, and tells what became of it', async () => {
    const { sent, reported } = await send({
      report: async (views) => views.map((_, at) => (at > 0 ? 'COUNTED' : 'REPEAT')),
    });
    const views = reported.flatMap((batch) => batch.views);
    expect(views.length).toBeGreaterThan(150); // ten a second for twenty seconds
    expect(views.length).toBeLessThan(300);
    expect(sent.views).toBe(views.length);
    expect(sent.outcomes.get('REPEAT')).toBe(reported.length);
    expect([...sent.outcomes.values()].reduce((sum, one) => sum + one, 0)).toBe(views.length);
    for (const { atMs, views: batch } of reported) {
      const startMs = Date.UTC(2026, 0, 1, 12);
      for (const { timestamp } of batch) expect(timestamp - startMs).toBeLessThanOrEqual(atMs);
    }
  });

  test('never is more a second than allowed, and holds back what is', async () => {
    const { sent, reported } = await send({ viewsPerSecond: 20, visitorsPerMinute: 6_000 });
    expect(sent.views).toBeGreaterThan(350);
    for (let second = 0; second < 20; second++) {
      const within = reported.filter(
        ({ atMs }) => atMs >= second * SECOND_MS && atMs < (second + 1) * SECOND_MS,
      );
      expect(within.flatMap(({ views }) => views).length).toBeLessThanOrEqual(22);
    }
  });

  test('ends with the first report that fails', async () => {
    const refused = send({ report: () => Promise.reject(new Error('The newsroom is closed.')) });
    await expect(refused).rejects.toThrow('The newsroom is closed.');
  });
});
