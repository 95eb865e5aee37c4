// Readers of the demo newsroom, so that a newcomer sees it live. They report their views as a client does, with a
// browser's agent, an address and an id of their own, and everything after that is the real counting path. While Redis
// is away they stay away, and nothing of theirs is kept for later.

import type { Clock, Stop } from '../platform/clock';
import { MostreadError } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { ReportedByClient } from '../views/report-views';
import type { ViewOutcome } from '../views/view-counter';
import type { RequestOrigin } from '../visitors/readers';
import { Chance } from './chance';
import { type Stay, TrafficModel, type TrafficRules, type Visit } from './generate';
import type { ShownRails } from './onward-choice';
import { type HeartbeatReport, heartbeats, type RailReport, railsSeen } from './page-reports';
import type { Story } from './story-interest';
import { TimeQueue } from './time-queue';

export interface SimulatedReadersParts {
  reports: { record(origin: RequestOrigin, views: readonly ReportedByClient[]): Promise<ViewOutcome[]> };
  impressions: { record(origin: RequestOrigin, rails: readonly RailReport[]): Promise<unknown> };
  engagedTime: { record(origin: RequestOrigin, beats: readonly HeartbeatReport[]): Promise<unknown> };
  /** What is public now. */
  stories: () => readonly Story[];
  /** What the page of a story shows at its side now. */
  railsOn: (story: Story) => Promise<ShownRails>;
  /** Whether readers come to this process. */
  isOpen: () => boolean;
  clock: Clock;
  log: Log;
  rules: Omit<TrafficRules, 'startMs'>;
}

const TICK_MS = 250;
const LOOK_FOR_STORIES_EVERY_MS = 2_000;
/** Visits whose reports are not answered yet; above it readers go away again. */
const UNDER_WAY_MAX = 100;
const STAY_AWAY_MS = 5_000;
/** After so long without a tick the machine has slept: what would have happened meanwhile has not. */
const SLEPT_MS = 30_000;

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 ' +
    'Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 ' +
    'Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
];

export class SimulatedReaders {
  private model: TrafficModel | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private readonly leaving = new TimeQueue<Stay>();
  private stops: Stop[] = [];
  private tickedMs = 0;
  private lookedMs = 0;
  private awayUntilMs = -Infinity;
  private troubled = false;

  constructor(private readonly parts: SimulatedReadersParts) {}

  async start(): Promise<void> {
    const { clock, rules, stories } = this.parts;
    const nowMs = clock.nowMs();
    this.model = new TrafficModel({ ...rules, startMs: nowMs }, stories());
    this.tickedMs = nowMs;
    this.lookedMs = nowMs;
    this.stops.push(clock.every(TICK_MS, () => this.tick()));
  }

  /** Nobody comes any more; those who have come are counted when it resolves. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await Promise.all(this.underWay);
  }

  private tick(): void {
    const { clock, isOpen, stories } = this.parts;
    if (!isOpen()) return;
    const model = this.model!;
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - this.tickedMs) > SLEPT_MS) {
      model.begin(nowMs);
      this.leaving.clear();
    }
    this.tickedMs = nowMs;
    if (nowMs - this.lookedMs >= LOOK_FOR_STORIES_EVERY_MS) {
      model.offer(stories(), nowMs);
      this.lookedMs = nowMs;
    }
    for (let visit = model.next(nowMs); visit; visit = model.next(nowMs)) {
      const opened = visit;
      this.act(() => this.read(opened), nowMs);
    }
    while ((this.leaving.nextMs ?? Infinity) <= nowMs) {
      const stay = this.leaving.take()!;
      this.act(() => this.leave(stay), nowMs);
    }
  }

  /** Unless they stay away. */
  private act(act: () => Promise<void>, nowMs: number): void {
    if (nowMs < this.awayUntilMs || this.underWay.size >= UNDER_WAY_MAX) return;
    const acting = this.orStayAway(act).finally(() => this.underWay.delete(acting));
    this.underWay.add(acting);
  }

  private async read(visit: Visit): Promise<void> {
    const { reports, impressions, railsOn } = this.parts;
    const { story, source, rail, slot, visitor } = visit;
    const origin = originOf(visitor.id);
    const report = { articleId: story.id, source, rail, slot };
    const [outcome] = await reports.record(origin, [{ visitor: visitor.id, report }]);
    if (outcome?.refusal?.retryable) throw outcome.refusal;
    this.troubled = false;
    if (outcome?.refusal) return; // withdrawn a moment ago
    const stay = this.model!.readOn(visit, await railsOn(story));
    this.leaving.add(visit.atMs + stay.dwellMs, stay);
    const rails = railsSeen(stay);
    if (rails.length > 0) await impressions.record(origin, rails);
  }

  private async leave(stay: Stay): Promise<void> {
    const beats = heartbeats(stay);
    if (beats.length > 0) await this.parts.engagedTime.record(originOf(stay.visit.visitor.id), beats);
  }

  private async orStayAway(act: () => Promise<void>): Promise<void> {
    const { clock, log } = this.parts;
    try {
      await act();
    } catch (error) {
      this.awayUntilMs = clock.nowMs() + STAY_AWAY_MS;
      const isExpected = error instanceof MostreadError && error.retryable;
      if (!this.troubled && !isExpected) log.error({ err: error }, 'the simulated readers stay away a while');
      this.troubled = true;
    }
  }
}

/** The same for all visits of one visitor: an agent, and an address of the range that is kept for examples. */
function originOf(visitorId: string): RequestOrigin {
  const chance = new Chance(visitorId);
  const agent = agents[Math.floor(chance.next() * agents.length)];
  const network = Math.floor(chance.next() * 65_536).toString(16);
  return { clientIp: `2001:db8:${network}::1`, headers: { 'user-agent': agent } };
}
