// The product itself under the time of a log: its counter and scripts count the views in a Redis, its ranker ranks at
// every tick, and what it publishes is what is judged. Articles are stand-ins, published when the log first reads them.

import { findLogArticles } from '../../src/compose/log-articles';
import { composeRanking, type RankingHere, ruleOfSettings } from '../../src/compose/ranking';
import { openReplayNewsroom, type ReplayNewsroom } from '../../src/compose/replay-newsroom';
import type { Settings } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import type { Log } from '../../src/platform/log/log';
import type { RankedEntry } from '../../src/ranking/ranked-entry';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST, type Snapshot } from '../../src/ranking/snapshot';
import { sliceOf } from '../../src/views/slice';
import type { ReportedView } from '../../src/views/view-counter';
import type { Reader } from '../../src/visitors/readers';
import { type CountedLog, firstAfter, sources } from './counted-log';
import { KEPT_PLACES, TickLists, type Ticks, timeOfTick } from './tick-lists';

export interface ShippingParts {
  stores: Stores;
  settings: Settings;
  log: Log;
}

export interface ShippingRules {
  /** Views are counted from so long before the first tick, so that the boards are full. */
  warmUpMs: number;
  onArticles?: (made: number, all: number) => void;
  /** Views that are counted, from the warm-up on. */
  onViews?: (counted: number, all: number) => void;
  /** Everything that was published at a tick: for whoever checks it. */
  onList?: (tick: number, entries: readonly RankedEntry[], articleOf: (number: number) => number) => void;
  isStopped?: () => boolean;
}

const MINUTE_MS = 60_000;
/** The ranker reads all minutes of the hour at its first tick; steadiness has settled when the first one is judged. */
export const RANKED_BEFORE_MS = 15 * MINUTE_MS;
/** The ranker is told when to tick: its own timer would tick before the views of the moment are counted. */
const NEVER_MS = 1_000 * 24 * 3_600_000;
const CALL = 512;
const ATTEMPTS = 3;

/** @throws Error when a tick has published nothing */
export async function shippingLists(
  views: CountedLog,
  ticks: Ticks,
  parts: ShippingParts,
  rules: ShippingRules,
): Promise<TickLists> {
  const fromMs = ticks.firstMs - rules.warmUpMs;
  const settings = settingsOf(parts.settings);
  const own = await openReplayNewsroom({ ...parts, settings, startMs: fromMs, tell: () => undefined });
  try {
    return await new ShippingPath(views, ticks, { ...parts, settings, own }, rules).run(fromMs);
  } finally {
    await own.close('drop');
  }
}

/** A log has no headlines, and names that look alike are no sign of one story. */
function settingsOf(settings: Settings): Settings {
  return { ...settings, ranking: { ...settings.ranking, tickMs: NEVER_MS, stories: 'each' } };
}

class ShippingPath {
  private ids: (string | undefined)[] = [];
  private readonly articleOf = new Map<number, number>();
  private next = 0;
  private first = 0;
  private end = 0;
  private readers = new Map<number, Reader>();
  private slice = -1;
  private snapshot: Snapshot | undefined;

  constructor(
    private readonly views: CountedLog,
    private readonly ticks: Ticks,
    private readonly shipping: ShippingParts & { own: ReplayNewsroom },
    private readonly rules: ShippingRules,
  ) {}

  async run(fromMs: number): Promise<TickLists> {
    const { views, ticks, rules } = this;
    const { own } = this.shipping;
    const lists = new TickLists(ticks);
    this.first = firstAfter(views, fromMs);
    this.next = this.first;
    this.end = firstAfter(views, timeOfTick(ticks, ticks.count - 1));
    await this.makeArticles();
    const rankedFromMs = Math.max(
      fromMs,
      ticks.firstMs - Math.ceil(RANKED_BEFORE_MS / ticks.stepMs) * ticks.stepMs,
    );
    for (let atMs = fromMs; atMs < rankedFromMs && !rules.isStopped?.(); ) {
      atMs = Math.min(atMs + MINUTE_MS, rankedFromMs);
      await this.countUntil(atMs);
    }
    own.clock.runOften(MINUTE_MS); // more often housekeeping changes nothing that is ranked
    const ranking = await this.startRanking();
    const earlier = Math.round((ticks.firstMs - rankedFromMs) / ticks.stepMs);
    for (let tick = -earlier; tick < ticks.count && !rules.isStopped?.(); tick++) {
      const nowMs = timeOfTick(ticks, tick);
      await this.countUntil(nowMs);
      const snapshot = await this.rankedAt(nowMs, ranking);
      if (tick < 0) continue;
      const entries = snapshot.lists.get(SITE_LIST)?.entries ?? [];
      lists.set(
        tick,
        entries.slice(0, KEPT_PLACES).map(({ article }) => this.articleOf.get(article)!),
      );
      rules.onList?.(tick, entries, (number) => this.articleOf.get(number)!);
    }
    await ranking.stop();
    return lists;
  }

