// Sums of whole months, and of thirds of a month: added up when all of their days are. A compaction that adds to a day
// which has been summed puts the watermarks MONTH and THIRD back, and what holds it is added up again.

import type { EntityManager } from 'typeorm';
import { type Calendar, dateOf, dayAfter, firstDayOf } from './calendar';
import { watermarks } from './rollup-reading.repository';

const months = { interval: 'MONTH', table: 'article_month', column: 'month' } as const;
const thirds = { interval: 'THIRD', table: 'article_third', column: 'begins' } as const;

/** More wait for the next time. */
const SUMS_AT_ONCE = 36;

export async function sumMonths(manager: EntityManager, calendar: Calendar): Promise<void> {
  const marks = await watermarks(manager);
  if (marks.hour === 0) return;
  await sumUp(manager, calendar, { ...months, hour: marks.hour, mark: marks.month });
  await sumUp(manager, calendar, { ...thirds, hour: marks.hour, mark: marks.third });
}

interface SumsAsked {
  interval: 'MONTH' | 'THIRD';
  table: string;
  column: string;
  /** Days that end before it are whole. */
  hour: number;
  /** How far has been summed; 0 where nothing has. */
  mark: number;
}

async function sumUp(manager: EntityManager, calendar: Calendar, asked: SumsAsked): Promise<void> {
  const { interval, table, column, hour, mark } = asked;
  const known = mark > 0 ? calendar.dayOf(mark) : await firstDay(manager);
  if (known === undefined) return;
  let begins = firstDayOf(known, interval);
  let summed = 0;
  for (; summed < SUMS_AT_ONCE && calendar.beginningOf(dayAfter(begins, interval)) <= hour; summed++) {
    const next = dayAfter(begins, interval);
    await manager.query(
      `insert into ${table} (${column}, article, views)
       select $1::date, article, views_sum(views) from article_day
       where day >= $1::date and day < $2::date group by article
       on conflict (${column}, article) do update set views = excluded.views`,
      [dateOf(begins), dateOf(next)],
    );
    begins = next;
  }
  if (summed === 0) return;
  await manager.query(
    `insert into rollup_watermark values ($1, $2)
     on conflict (level) do update set until_slice = excluded.until_slice`,
    [interval, calendar.beginningOf(begins)],
  );
}

async function firstDay(manager: EntityManager): Promise<number | undefined> {
  const [{ day }] = await manager.query(`select min(day) - date '1970-01-01' as day from article_day`);
  return day ?? undefined;
}
