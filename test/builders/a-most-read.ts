import type { CardCache } from '../../src/articles/card-cache';
import { Calendar } from '../../src/audience/calendar';
import { KeptLists } from '../../src/audience/kept-lists';
import { type ListAsked, MostRead } from '../../src/audience/most-read';
import { MostReadKeeper } from '../../src/audience/most-read-keeper';
import { MostReadListsRepository } from '../../src/audience/most-read-lists.repository';
import { RollupReading } from '../../src/audience/rollup-reading.repository';
import type { ViewedPage } from '../../src/audience/viewed-article.type';
import { BoardStore } from '../../src/boards/board.store';
import type { Newsroom } from '../../src/compose/newsroom';
import { SimulatedClock } from '../../src/platform/clock';
import type { TestStores } from '../setup/stores';

export interface MostReadPlace {
  stores: TestStores;
  newsroom: Newsroom;
  timeZone: string;
  atMs: number;
  cards?: CardCache;
}

/** The lists as an API process has them, and the worker that makes them ahead. */
export function aMostRead({ stores, newsroom, timeZone, atMs, cards = newsroom.cards }: MostReadPlace) {
  const { dataSource, redis, log } = stores;
  const calendar = new Calendar(timeZone);
  const clock = new SimulatedClock(atMs);
  const repository = new MostReadListsRepository(dataSource);
  const boards = new BoardStore(redis);
  const { articles, authors, sections } = newsroom;
  const reading = new RollupReading({ dataSource, timeoutMs: 20_000, atOnce: 4 });
  const kept = new KeptLists(repository, clock);
  const lists = new MostRead({
    ...{ reading, kept, articles, authors, boards, cards, sections, calendar, clock },
  });
  const keeper = new MostReadKeeper({ lists: repository, boards, sections, calendar, clock, log });
  return { lists, keeper, calendar, clock };
}

export const everything = { section: undefined, author: undefined, tag: undefined, language: undefined };

export async function allPages(lists: MostRead, asked: Omit<ListAsked, 'after' | 'first'>, first: number) {
  const pages: ViewedPage[] = [];
  for (let after: string | undefined; ; ) {
    const page = await lists.page({ ...asked, first, after });
    pages.push(page);
    if (!page.hasNextPage || pages.length > 50) break;
    after = page.places.at(-1)!.cursor;
  }
  return { pages, places: pages.flatMap(({ places }) => places) };
}

export const shownIn = (places: ViewedPage['places']) =>
  places.map(({ card, views }) => [card.number, views]);
