import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { ActorName } from '../articles/actor-name';
import { Article } from '../articles/article.entity';
import type { ArticleStatus } from '../articles/article-status';
import type { ArticleContent } from './article-content';

// What an article was before it was changed by hand: one row for each version that is not the present one any more.
@Entity('article_revision')
export class ArticleRevision {
  @ForeignKey(() => Article, { name: 'article_revision_article_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'article_id' })
  articleId!: string;

  @PrimaryColumn('integer')
  version!: number;

  /** When this version was written. */
  @Column('timestamp with time zone')
  at!: Date;

  /** Null where an import wrote it. */
  @Column('jsonb', { nullable: true })
  by!: ActorName | null;

  @Column('text')
  status!: ArticleStatus;

  @Column('timestamp with time zone', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('jsonb')
  content!: ArticleContent;
}
