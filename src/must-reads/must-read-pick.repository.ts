import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { readWithin } from '../platform/postgres/read-within';
import type { MustReadPick, PickLifetime } from './must-read-pick.entity';

/** One small statement; a Postgres that is silent for longer is asked again. */
const READ_WITHIN_MS = 4_000;

/** With the short id of its article. */
export interface PickOfArticle extends MustReadPick {
  number: number;
}

export interface PickDraft {
  articleId: string;
  /** News value, 1 to 5. */
  value: number;
  lifetime: PickLifetime;
  from: Date;
  to?: Date;
  pin?: { reason: string; until: Date };
  /** Among the pinned ones, from 0. */
  position?: number;
}

export class MustReadPickRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * All that hold at that time or will, of articles whatever their state; at most `limit`, those nearest to that time
   * first, but for pinned ones.
   */
  picksNotOver(nowMs: number, limit: number): Promise<PickOfArticle[]> {
    return readWithin(READ_WITHIN_MS, this.dataSource, (reader) =>
      reader.query(
        `select p.id, p.article_id as "articleId", a.number, p.value, p.lifetime, p."from", p."to", p.pinned,
         p.position, p.pin_reason as "pinReason", p.pinned_until as "pinnedUntil", p.version
       from must_read_pick p join article a on a.id = p.article_id
       where p."to" is null or p."to" > $1
       order by p.pinned desc, abs(extract(epoch from p."from" - $1)), p.id limit $2`,
        [new Date(nowMs), limit],
      ),
    );
  }

  /** Picks that hold at that time, of articles whatever their state. */
  activePicks(nowMs: number): Promise<PickOfArticle[]> {
    return this.dataSource.query(
      `select p.id, p.article_id as "articleId", a.number, p.value, p.lifetime, p."from", p."to", p.pinned, p.position,
         p.pin_reason as "pinReason", p.pinned_until as "pinnedUntil", p.version
       from must_read_pick p join article a on a.id = p.article_id
       where p."from" <= $1 and (p."to" is null or p."to" > $1)
       order by p.pinned and p.pinned_until > $1 desc, p.position, p.id`,
      [new Date(nowMs)],
    );
  }

  /** An article has one pick at most: a second one replaces the first. */
  async writePicks(drafts: readonly PickDraft[]): Promise<void> {
    const rows = drafts.map(({ pin, ...draft }) => ({
      ...{ to: null, position: 0 },
      ...draft,
      ...{ id: uuidv7(), pinned: pin !== undefined, pinReason: pin?.reason, pinnedUntil: pin?.until },
    }));
    await this.dataSource.query(
      `insert into must_read_pick (id, article_id, value, lifetime, "from", "to", pinned, pin_reason, pinned_until,
         position)
       select id, "articleId", value, lifetime, "from", "to", pinned, "pinReason", "pinnedUntil", position
       from jsonb_to_recordset($1::jsonb) as row(id uuid, "articleId" uuid, value integer, lifetime text,
         "from" timestamptz, "to" timestamptz, pinned boolean, "pinReason" text, "pinnedUntil" timestamptz,
         position integer)
       on conflict (article_id) do update set value = excluded.value, lifetime = excluded.lifetime,
         "from" = excluded."from", "to" = excluded."to", pinned = excluded.pinned,
         pin_reason = excluded.pin_reason, pinned_until = excluded.pinned_until, position = excluded.position`,
      [JSON.stringify(rows)],
    );
  }
}
