// "Popular Now at 14:05": ranked lists as they stood in a minute of the past, from what was kept of them. Filters work
// as on the lists of now, and what has been withdrawn since is left out; the newest do not follow, since nobody knows
// which ones would have.

import { LRUCache } from 'lru-cache';
import { type ArticleCard, isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { BadUserInput } from '../../platform/errors';
import type { SectionTree } from '../../sections/section-tree';
import { matches, nameOf, type PopularNowFilter } from '../popular-now-filter';
import type { RankedPage, RankedPlace } from '../ranked-article.type';
import type { RankedEntry } from '../ranked-entry';
import { SnapshotGone } from '../ranking.errors';
import { languageList, sectionList, trendingList, writeSnapshotId } from '../snapshot';
import { MINUTE_MS, minuteOf, type PastList, readRecord } from './list-record';
import { type PastPlace, readPastCursor, writePastCursor } from './past-cursor';
import type { RankedMinutesRepository, RecordedList, RecordedMinute } from './ranked-minutes.repository';

/** What the argument says, on every list that takes it. */
export const AS_OF =
  'The list as it stood in that minute of the clock, of those that are kept (30 days as a rule): computed soon after ' +
  'the minute began, or, where nothing was recorded then, as it stood last before: the snapshot says when, and its ' +
  'lag counts up to the moment asked for. Articles that are not public now are left out, authors, tags and the ' +
  'sections under one are those of today, and the newest do not follow. Pages of it go on with the same "asOf".';

export interface PastListsParts {
  minutes: RankedMinutesRepository;
  cards: CardCache;
  sections: SectionTree;
  clock: Clock;
  keptDays: number;
}

export interface PastPageAsked {
  /** The names of lists that may answer, the best first: the one of a section, then the one of the site. */
  lists: readonly string[];
  filter: PopularNowFilter;
  first: number;
  after: string | null;
  asOf: Date;
}

interface Found {
  recorded: RecordedMinute;
  list: RecordedList;
  entries: readonly RankedEntry[];
}

const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of each some 10 KB. */
const RECORDS_IN_MEMORY = 500;

export class PastLists {
  private readonly read = new LRUCache<string, Promise<PastList>>({ max: RECORDS_IN_MEMORY });

  constructor(private readonly parts: PastListsParts) {}

  /**
   * @throws BadUserInput for a moment in the future, before what is kept, or a cursor of another list; SnapshotGone
   *   when the record that the cursor names has been replaced.
   */
  async page({ lists, filter, first, after, asOf }: PastPageAsked): Promise<RankedPage> {
    const { cards, clock } = this.parts;
    const asked = this.minuteAsked(asOf);
    const named = nameOf(filter);
    const cursor = after === null ? undefined : readPastCursor(after, { lists, asked, filter: named });
    const found = cursor ? await this.listOfCursor(cursor) : await this.listAt(lists, asked);
    const { recorded, list, entries } = found;
    await cards.byNumbers(entries.map((entry) => entry.article));
    const matching = this.matching(entries, withoutScopeOf(list.name, filter), clock.nowMs());
    const from = cursor ? matching.findIndex(({ index }) => index > cursor.index) : 0;
    const rest = from === -1 ? [] : matching.slice(from);
    const place = { list: list.name, asked, minute: list.minute, id: list.id, filter: named };
    const places = rest.slice(0, first).map(({ card, index }, position): RankedPlace => {
      const rank = (cursor?.rank ?? 0) + position + 1;
      return {
        ...{ card, rank, entry: entries[index]! },
        cursor: () => writePastCursor({ ...place, index, rank }),
      };
    });
    return {
      places,
      hasNextPage: rest.length > places.length,
      hasPreviousPage: cursor !== undefined,
      count: () => matching.length,
      snapshot: {
        id: writeSnapshotId(recorded.id),
        computedAt: new Date(recorded.computedAtMs),
        lagMs: Math.round(Math.max(0, asOf.getTime() - recorded.computedAtMs)),
        window: 'PT60M',
      },
    };
  }

  private minuteAsked(asOf: Date): number {
    const { clock, keptDays } = this.parts;
    const nowMs = clock.nowMs();
    const asOfMs = asOf.getTime();
    if (asOfMs > nowMs) {
      throw new BadUserInput('asOf', `"asOf" is ${asOf.toISOString()}, which is yet to come.`);
    }
    const oldestMs = nowMs - keptDays * DAY_MS;
    if (asOfMs >= oldestMs) return minuteOf(asOfMs);
    throw new BadUserInput(
      'asOf',
      `"asOf" is ${asOf.toISOString()}; lists are kept for ${keptDays} days, ` +
        `back to ${isoMinute(minuteOf(oldestMs) + 1)}.`,
    );
  }

  private async listAt(lists: readonly string[], asked: number): Promise<Found> {
    const { minutes } = this.parts;
    const recorded = await minutes.lastRecorded(asked);
    if (recorded === undefined) throw await this.beforeTheFirst(asked);
    for (const name of lists) {
      const list = await minutes.listIn(name, recorded.minute);
      const past = list && (await this.entriesOf(list));
      // An empty record says that the list had gone.
      if (past && past.entries.length > 0) return { recorded, list, entries: past.entries };
    }
    const list = { name: lists[0]!, minute: recorded.minute, id: recorded.id, entries: Buffer.alloc(0) };
    return { recorded, list, entries: [] };
  }

  private async listOfCursor({ list: name, asked, minute, id }: PastPlace): Promise<Found> {
    const { minutes } = this.parts;
    const list = await minutes.listIn(name, minute);
    const isSame = list && list.minute === minute && writeSnapshotId(list.id) === writeSnapshotId(id);
    // What a page has shown of the minute that was the last then.
    const recorded = isSame ? await this.recordedFor(list, asked) : undefined;
    if (!list || !recorded) throw new SnapshotGone(writeSnapshotId(id));
    return { recorded, list, entries: (await this.entriesOf(list)).entries };
  }

  /** The minute that the list answered for: the last before the list was new again. */
  private async recordedFor(list: RecordedList, asked: number): Promise<RecordedMinute | undefined> {
    const { minutes } = this.parts;
    const last = await minutes.lastRecorded(asked);
    const there = last && (await minutes.listIn(list.name, last.minute));
    return there?.minute === list.minute ? last : minutes.lastRecorded(list.minute);
  }

  private async beforeTheFirst(asked: number): Promise<BadUserInput> {
    const first = await this.parts.minutes.firstRecorded();
    const since =
      first === undefined ? 'nothing is recorded yet' : `the record begins at ${isoMinute(first)}`;
    return new BadUserInput('asOf', `"asOf" is ${isoMinute(asked)}; ${since}.`);
  }

  private entriesOf(list: RecordedList): Promise<PastList> {
    const name = `${list.name} ${list.minute} ${writeSnapshotId(list.id)}`;
    const known = this.read.get(name);
    if (known) return known;
    const reading = readRecord(list.entries);
    this.read.set(name, reading);
    reading.catch(() => this.read.delete(name));
    return reading;
  }

  private matching(
    entries: readonly RankedEntry[],
    filter: PopularNowFilter,
    nowMs: number,
  ): { card: ArticleCard; index: number }[] {
    const { cards, sections } = this.parts;
    const family = filter.section && sections.withDescendants(filter.section.id);
    return entries.flatMap(({ article }, index) => {
      const card = cards.peek(article);
      return card && isPublic(card, nowMs) && matches(card, filter, family) ? [{ card, index }] : [];
    });
  }
}

/** Who stood on the list of a section or language belonged to it then, whatever it belongs to now. */
function withoutScopeOf(list: string, filter: PopularNowFilter): PopularNowFilter {
  const { section, language } = filter;
  const isOf = (plain: string) => list === plain || list === trendingList(plain);
  return {
    ...filter,
    section: section && isOf(sectionList(section.id)) ? undefined : section,
    language: language !== undefined && isOf(languageList(language)) ? undefined : language,
  };
}

const isoMinute = (minute: number) => new Date(minute * MINUTE_MS).toISOString();
