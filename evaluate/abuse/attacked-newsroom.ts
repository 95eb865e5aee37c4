// A small newsroom under simulated time, with the counter, the scripts, the caps and the ranker of the product. Readers
// come by themselves, evenly and always the same; whoever attacks comes beside them.

import { findLogArticles } from '../../src/compose/log-articles';
import { composeRanking, type RankingHere, ruleOfSettings } from '../../src/compose/ranking';
import { openReplayNewsroom, type ReplayNewsroom } from '../../src/compose/replay-newsroom';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST, type Snapshot } from '../../src/ranking/snapshot';
import type { ReportedByClient } from '../../src/views/report-views';
import type { ViewOutcome } from '../../src/views/view-counter';
import type { RequestOrigin } from '../../src/visitors/readers';
import type { ShippingParts } from '../popular/shipping-path';

const MINUTE_MS = 60_000;
const NEVER_MS = 1_000 * 24 * 3_600_000;
/** Views that one request reports at most. */
const BATCH = 500;
const agent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

export interface AttackedRules {
  startMs: number;
  articles: number;
}

/** Addresses that readers may have: private ones are of no network. */
export function originOf(clientIp: string): RequestOrigin {
  return { clientIp, headers: { 'user-agent': agent } };
}

export class AttackedNewsroom {
  readonly outcomes = new Map<string, number>();
  private snapshot: Snapshot | undefined;
  private ranking!: RankingHere;
  private ids: string[] = [];
  private numbers: number[] = [];
  private readers = 0;

  private constructor(
    readonly own: ReplayNewsroom,
    private readonly rules: AttackedRules,
  ) {}

  static async open(parts: ShippingParts, rules: AttackedRules): Promise<AttackedNewsroom> {
    // The ranker is told when to tick.
    const ranking = { ...parts.settings.ranking, tickMs: NEVER_MS, stories: 'each' as const };
    const settings = { ...parts.settings, ranking };
    const own = await openReplayNewsroom({
      ...{ ...parts, settings, startMs: rules.startMs },
      tell: () => undefined,
    });
    const newsroom = new AttackedNewsroom(own, rules);
    try {
      await newsroom.begin({ ...parts, settings });
      return newsroom;
    } catch (error) {
      await own.close('drop');
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.ranking.stop();
    await this.own.close('drop');
  }

  /** By article from 0, the number under which it is counted. */
  numberOf(article: number): number {
    return this.numbers[article]!;
  }

  /** What somebody reports, in requests of the size that the API takes. */
  async report(
    origin: RequestOrigin,
    views: readonly { visitor?: string; article: number }[],
  ): Promise<ViewOutcome[]> {
    const outcomes: ViewOutcome[] = [];
    for (let from = 0; from < views.length; from += BATCH) {
      const some = views.slice(from, from + BATCH).map(
        ({ visitor, article }): ReportedByClient => ({
          ...(visitor !== undefined && { visitor }),
          report: { articleId: this.ids[article]!, source: 'DIRECT' },
        }),
      );
      outcomes.push(...(await this.own.counting.reports.record(origin, some)));
    }
    return outcomes;
  }

  /** `perMinute` readers a minute of each article, until `untilMs`, each once and from anywhere. */
  async readEvenly(
    perMinute: readonly number[],
    untilMs: number,
    meanwhile: (nowMs: number) => Promise<void>,
  ) {
    const { clock } = this.own;
    const STEP_MS = 10_000;
    const owed = perMinute.map(() => 0);
    while (clock.nowMs() < untilMs) {
      const nowMs = clock.nowMs() + STEP_MS;
      await clock.jumpTo(nowMs);
      const reading: Promise<void>[] = [];
      for (const [article, readers] of perMinute.entries()) {
        owed[article]! += (readers * STEP_MS) / MINUTE_MS;
        for (; owed[article]! >= 1; owed[article]!--) reading.push(this.readOnce(article));
      }
      await Promise.all(reading);
      await meanwhile(nowMs);
    }
  }

  /** The articles of the site's list, best first, as they are now. */
  async rank(): Promise<number[]> {
    await this.ranking.ranker.tick();
    const { snapshot } = this;
    if (snapshot?.computedAtMs !== this.own.clock.nowMs()) throw new Error('Nothing was ranked.');
    const entries = snapshot.lists.get(SITE_LIST)?.entries ?? [];
    return entries.map(({ article }) => this.numbers.indexOf(article));
  }

  /** What the boards of the minutes since `fromMs` hold: views as they are, and what they weigh. */
  async weightSince(fromMs: number): Promise<{ views: number; weight: number; perArticle: number[] }> {
    const perArticle = this.numbers.map(() => 0);
    let views = 0;
    let weight = 0;
    const { clock, counting } = this.own;
    for (let atMs = fromMs; atMs <= clock.nowMs(); atMs += MINUTE_MS) {
      for (const [number, count] of await counting.boards.minuteCounts(Math.floor(atMs / MINUTE_MS))) {
        views += count.views;
        weight += count.views - count.discount;
        perArticle[this.numbers.indexOf(number)]! += count.views - count.discount;
      }
    }
    return { views, weight, perArticle };
  }

  private async begin(parts: ShippingParts): Promise<void> {
    const { own, rules } = this;
    const names = Array.from({ length: rules.articles }, (_, article) => `article ${article}`);
    const firstViews = new Map(names.map((name) => [name, rules.startMs - 24 * 60 * MINUTE_MS]));
    const publishedMs = (firstViewMs: number) => firstViewMs;
    const { ids } = await findLogArticles(own.newsroom, firstViews, { unknown: 'create', publishedMs });
    this.ids = names.map((name) => ids.get(name)!);
    const cards = await own.newsroom.cards.byIds(this.ids);
    this.numbers = cards.map((card) => card!.number);
    own.clock.runOften(MINUTE_MS);
    this.ranking = composeRanking({
      ...{ stores: own.stores, newsroom: own.newsroom, settings: parts.settings, log: parts.log },
      rules: fixedRules(ruleOfSettings(parts.settings)),
      seenTerm: () => this.snapshot?.id.term ?? 0,
      onSnapshot: async (snapshot) => {
        this.snapshot = snapshot;
      },
    });
    await this.ranking.start();
  }

  private async readOnce(article: number): Promise<void> {
    const reader = ++this.readers;
    const clientIp = `${20 + (reader % 80)}.${(reader >> 6) % 250}.${(reader >> 14) % 250}.7`;
    await this.report(originOf(clientIp), [{ visitor: `reader ${reader}`, article }]);
  }
}
