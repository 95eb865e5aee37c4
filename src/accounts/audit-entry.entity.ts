import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What an act was done to. */
export enum AuditSubject {
  ARTICLE = 'ARTICLE',
  SECTION = 'SECTION',
  AUTHOR = 'AUTHOR',
  TAG = 'TAG',
  IMAGE = 'IMAGE',
  COMMENT = 'COMMENT',
  PICK = 'PICK',
  API_KEY = 'API_KEY',
}

// One row for each editorial act, in the transaction of the act itself. Rows are only ever added.
@Entity('audit_entry')
@Index('audit_entry_at', { synchronize: false })
@Index('audit_entry_subject', { synchronize: false })
@Index('audit_entry_actor', { synchronize: false })
export class AuditEntry {
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamp with time zone')
  at!: Date;

  /** API_KEY, TOKEN or PROGRAM. */
  @Column('text', { name: 'actor_kind' })
  actorKind!: string;

  @Column('text', { name: 'actor_id' })
  actorId!: string;

  @Column('text', { name: 'actor_name' })
  actorName!: string;

  /** In the past tense: PUBLISHED, WITHDRAWN, REVOKED. */
  @Column('text')
  act!: string;

  @Column('text')
  subject!: AuditSubject;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  /** What else there is to know: a reason, the versions before and after. */
  @Column('jsonb', { default: {} })
  details!: Record<string, unknown>;
}
