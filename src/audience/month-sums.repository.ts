// Sums of whole months: added up when all of a month's days are. A compaction that adds to a day of a month which has
// been summed puts the watermark MONTH back, and the month is added up again.

import type { EntityManager } from 'typeorm';
import { type Calendar, dateOf, dayAfter, firstDayOf } from './calendar';
import { watermarks } from './rollup-reading.repository';

/** More wait for the next time. */
const MONTHS_AT_ONCE = 12;

/** Gives how many months were summed up. */
export async function sumMonths(manager: EntityManager, calendar: Calendar): Promise<number> {
  const marks = await watermarks(manager);
  if (marks.hour === 0) return 0;
  const known = marks.month > 0 ? calendar.dayOf(marks.month) : await firstDay(manager);
  if (known === undefined) return 0;
  let month = firstDayOf(known, 'MONTH');
  let summed = 0;
  for (; summed < MONTHS_AT_ONCE && calendar.beginningOf(dayAfter(month, 'MONTH')) <= marks.hour; summed++) {
    const next = dayAfter(month, 'MONTH');
    await manager.query(
      `insert into article_month select $1::date, article, sum(views) from article_day
       where day >= $1::date and day < $2::date group by article
       on conflict (month, article) do update set views = excluded.views`,
      [dateOf(month), dateOf(next)],
    );
    month = next;
  }
  if (summed > 0) {
    await manager.query(
      `insert into rollup_watermark values ('MONTH', $1)
       on conflict (level) do update set until_slice = excluded.until_slice`,
      [calendar.beginningOf(month)],
    );
  }
  return summed;
}

async function firstDay(manager: EntityManager): Promise<number | undefined> {
  const [{ day }] = await manager.query(`select min(day) - date '1970-01-01' as day from article_day`);
  return day ?? undefined;
}