  /** A machine that slept has its stores fail once: a tick is worth a second try after hours of them. */
  private async rankedAt(nowMs: number, { ranker }: RankingHere): Promise<Snapshot> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await ranker.tick();
      if (this.snapshot?.computedAtMs === nowMs) return this.snapshot;
    }
    throw new Error(`Nothing was ranked at ${new Date(nowMs).toISOString()}`);
  }

  /** Popular Now alone: what else the product ranks and learns from views changes none of its lists. */
  private async startRanking(): Promise<RankingHere> {
    const { own, settings, log } = this.shipping;
    const ranking = composeRanking({
      ...{ stores: own.stores, newsroom: own.newsroom, settings, log },
      rules: fixedRules(ruleOfSettings(settings)),
      seenTerm: () => this.snapshot?.id.term ?? 0,
      onSnapshot: async (snapshot) => {
        this.snapshot = snapshot;
      },
    });
    await ranking.start();
    return ranking;
  }

  private async makeArticles(): Promise<void> {
    const { views, rules } = this;
    const { own } = this.shipping;
    const firstViews = new Map<string, number>();
    for (let at = this.first; at < this.end; at++) {
      const article = views.article[at]!;
      firstViews.set(views.names[article]!, views.publishedAtMs[article]!);
    }
    const { ids } = await findLogArticles(own.newsroom, firstViews, {
      unknown: 'create',
      publishedMs: (firstViewMs) => firstViewMs,
      ...(rules.onArticles && { progress: rules.onArticles }),
      ...(rules.isStopped && { isStopped: rules.isStopped }),
    });
    this.ids = views.names.map((name) => ids.get(name));
    const known = [...ids.keys()];
    const cards = await own.newsroom.cards.byIds([...ids.values()]);
    const articles = new Map(views.names.map((name, article) => [name, article]));
    cards.forEach((card, at) => {
      if (card) this.articleOf.set(card.number, articles.get(known[at]!)!);
    });
  }

  /** Counts the views up to `nowMs` as they came, each slice of deduplication in its own time, and moves the clock there. */
  private async countUntil(nowMs: number): Promise<void> {
    const { views } = this;
    const { own } = this.shipping;
    const end = Math.min(firstAfter(views, nowMs), this.end);
    while (this.next < end) {
      const slice = sliceOf(views.atMs[this.next]!);
      let to = this.next + 1;
      while (to < end && to - this.next < CALL && sliceOf(views.atMs[to]!) === slice) to++;
      const isOfThisMoment = slice === sliceOf(nowMs);
      await own.clock.jumpTo(isOfThisMoment ? nowMs : views.atMs[to - 1]!);
      await own.counting.counter.record(await this.reportsOf(this.next, to));
      this.next = to;
      this.rules.onViews?.(to - this.first, this.end - this.first);
    }
    await own.clock.jumpTo(nowMs);
  }

  private async reportsOf(from: number, to: number): Promise<ReportedView[]> {
    const { views } = this;
    const { own } = this.shipping;
    const slice = sliceOf(own.clock.nowMs());
    if (slice !== this.slice) this.readers.clear(); // a pseudonym holds for a slice
    this.slice = slice;
    const reports: ReportedView[] = [];
    for (let at = from; at < to; at++) {
      const visitor = views.visitor[at]!;
      let reader = this.readers.get(visitor);
      if (reader === undefined) {
        reader = await own.counting.readers.ofLog(`visitor ${visitor}`);
        this.readers.set(visitor, reader);
      }
      const articleId = this.ids[views.article[at]!];
      if (articleId === undefined) continue; // ended by Ctrl-C before all stand-ins were made
      const source = sources[views.source[at]!]!;
      reports.push({ reader, report: { articleId, source, occurredAtMs: views.atMs[at]! } });
    }
    return reports;
  }
}
