import type { DataSource } from 'typeorm';
import type { Account } from './account';
import type { ApiKeyRow } from './api-key.entity';
import { AuditSubject } from './audit-entry.entity';
import { AuditLogRepository } from './audit-log.repository';

export type KeyToWrite = Omit<ApiKeyRow, 'revokedAt' | 'lastUsedAt'>;

/** Where a page of keys goes on: after this one, newest first. */
export interface KeyPlace {
  createdAtMs: number;
  id: string;
}

const columns = `id, name, secret_hash as "secretHash", role, scopes, created_at as "createdAt",
  created_by as "createdBy", expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

export class ApiKeyRepository {
  private readonly auditLog = new AuditLogRepository();

  constructor(private readonly dataSource: DataSource) {}

  /** Changes whenever a key is created, revoked or, by hand, deleted or given other rights: not with its uses. */
  async fingerprint(): Promise<string> {
    const [row] = await this.dataSource.query(
      `select concat_ws(' ', count(*), count(revoked_at), max(created_at), max(revoked_at),
         sum(hash_record_extended((id, role, scopes, expires_at), 0))) as print from api_key`,
    );
    return row.print;
  }

  /** Those that can be used come first, then the newest: of too many, none is left out that anyone needs. */
  async all(limit: number, now: Date): Promise<ApiKeyRow[]> {
    return this.dataSource.query(
      `select ${columns} from api_key
       order by (revoked_at is null and (expires_at is null or expires_at > $2)) desc, created_at desc, id desc
       limit $1`,
      [limit, now],
    );
  }

  async byId(id: string): Promise<ApiKeyRow | undefined> {
    const [row] = await this.dataSource.query(`select ${columns} from api_key where id = $1`, [id]);
    return row;
  }

  async newest(limit: number, after?: KeyPlace): Promise<ApiKeyRow[]> {
    const place = after ? `where (created_at, id) < ($2, $3)` : '';
    return this.dataSource.query(
      `select ${columns} from api_key ${place} order by created_at desc, id desc limit $1`,
      after ? [limit, new Date(after.createdAtMs), after.id] : [limit],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.dataSource.query(`select count(*)::int as count from api_key`);
    return row.count;
  }

  /** How many have neither been revoked nor expired. */
  async countUsable(now: Date): Promise<number> {
    const [row] = await this.dataSource.query(
      `select count(*)::int as count from api_key
       where revoked_at is null and (expires_at is null or expires_at > $1)`,
      [now],
    );
    return row.count;
  }

  /** With its row in the audit log, or not at all. */
  async create(key: KeyToWrite, by: Account): Promise<void> {
    const { id, name, secretHash, role, scopes, createdAt, createdBy, expiresAt } = key;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into api_key (id, name, secret_hash, role, scopes, created_at, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, name, secretHash, role, scopes, createdAt, createdBy, expiresAt],
      );
      const details = { name, role, scopes, expiresAt };
      await this.auditLog.write(manager, {
        ...{ by, act: 'CREATED', subject: AuditSubject.API_KEY, subjectId: id, details },
      });
    });
  }

  /** Gives whether it was revoked now: of two who revoke at once, one is told so and is in the audit log. */
  async revoke(id: string, at: Date, by: Account): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [, revoked] = await manager.query(
        `update api_key set revoked_at = $2 where id = $1 and revoked_at is null`,
        [id, at],
      );
      if (revoked === 0) return false;
      await this.auditLog.write(manager, {
        ...{ by, act: 'REVOKED', subject: AuditSubject.API_KEY, subjectId: id },
      });
      return true;
    });
  }

  /** Processes write what each of them has seen: the latest stays. */
  async markUsed(uses: readonly { id: string; atMs: number }[]): Promise<void> {
    await this.dataSource.query(
      `update api_key set last_used_at = greatest(last_used_at, used.at)
       from unnest($1::text[], $2::timestamptz[]) used(id, at) where api_key.id = used.id`,
      [uses.map(({ id }) => id), uses.map(({ atMs }) => new Date(atMs))],
    );
  }
}
