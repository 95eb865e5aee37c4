// Readers by chance who read in a running newsroom: for load. They come in real time, and are reported in batches as a
// publisher's server would; never more a second than is allowed, nor more requests at once than a few. What is held
// back comes later: nobody is lost, and nothing piles up here, since visitors are drawn only when they may come.

import type { Clock } from '../platform/clock';
import { TrafficModel, type TrafficRules, type Visit } from './generate';
import type { GeneratedView } from './generated-log';
import { generatedView } from './generated-log';
import { NO_RAILS, type ShownRails } from './onward-choice';
import type { Story } from './story-interest';

/** What the newsroom is asked and told. */
export interface TrafficTarget {
  stories(): Promise<readonly Story[]>;
  rails(): Promise<ShownRails>;
  /** What became of each, by the words of the newsroom. */
  report(views: readonly GeneratedView[]): Promise<readonly string[]>;
}

export interface SendingRules {
  traffic: Omit<TrafficRules, 'startMs'>;
  forMs: number;
  viewsPerSecond: number;
  clock: Clock;
  isStopped: () => boolean;
  progress?: (sent: number) => void;
}

export interface Sent {
  views: number;
  outcomes: Map<string, number>;
  /** The time of the slowest answer. */
  slowestMs: number;
}

const TICK_MS = 100;
const BATCH = 100;
const REQUESTS_AT_ONCE = 8;
const RENEW_RAILS_EVERY_MS = 1_000;

export async function sendTraffic(target: TrafficTarget, rules: SendingRules): Promise<Sent> {
  const sending = new Sending(target, rules, await target.stories());
  await sending.run();
  return sending.sent;
}

class Sending {
  readonly sent: Sent = { views: 0, outcomes: new Map(), slowestMs: 0 };
  private readonly underWay = new Set<Promise<void>>();
  private readonly model: TrafficModel;
  private readonly startMs: number;
  private shown = NO_RAILS;
  private railsMs = -Infinity;
  private allowance = 0;
  private trouble: { error: unknown } | undefined;

  constructor(
    private readonly target: TrafficTarget,
    private readonly rules: SendingRules,
    stories: readonly Story[],
  ) {
    this.startMs = rules.clock.nowMs();
    this.model = new TrafficModel({ ...rules.traffic, startMs: this.startMs }, stories);
  }

  /** @throws what the first report that fails has thrown */
  async run(): Promise<void> {
    const { clock, forMs, isStopped, viewsPerSecond } = this.rules;
    let tickedMs = this.startMs;
    while (!isStopped() && this.trouble === undefined) {
      const nowMs = clock.nowMs();
      // What was not used within a second is not saved up for later.
      const since = Math.max(nowMs - tickedMs, 0) / 1_000;
      this.allowance = Math.min(this.allowance + since * viewsPerSecond, viewsPerSecond);
      tickedMs = nowMs;
      if (nowMs - this.startMs >= forMs) break;
      await this.renewRails(nowMs);
      this.sendDue(nowMs);
      await clock.wait(TICK_MS);
    }
    await Promise.all(this.underWay);
    if (this.trouble) throw this.trouble.error;
  }

  private async renewRails(nowMs: number): Promise<void> {
    if (nowMs - this.railsMs < RENEW_RAILS_EVERY_MS) return;
    this.railsMs = nowMs;
    this.shown = await this.target.rails();
  }

  private sendDue(nowMs: number): void {
    while (this.allowance >= 1 && this.underWay.size < REQUESTS_AT_ONCE) {
      const batch = this.drawVisits(Math.min(BATCH, Math.floor(this.allowance)), nowMs);
      if (batch.length === 0) return;
      this.allowance -= batch.length;
      const reporting = this.report(batch).finally(() => this.underWay.delete(reporting));
      this.underWay.add(reporting);
    }
  }

  private drawVisits(most: number, nowMs: number): Visit[] {
    const visits: Visit[] = [];
    while (visits.length < most) {
      const visit = this.model.next(nowMs);
      if (visit === undefined) break;
      visits.push(visit);
      this.model.readOn(visit, this.shown);
    }
    return visits;
  }

  private async report(visits: readonly Visit[]): Promise<void> {
    const { clock, progress } = this.rules;
    const { sent } = this;
    const askedMs = clock.nowMs();
    try {
      for (const outcome of await this.target.report(visits.map(generatedView))) {
        sent.outcomes.set(outcome, (sent.outcomes.get(outcome) ?? 0) + 1);
      }
      sent.views += visits.length;
      sent.slowestMs = Math.max(sent.slowestMs, clock.nowMs() - askedMs);
      progress?.(sent.views);
    } catch (error) {
      this.trouble ??= { error };
    }
  }
}
