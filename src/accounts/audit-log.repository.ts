import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from './account';
import type { AuditSubject } from './audit-entry.entity';

export interface EditorialAct {
  by: Account;
  /** In the past tense: PUBLISHED, WITHDRAWN. */
  act: string;
  subject: AuditSubject;
  subjectId: string;
  details?: Record<string, unknown>;
}

export class AuditLogRepository {
  /** In the caller's transaction: an act without its entry does not happen. */
  async write(manager: EntityManager, { by, act, subject, subjectId, details }: EditorialAct): Promise<void> {
    await manager.query(
      `insert into audit_entry (id, at, actor_kind, actor_id, actor_name, act, subject, subject_id, details)
       values ($1, now(), $2, $3, $4, $5, $6, $7, $8::jsonb)`,
      [uuidv7(), by.kind, by.id, by.name, act, subject, subjectId, JSON.stringify(details ?? {})],
    );
  }
}
