// Works out the lists of the named windows before anyone asks: in one process at a time, each window as often as its
// length allows. A section's list is merged from those of the sections under it, the site's from those of the
// languages: an article has one section and one language, so the best of the parts hold the best of the whole.

import type { BoardStore } from '../boards/board.store';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { type SectionTree } from '../sections/section-tree';
import { SLICE_MS, sliceOf } from '../views/slice';
import type { Calendar } from './calendar';
import { type MinuteRange, minutesOfHour } from './hour-minutes';
import { sumMonths } from './month-sums.repository';
import type { Place } from './most-read.repository';
import type { GroupTop, KeptList, MostReadListsRepository, Tops, TopsOf } from './most-read-lists.repository';
import { rangeOfWindow, ViewWindow } from './most-read-window';
import { coverOf, widened } from './rollup-cover';
import { flushLagMs } from './rollup-reading.repository';

export const SITE = 'site';
export const scopeOfSection = (id: string): string => `section ${id}`;
export const scopeOfLanguage = (language: string): string => `language ${language}`;

/** Places kept of each list. */
export const LIST_DEPTH = 500;

const everyMs: Readonly<Record<ViewWindow, number>> = {
  HOUR: 5_000,
  DAY: 10_000,
  WEEK: 30_000,
  MONTH: 3 * 60_000,
  YEAR: 5 * 60_000,
  ALL_TIME: 30_000,
};
const LOOK_EVERY_MS = 1_000;
const SUM_MONTHS_EVERY_MS = 10 * 60_000;

export interface MostReadKeeperParts {
  lists: MostReadListsRepository;
  boards: Pick<BoardStore, 'viewsInMinutes'>;
  sections: SectionTree;
  calendar: Calendar;
  clock: Clock;
  log: Log;
}

export class MostReadKeeper {
  private stopLooking: Stop = () => undefined;
  private looking: Promise<void> = Promise.resolve();
  private monthsDueMs = 0;
  private changedMs = -Infinity;
  private hasFailed = false;

  constructor(private readonly parts: MostReadKeeperParts) {}

  async start(): Promise<void> {
    const { clock } = this.parts;
    this.stopLooking = clock.every(LOOK_EVERY_MS, () => (this.looking = this.look()));
  }

  async stop(): Promise<void> {
    this.stopLooking();
    await this.looking;
  }

  /** Views were taken out or put back: every list is made anew with the next look. */
  renewAll(): void {
    this.changedMs = this.parts.clock.nowMs();
  }

  /** What is due now; one that fails is due again at the next look. */
  private async look(): Promise<void> {
    const { clock, lists, log } = this.parts;
    try {
      if (clock.nowMs() >= this.monthsDueMs) await this.sumMonths();
      const computedAt = await lists.computedAt();
      for (const window of Object.values(ViewWindow)) {
        const computedMs = computedAt.get(window) ?? 0;
        const isStale = computedMs <= this.changedMs || clock.nowMs() >= computedMs + everyMs[window];
        if (isStale) await this.refresh(window);
      }
      if (this.hasFailed) log.info('lists of the most read are worked out again');
      this.hasFailed = false;
    } catch (error) {
      // Said once: a store may be away for hours.
      const say = this.hasFailed ? 'debug' : 'warn';
      log[say]({ err: error }, 'lists of the most read could not be worked out');
      this.hasFailed = true;
    }
  }

  async sumMonths(): Promise<void> {
    const { calendar, clock, lists } = this.parts;
    await lists.besideCompaction(async (manager) => void (await sumMonths(manager, calendar)));
    this.monthsDueMs = clock.nowMs() + SUM_MONTHS_EVERY_MS;
  }

  async refresh(window: ViewWindow): Promise<void> {
    const { clock, lists, boards } = this.parts;
    const nowMs = clock.nowMs();
    const minutes = minutesOfHour(nowMs);
    const counts = window === ViewWindow.HOUR ? await boards.viewsInMinutes(minutes) : undefined;
    await lists.alone(async (manager) => {
      const { of, ends } = this.asked(window, { nowMs, minutes, counts });
      // Those of the last hour come from the boards, which hold every view.
      const lagMs = window === ViewWindow.HOUR ? 0 : await flushLagMs(manager);
      const tops = await lists.tops(manager, { of, nowMs, depth: LIST_DEPTH });
      const common = { computedAtMs: nowMs, flushLagMs: lagMs, ...ends() };
      await lists.replace(manager, window, this.listsOf(tops, common));
    });
  }

  private asked(
    window: ViewWindow,
    {
      nowMs,
      minutes,
      counts,
    }: { nowMs: number; minutes: MinuteRange; counts: Map<number, number> | undefined },
  ): { of: TopsOf; ends: () => Pick<KeptList, 'fromMs' | 'toMs'> } {
    const runningUntilMs = (sliceOf(nowMs) + 1) * SLICE_MS;
    if (window === ViewWindow.ALL_TIME)
      return { of: 'ALL_TIME', ends: () => ({ fromMs: null, toMs: runningUntilMs }) };
    if (window === ViewWindow.HOUR) {
      const ends = { fromMs: minutes.from * 60_000, toMs: (minutes.last + 1) * 60_000 };
      return { of: counts ?? new Map(), ends: () => ends };
    }
    const { calendar } = this.parts;
    let range = rangeOfWindow(window, nowMs);
    return {
      of: (marks) => {
        range = widened(range, marks, calendar);
        return coverOf(range, marks, calendar, sliceOf(nowMs) + 1);
      },
      ends: () => ({ fromMs: range.from * SLICE_MS, toMs: range.until * SLICE_MS }),
    };
  }

  private listsOf(tops: Tops, common: Omit<KeptList, 'articleCount' | 'places'>): Map<string, KeptList> {
    const { sections } = this.parts;
    const lists = new Map<string, KeptList>([[SITE, { ...common, ...merged(tops.byLanguage) }]]);
    for (const top of tops.byLanguage) lists.set(scopeOfLanguage(top.group), { ...common, ...merged([top]) });
    for (const { id } of sections.all()) {
      const family = sections.withDescendants(id);
      const ofFamily = tops.bySection.filter(({ group }) => family.has(group));
      lists.set(scopeOfSection(id), { ...common, ...merged(ofFamily) });
    }
    return lists;
  }
}

/** The more viewed first, of two equal ones the larger number. */
export function byViews(one: Place, other: Place): number {
  return other.views - one.views || other.article - one.article;
}

function merged(tops: readonly GroupTop[]): Pick<KeptList, 'articleCount' | 'places'> {
  return {
    articleCount: tops.reduce((sum, { count }) => sum + count, 0),
    places: tops
      .flatMap(({ places }) => places)
      .sort(byViews)
      .slice(0, LIST_DEPTH),
  };
}
