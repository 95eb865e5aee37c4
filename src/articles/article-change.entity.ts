import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Article } from './article.entity';

/** What happened to an article, as far as lists and caches must know. */
export enum ArticleChangeKind {
  PUBLISHED = 'PUBLISHED',
  CHANGED = 'CHANGED',
  WITHDRAWN = 'WITHDRAWN',
}

// Written in the transaction of the change itself, so that no process can miss one, whatever message is lost.
@Entity('article_change')
@Check('article_change_kind_check', `kind in ('PUBLISHED', 'CHANGED', 'WITHDRAWN')`)
@Index('article_change_at', { synchronize: false })
export class ArticleChange {
  /** Grows, but commits out of order: readers must look back a little. A string, since it is a bigint. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @ForeignKey(() => Article, { name: 'article_change_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  @Column('integer')
  number!: number;

  @Column('text')
  kind!: ArticleChangeKind;

  @Column('timestamp with time zone', { default: () => 'now()' })
  at!: Date;
}
