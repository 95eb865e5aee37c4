import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './role';
import type { Scope } from './scope';

// What is kept of an API key: enough to know it again, not enough to use it. Rows are never deleted, so that the audit
// log's keys can still be named.
@Entity('api_key')
export class ApiKeyRow {
  /** The public part of the key itself. */
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  /** SHA-256 of the secret. */
  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('text')
  role!: Role;

  /** Null: all that the role has, whatever it will have. */
  @Column('text', { array: true, nullable: true })
  scopes!: Scope[] | null;

  @Column('timestamp with time zone', { name: 'created_at' })
  createdAt!: Date;

  /** The name of who created it, for people; the audit log has more. */
  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamp with time zone', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamp with time zone', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** Right to a minute or two: it is written in the background. */
  @Column('timestamp with time zone', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
