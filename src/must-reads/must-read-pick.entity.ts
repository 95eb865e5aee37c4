import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Article } from '../articles/article.entity';

/** How fast a pick grows old: half-lives of 4 hours, 12 hours, 36 hours and 7 days. */
export enum PickLifetime {
  SHORT = 'SHORT',
  MEDIUM = 'MEDIUM',
  LONG = 'LONG',
  EVERGREEN = 'EVERGREEN',
}

// An editor's pick for the Must-Reads rail.
@Entity('must_read_pick')
@Unique('must_read_pick_article_id_key', ['articleId'])
@Check('must_read_pick_value_check', `value between 1 and 5`)
@Check('must_read_pick_lifetime_check', `lifetime in ('SHORT', 'MEDIUM', 'LONG', 'EVERGREEN')`)
export class MustReadPick {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Article, { name: 'must_read_pick_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  /** News value, 1 to 5. */
  @Column('integer')
  value!: number;

  @Column('text')
  lifetime!: PickLifetime;

  @Column('timestamp with time zone')
  from!: Date;

  @Column('timestamp with time zone', { nullable: true })
  to!: Date | null;

  /** Pinned picks come first, in the order of their positions. */
  @Column('boolean', { default: false })
  pinned!: boolean;

  @Column('integer', { default: 0 })
  position!: number;
}
