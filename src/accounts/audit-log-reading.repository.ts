import type { DataSource } from 'typeorm';
import type { AuditEntry, AuditSubject } from './audit-entry.entity';

/** Absent or null: any. */
export interface AuditFilter {
  subject?: AuditSubject | null;
  subjectId?: string | null;
  actor?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** Where a page goes on: after this entry. Postgres keeps microseconds, of which a Date has none. */
export interface AuditPlace {
  /** Microseconds since 1970. */
  place: string;
  id: string;
}

const columns = `id, at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", act, subject,
  subject_id as "subjectId", details, (extract(epoch from at) * 1000000)::bigint::text as place`;

export class AuditLogReading {
  constructor(private readonly dataSource: DataSource) {}

  async newest(filter: AuditFilter, limit: number, after?: AuditPlace): Promise<(AuditEntry & AuditPlace)[]> {
    const { conditions, values } = conditionsOf(filter);
    if (after) {
      values.push(after.place, after.id);
      const at = `timestamptz 'epoch' + $${values.length - 1}::bigint * interval '1 microsecond'`;
      conditions.push(`(at, id) < (${at}, $${values.length}::uuid)`);
    }
    values.push(limit);
    return this.dataSource.query(
      `select ${columns} from audit_entry ${whereOf(conditions)} order by at desc, id desc limit $${values.length}`,
      values,
    );
  }

  async count(filter: AuditFilter): Promise<number> {
    const { conditions, values } = conditionsOf(filter);
    const [row] = await this.dataSource.query(
      `select count(*) as count from audit_entry ${whereOf(conditions)}`,
      values,
    );
    return Number(row.count);
  }
}

const comparisons: Record<keyof AuditFilter, string> = {
  subject: 'subject =',
  subjectId: 'subject_id =',
  actor: 'actor_id =',
  from: 'at >=',
  to: 'at <',
};

function conditionsOf(filter: AuditFilter): { conditions: string[]; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  for (const [name, comparison] of Object.entries(comparisons)) {
    const value = filter[name as keyof AuditFilter];
    if (value === undefined || value === null) continue;
    values.push(value);
    conditions.push(`${comparison} $${values.length}`);
  }
  return { conditions, values };
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
