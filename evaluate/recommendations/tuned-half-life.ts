// Which half-life makes "recently popular" best, on the day before what is judged, or on more days where a day has too
// few clicks to tell: no baseline is to lose by its constant.

import type { ClickLog } from './click-log';
import { HALF_LIVES_MINUTES, recentlyPopular } from './contestants';
import { hitsWithin } from './hits';
import { judgedSteps } from './judged-steps';
import { judgeStreaming } from './streaming';

const DAY_MS = 24 * 3_600_000;
const ONE_IN = 4;
const CLICKS_TO_TELL = 500;

export async function bestHalfLifeMinutes(log: ClickLog, untilMs: number): Promise<number> {
  const clicks = clicksBefore(log, untilMs);
  const [end] = clicks.slice(-1);
  let best = { minutes: 5, hits: -1 };
  for (const minutes of HALF_LIVES_MINUTES) {
    const method = await recentlyPopular(minutes).make();
    const { rank } = await judgeStreaming(log, method, {
      judged: clicks,
      end: end ?? 0,
      delayMs: 0,
      kept: 0,
    });
    const hits = hitsWithin(rank, 5).reduce((sum, hit) => sum + hit, 0);
    if (hits > best.hits) best = { minutes, hits };
  }
  return best.minutes;
}

function clicksBefore(log: ClickLog, untilMs: number) {
  for (let days = 1; ; days *= 2) {
    const fromMs = untilMs - days * DAY_MS;
    const { clicks } = judgedSteps(log, { fromMs, toMs: untilMs, oneIn: ONE_IN });
    if (clicks.length >= CLICKS_TO_TELL || fromMs <= (log.views.atMs[0] ?? fromMs)) return clicks;
  }
}
