import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { ActorName } from '../articles/actor-name';
import { Article } from '../articles/article.entity';

/** An article that takes no more comments; those that it has stay. */
@Entity('comment_closure')
export class CommentClosure {
  @ForeignKey(() => Article, { name: 'comment_closure_article_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'article_id' })
  articleId!: string;

  @Column('timestamp with time zone', { name: 'closed_at' })
  closedAt!: Date;

  @Column('jsonb', { name: 'closed_by' })
  closedBy!: ActorName;
}
