// From reports of views to outcomes: who is no reader is counted apart, what cannot be counted is refused one
// by one, and the rest goes to the counting script. Whoever wants to know of counted views is told after the
// reply.

import { type ArticleCard, isPublic } from '../articles/article-card';
import { type Partition, partitionOf } from '../boards/partition';
import type { Clock, Stop } from '../platform/clock';
import { MostreadError, StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { PublisherDays } from '../visitors/publisher-day';
import type { Reader } from '../visitors/readers';
import type { ViewCaps } from '../visitors/view-caps';
import type { ActivityCounter } from './activity-counter';
import { activityEvent } from './activity-event';
import type { ActivityToCount } from './count-activity.script';
import type { CountedInLineage } from './count-calls';
import type { ViewToCount } from './count-views.script';
import { nameOfGeneration } from './generation-name';
import type { KeptViews } from './kept-views';
import { PlacedViews } from './placed-views';
import type { ViewStatus } from './record-view.type';
import type { ReportedVariant } from './reported-variant';
import { sliceOf } from './slice';
import { ViewCoalescer } from './view-coalescer';
import { type ViewEvent, type ViewReport, viewEventOf } from './view-event';
import type { Rail, ViewSource } from './view-source';
import { viewToCount } from './view-to-count';
import type { ViewTotals } from './view-totals';
import { EventIdReused, UnknownArticle } from './views.errors';

export type { ViewReport } from './view-event';

export interface ReportedView {
  reader: Reader;
  report: ViewReport;
}

export interface ViewOutcome {
  status: ViewStatus;
  /** All views of the article, this one included if it counted; null where it was refused or cannot be read. */
  views: number | null;
  /** Why it was refused; a retryable one may be sent again as it is. */
  refusal: MostreadError | null;
}

/** What listeners hear of a view that has counted. */
export interface CountedReading {
  article: number;
  /** Pseudonym of the day. */
  visitor: string;
  atMs: number;
  source: ViewSource;
  /** The reader has asked not to be followed. */
  isPrivate: boolean;
  /** The rail that was clicked. */
  rail?: Rail | undefined;
  /** What that rail was, where it is being tested. */
  experiment?: ReportedVariant | undefined;
}

export interface KnownArticles {
  /** The card of an article that is in memory. */
  peekById(id: string): ArticleCard | undefined;
  /** Cards of articles by id, in order; undefined for unknown ones. */
  byIds(ids: readonly string[]): Promise<readonly (ArticleCard | undefined)[]>;
}

export interface ViewCounterParts {
  articles: KnownArticles;
  calls: Pick<KeptViews, 'count'>;
  totals: ViewTotals;
  activity: Pick<ActivityCounter, 'count'>;
  caps: ViewCaps;
  days: PublisherDays;
  clock: Clock;
  log: Log;
  /** Views that may wait for Redis, in all. */
  waitingMax: number;
}

interface CheckedView {
  reader: Reader;
  event: ViewEvent;
  article: number;
}

type FoundCards = readonly (ArticleCard | undefined)[];

interface ViewUnderWay {
  partition: Partition;
  view: ViewToCount;
}

interface Counted {
  status: 'COUNTED' | 'REPEAT' | 'REUSED' | 'KEPT';
  /** Null where past lineages could not be read any more (the view has been counted all the same), or it is kept. */
  views: number | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export class ViewCounter {
  private readonly coalescer: ViewCoalescer<ViewToCount, Counted>;
  private readonly listeners = new Set<(view: CountedReading) => void>();

  constructor(private readonly parts: ViewCounterParts) {
    this.coalescer = new ViewCoalescer({
      send: (partition, views) => this.send(partition, views),
      waitingMax: parts.waitingMax,
    });
  }

  /** Tells of each counted view, after its caller has been answered. */
  onCounted(listener: (view: CountedReading) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Counts each view once and says what became of it, in order. What goes wrong with one view is that view's
   * refusal.
   * @throws StoreUnavailable when it cannot be found out which articles there are
   */
  async record(reports: readonly ReportedView[]): Promise<ViewOutcome[]> {
    const arrivedAtMs = this.parts.clock.nowMs();
    const found = this.cardsOf(reports);
    // A promise for nothing is a turn that all views wait for.
    const cards = found instanceof Promise ? await found : found;
    const outcomes: ViewOutcome[] = reports.map(() => noOutcome);
    const readings = new PlacedViews<CheckedView>();
    const apart = new PlacedViews<CheckedView>();
    reports.forEach((reported, at) => {
      const view = this.check(reported, cards[at], arrivedAtMs);
      if (view instanceof MostreadError) outcomes[at] = refused(view);
      else (view.reader.kind === 'READER' ? readings : apart).add(view, at);
    });
    const counting = this.countReadings(readings.views);
    if (apart.views.length === 0) readings.settle(await counting, outcomes);
    else {
      const settled = await Promise.all([counting, this.countApart(apart.views)]);
      readings.settle(settled[0], outcomes);
      apart.settle(settled[1], outcomes);
    }
    return outcomes;
  }

  /** How many wait for Redis now. */
  get waiting(): number {
    return this.coalescer.waitingNow;
  }

  /** Resolves when every view that was handed in has its outcome: for the end of the process. */
  drain(): Promise<void> {
    return this.coalescer.drain();
  }

  /** Of each report, in order. */
  private cardsOf(reports: readonly ReportedView[]): FoundCards | Promise<FoundCards> {
    const inMemory = reports.map(({ report }) => this.parts.articles.peekById(report.articleId));
    return inMemory.includes(undefined) ? this.readCardsOf(reports) : inMemory;
  }

  private async readCardsOf(reports: readonly ReportedView[]): Promise<FoundCards> {
    const ids = [...new Set(reports.map(({ report }) => report.articleId))].filter((id) => uuid.test(id));
    const cards = ids.length === 0 ? [] : await this.parts.articles.byIds(ids);
    const known = new Map(ids.map((id, index) => [id, cards[index]]));
    return reports.map(({ report }) => known.get(report.articleId));
  }

  private check(
    { reader, report }: ReportedView,
    card: ArticleCard | undefined,
    arrivedAtMs: number,
  ): CheckedView | MostreadError {
    if (card === undefined || !isPublic(card, arrivedAtMs)) return new UnknownArticle();
    try {
      return { reader, article: card.number, event: viewEventOf(report, arrivedAtMs) };
    } catch (error) {
      if (error instanceof MostreadError) return error;
      throw error;
    }
  }

  private async countReadings(views: readonly CheckedView[]): Promise<ViewOutcome[]> {
    const standings = views.map(({ reader }) => this.parts.caps.take(reader));
    const underWay = views.map((view, index): ViewUnderWay => {
      const weight = standings[index] === 'above' ? 0 : view.event.rankingWeight;
      const day = this.parts.days.dayOf(view.event.atMs);
      return {
        partition: partitionOf(view.article),
        view: viewToCount({ ...view, rankingWeight: weight, day }),
      };
    });
    const results = await this.coalescer.settle(underWay);
    return results.map((result, index) => {
      const view = views[index]!;
      const status = result.status === 'fulfilled' ? result.value.status : 'REFUSED';
      if (status === 'COUNTED') this.tell(view);
      else if (status !== 'KEPT') this.parts.caps.giveBack(view.reader);
      if (result.status === 'rejected') return refused(asRefusal(result.reason));
      if (result.value.status === 'REUSED') return refused(new EventIdReused());
      return { status: result.value.status, views: result.value.views, refusal: null };
    });
  }

  private async send(partition: Partition, views: readonly ViewToCount[]): Promise<Counted[]> {
    const { calls, totals } = this.parts;
    const counted = await calls.count(partition, views);
    if ('kept' in counted) return views.map(() => ({ status: 'KEPT', views: null }));
    const articles = views.map(({ article }) => article);
    const closed = await totals
      .closedTotals(partition, articles, generationOf(counted))
      .catch((error: unknown) => nothingIfAway(error));
    return counted.views.map((view, index) => ({
      status: view.status,
      views: closed === undefined ? null : view.viewsInLineage + (closed[index] ?? 0),
    }));
  }

  private async countApart(views: readonly CheckedView[]): Promise<ViewOutcome[]> {
    if (views.length === 0) return [];
    try {
      const [totals] = await Promise.all([
        this.parts.totals.totals(views.map(({ article }) => article)),
        Promise.all(this.parts.activity.count(views.map(viewApart))),
      ]);
      return views.map(({ reader }, index) => ({
        status: reader.kind === 'STAFF' ? 'STAFF' : 'BOT',
        views: totals[index] ?? 0,
        refusal: null,
      }));
    } catch (error) {
      const refusal = asRefusal(error);
      return views.map(() => refused(refusal));
    }
  }

  private tell({ reader, article, event }: CheckedView): void {
    const reading: CountedReading = {
      article,
      visitor: reader.visitor,
      atMs: event.atMs,
      source: event.source,
      isPrivate: reader.isPrivate ?? false,
      rail: event.rail,
      experiment: event.experiment,
    };
    for (const listener of this.listeners) {
      try {
        listener(reading);
      } catch (error) {
        this.parts.log.error({ err: error }, 'a listener to counted views failed');
      }
    }
  }
}

/** What the replies speak of; undefined where this Redis has counted nothing of the partition yet. */
function generationOf({ birth, lineage }: CountedInLineage): string | undefined {
  return birth === undefined ? undefined : nameOfGeneration({ birth, lineage });
}

/** A bot's or the staff's: remembered by its event id, under a name that no reader's view has. */
function viewApart({ reader, article, event }: CheckedView): ActivityToCount {
  const { atMs, eventId } = event;
  return {
    article,
    slice: sliceOf(atMs),
    counterName: reader.kind === 'STAFF' ? 'STAFF' : 'BOT',
    amount: 1,
    event: eventId === undefined ? undefined : activityEvent(`apart\n${eventId}`, article, atMs),
  };
}

/** Holds its place until the views that can be counted have been. */
const noOutcome: ViewOutcome = { status: 'REFUSED', views: null, refusal: null };

function refused(refusal: MostreadError): ViewOutcome {
  return { status: 'REFUSED', views: null, refusal };
}

function nothingIfAway(error: unknown): undefined {
  if (error instanceof StoreUnavailable) return undefined;
  throw error;
}

/** What a client can do something about, and what is a fault of ours. */
function asRefusal(error: unknown): MostreadError {
  if (error instanceof MostreadError) return error;
  throw error;
}
