import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How fast a pick grows old: half-lives of 4 hours, 12 hours, 36 hours and 7 days. */
export enum PickLifetime {
  SHORT = 'SHORT',
  MEDIUM = 'MEDIUM',
  LONG = 'LONG',
  EVERGREEN = 'EVERGREEN',
}

// An editor's pick for the Must-Reads rail.
@Entity('must_read_pick')
export class MustReadPick {
  @PrimaryColumn('uuid')
  id!: string;

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
