// The tables of the rollups are cut by month of UTC, and a month that is no longer kept is dropped as a table: deleting
// its rows one by one would leave the room they took.

import { SLICE_MS, type Slice, sliceOf } from './slice';

/** Months since the year 0. */
export type Month = number;

/** Cut by slices. */
export const sliceTables = ['rollup_slice', 'rollup_hour'] as const;
export type SliceTable = (typeof sliceTables)[number];
/** Cut by days of the publisher. */
export const dayTables = ['rollup_day', 'article_day', 'article_readers'] as const;
export type DayTable = (typeof dayTables)[number];
export type MonthlyTable = SliceTable | DayTable;

export function monthOf(atMs: number): Month {
  const at = new Date(atMs);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

export function monthOfSlice(slice: Slice): Month {
  return monthOf(slice * SLICE_MS);
}

/** `day` is 2026-11-25, say. */
export function monthOfDay(day: string): Month {
  return monthOf(Date.parse(day));
}

/** When it begins. */
export function beginOfMonth(month: Month): number {
  const begin = new Date(0);
  begin.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return begin.getTime();
}

/** 2026-11-01, say. */
export function firstDayOfMonth(month: Month): string {
  return new Date(beginOfMonth(month)).toISOString().slice(0, 10);
}

/** rollup_slice_2026_11, say. */
export function nameOfMonth(table: MonthlyTable, month: Month): string {
  return `${table}_${new Date(beginOfMonth(month)).toISOString().slice(0, 7).replace('-', '_')}`;
}

/** The other way round; undefined for what is no month of the table. */
export function monthOfName(table: MonthlyTable, name: string): Month | undefined {
  const [, year, month] = /^(\d{4})_(\d{2})$/.exec(name.slice(table.length + 1)) ?? [];
  return name.startsWith(`${table}_`) && year !== undefined
    ? Number(year) * 12 + Number(month) - 1
    : undefined;
}

/** Where it begins and where the next one does, as a bound of its table. */
export function boundsOfMonth(table: MonthlyTable, month: Month): { from: string; to: string } {
  const [from, to] = [beginOfMonth(month), beginOfMonth(month + 1)] as const;
  if (table === 'rollup_slice' || table === 'rollup_hour') {
    return { from: String(sliceOf(from)), to: String(sliceOf(to)) };
  }
  const dayOf = (atMs: number) => `'${new Date(atMs).toISOString().slice(0, 10)}'`;
  return { from: dayOf(from), to: dayOf(to) };
}
