import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Article } from './article.entity';

/** What happened to an article or around it, as far as lists and caches must know. */
export enum ArticleChangeKind {
  PUBLISHED = 'PUBLISHED',
  CHANGED = 'CHANGED',
  WITHDRAWN = 'WITHDRAWN',
  /** Readers see other comments on it than before. */
  COMMENTS = 'COMMENTS',
  /** Editors have picked it for the Must-Reads, changed the pick or taken it back. */
  PICKS = 'PICKS',
  /** The tree of sections has changed; no article's. */
  SECTIONS = 'SECTIONS',
}

// Written in the transaction of the change itself, so that no process can miss one, whatever message is lost.
@Entity('article_change')
@Check(
  'article_change_kind_check',
  `kind in ('PUBLISHED', 'CHANGED', 'WITHDRAWN', 'COMMENTS', 'PICKS', 'SECTIONS')`,
)
@Check('article_change_article_check', `(kind = 'SECTIONS') = (article_id is null)`)
@Index('article_change_at', { synchronize: false })
export class ArticleChange {
  /** Grows, but commits out of order: readers must look back a little. A string, since it is a bigint. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @ForeignKey(() => Article, { name: 'article_change_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id', nullable: true })
  articleId!: string | null;

  @Column('integer', { nullable: true })
  number!: number | null;

  @Column('text')
  kind!: ArticleChangeKind;

  @Column('timestamp with time zone', { default: () => 'now()' })
  at!: Date;
}
