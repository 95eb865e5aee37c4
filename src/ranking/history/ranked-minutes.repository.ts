// Ranked lists by minute. One statement writes a minute: all of it or nothing, and the same minute from two leaders, or
// twice from one, is the one with the larger id.

import type { DataSource } from 'typeorm';
import type { SnapshotId } from '../snapshot';
import type { MinuteRecord } from './list-record';

/** A list that stands still is written again after so many minutes: so far back its last record lies at most. */
export const WRITTEN_AGAIN_AFTER = 60;

/** The last minute that was recorded until the one that is asked for. */
export interface RecordedMinute {
  minute: number;
  id: SnapshotId;
  computedAtMs: number;
}

export interface RecordedList {
  name: string;
  minute: number;
  id: SnapshotId;
  entries: Buffer;
}

/** Where an article stood from the minute of a record on. */
export interface RecordedPlace {
  minute: number;
  rank: number;
  /** The minute of the list's next record; null where there is none yet. */
  next: number | null;
}

/** Minutes without a record, the first and the one after the last; null where none has followed. */
export interface RecordGap {
  from: number;
  until: number | null;
}

interface IdRow {
  term: string;
  sequence: string;
}

const idOf = ({ term, sequence }: IdRow): SnapshotId => ({ term: Number(term), sequence: Number(sequence) });

export class RankedMinutesRepository {
  private readonly knownNames = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  async write({ minute, computedAtMs, id, lists }: MinuteRecord): Promise<void> {
    const names = lists.map(({ name }) => name);
    await this.nameLists(names);
    await this.dataSource.query(
      `with recorded as (
         insert into ranked_minute as kept (minute, computed_at, term, sequence) values ($1::integer, $2, $3, $4)
         on conflict (minute) do update
         set computed_at = excluded.computed_at, term = excluded.term, sequence = excluded.sequence
         where (excluded.term, excluded.sequence) > (kept.term, kept.sequence)
       )
       insert into ranked_list_minute as kept (list_id, minute, term, sequence, articles, entries)
       select l.id, $1::integer, $3, $4, given.articles::integer[], given.entries
       from unnest($5::text[], $6::text[], $7::bytea[]) given (name, articles, entries)
       join ranked_list l on l.name = given.name
       order by l.id
       on conflict (list_id, minute) do update
       set term = excluded.term, sequence = excluded.sequence, articles = excluded.articles, entries = excluded.entries
       where (excluded.term, excluded.sequence) > (kept.term, kept.sequence)`,
      [
        ...[minute, new Date(computedAtMs), id.term, id.sequence, names],
        lists.map(({ articles }) => `{${articles.join(',')}}`),
        lists.map(({ entries }) => entries),
      ],
    );
  }

  /** The newest of the minutes until the one given. */
  async lastRecorded(until: number): Promise<RecordedMinute | undefined> {
    const [found] = await this.dataSource.query<({ minute: number; computedAt: Date } & IdRow)[]>(
      `select minute, computed_at as "computedAt", term, sequence from ranked_minute
       where minute <= $1 order by minute desc limit 1`,
      [until],
    );
    return found && { minute: found.minute, computedAtMs: found.computedAt.getTime(), id: idOf(found) };
  }

  async firstRecorded(): Promise<number | undefined> {
    const [found] = await this.dataSource.query<{ minute: number | null }[]>(
      'select min(minute) as minute from ranked_minute',
    );
    return found?.minute ?? undefined;
  }

  /** A list as it stood in a minute that was recorded; undefined where there was no such list. */
  async listIn(name: string, minute: number): Promise<RecordedList | undefined> {
    const [found] = await this.dataSource.query<({ minute: number; entries: Buffer } & IdRow)[]>(
      `select r.minute, r.term, r.sequence, r.entries
       from ranked_list l join ranked_list_minute r on r.list_id = l.id
       where l.name = $1 and r.minute between $2::integer - ${WRITTEN_AGAIN_AFTER} and $2::integer
       order by r.minute desc limit 1`,
      [name, minute],
    );
    return found && { name, minute: found.minute, id: idOf(found), entries: found.entries };
  }

  /** Of one article on one list, oldest first: every record of a range of minutes, and the last before it. */
  placesOf(
    article: number,
    list: string,
    { from, until }: { from: number; until: number },
  ): Promise<RecordedPlace[]> {
    return this.dataSource.query<RecordedPlace[]>(
      `select r.minute, array_position(r.articles, $2::integer) as rank,
         (select min(n.minute) from ranked_list_minute n where n.list_id = r.list_id and n.minute > r.minute) as next
       from ranked_list l join ranked_list_minute r on r.list_id = l.id
       where l.name = $1 and r.articles @> array[$2::integer]
         and r.minute >= $3::integer - ${WRITTEN_AGAIN_AFTER} and r.minute < $4::integer
       order by r.minute`,
      [list, article, from, until],
    );
  }

  /** Within a range of minutes and the hour before it. */
  gapsIn({ from, until }: { from: number; until: number }): Promise<RecordGap[]> {
    return this.dataSource.query<RecordGap[]>(
      `select minute + 1 as from, next as until from (
         select minute, lead(minute) over (order by minute) as next from (
           select minute from ranked_minute
           where minute >= $1::integer - ${WRITTEN_AGAIN_AFTER} and minute <= $2::integer
           union all select $1::integer - ${WRITTEN_AGAIN_AFTER} - 1
         ) known
       ) recorded where next is distinct from minute + 1 order by minute`,
      [from, until],
    );
  }

  /** Gives how many records went: at most `most`, the oldest of each list first. */
  async forgetBefore(minute: number, most: number): Promise<number> {
    const [, lists] = await this.dataSource.query<[unknown, number]>(
      `delete from ranked_list_minute where (list_id, minute) in (
         select r.list_id, r.minute from ranked_list l cross join lateral (
           select list_id, minute from ranked_list_minute
           where list_id = l.id and minute < $1 order by minute limit $2
         ) r limit $2
       )`,
      [minute, most],
    );
    await this.dataSource.query(
      `delete from ranked_minute where minute in (
         select minute from ranked_minute where minute < $1 order by minute limit $2
       )`,
      [minute, most],
    );
    return lists;
  }

  private async nameLists(names: readonly string[]): Promise<void> {
    const unknown = names.filter((name) => !this.knownNames.has(name));
    if (unknown.length === 0) return;
    await this.dataSource.query(
      'insert into ranked_list (name) select unnest($1::text[]) on conflict (name) do nothing',
      [unknown],
    );
    for (const name of unknown) this.knownNames.add(name);
  }
}
