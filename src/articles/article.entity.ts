import {
  Check,
  Column,
  Entity,
  Generated,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { Image } from '../images/image.entity';
import { Section } from '../sections/section.entity';
import type { ActorName } from './actor-name';
import { ArticleStatus } from './article-status';

// The row. What the API shows of an article is an ArticleCard, which is made from rows and held in memory.
@Entity('article')
@Unique('article_source_external_id_key', ['source', 'externalId'])
@Check('article_status_check', `status in ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN')`)
@Check('article_check', `status <> 'PUBLISHED' or published_at is not null`)
@Index('article_newest', { synchronize: false })
@Index('article_section_newest', { synchronize: false })
@Index('article_language_newest', { synchronize: false })
@Index('article_lead_image', { synchronize: false })
@Index('article_due', { synchronize: false })
@Index('article_changed', { synchronize: false })
@Index('article_created', { synchronize: false })
export class Article {
  @PrimaryColumn('uuid')
  id!: string;

  /** The short id: the member in every sorted set. Its decimal string decides the partition. */
  @Column('integer', { unique: true })
  @Generated('increment')
  number!: number;

  @Column('text', { unique: true })
  slug!: string;

  @Column('text')
  headline!: string;

  @Column('text')
  standfirst!: string;

  /** Sanitised HTML. Read only when asked for: a list of fifty would carry a megabyte. */
  @Column('text', { select: false })
  body!: string;

  @Column('text')
  language!: string;

  @Column('text')
  status!: ArticleStatus;

  @Column('timestamp with time zone', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamp with time zone', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'canonical_url', nullable: true })
  canonicalUrl!: string | null;

  @Column('uuid', { name: 'section_id' })
  sectionId!: string;

  @ManyToOne(() => Section, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'section_id', foreignKeyConstraintName: 'article_section_id_fkey' })
  section!: Section;

  @Column('uuid', { name: 'lead_image_id', nullable: true })
  leadImageId!: string | null;

  @ManyToOne(() => Image, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'lead_image_id', foreignKeyConstraintName: 'article_lead_image_id_fkey' })
  leadImage!: Image | null;

  /** Where it came from ("demo", the address of a feed) and its id there: together unique. */
  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { name: 'external_id', nullable: true })
  externalId!: string | null;

  /** Of all that an import can change, so that an unchanged item writes nothing. */
  @Column('text', { name: 'content_hash', nullable: true })
  contentHash!: string | null;

  /** Grows by one with every change. */
  @Column('integer', { default: 1 })
  version!: number;

  /** Ahead of its time: when the world is to be told that it is public. Null as soon as that is done. */
  @Column('timestamp with time zone', { name: 'due_at', nullable: true })
  dueAt!: Date | null;

  /** Since when its words are an editor's: an import changes them no more. */
  @Column('timestamp with time zone', { name: 'edited_at', nullable: true })
  editedAt!: Date | null;

  /** Null for what an import has written. */
  @Column('jsonb', { name: 'created_by', nullable: true })
  createdBy!: ActorName | null;

  /** Whose the present version is; null for an import's. */
  @Column('jsonb', { name: 'changed_by', nullable: true })
  changedBy!: ActorName | null;

  /** Since when the present version is there. */
  @Column('timestamp with time zone', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;

  @Column('timestamp with time zone', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column('jsonb', { name: 'withdrawn_by', nullable: true })
  withdrawnBy!: ActorName | null;

  /** Readers may read it. */
  @Column('text', { name: 'withdrawal_reason', nullable: true })
  withdrawalReason!: string | null;
}
