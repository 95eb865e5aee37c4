import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Article } from '../articles/article.entity';

/** Readers see VISIBLE ones only. */
export enum CommentStatus {
  VISIBLE = 'VISIBLE',
  HELD = 'HELD',
  REJECTED = 'REJECTED',
}

@ObjectType({ description: 'What a reader wrote under an article, or an answer to it.' })
@Entity('comment')
@Check('comment_status_check', `status in ('VISIBLE', 'HELD', 'REJECTED')`)
@Index('comment_of', { synchronize: false })
@Index('comment_answers', { synchronize: false })
export class Comment {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Article, { name: 'comment_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  /** An answer is never answered. */
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the comment that it answers; null for one on the article itself.',
  })
  @ForeignKey(() => Comment, { name: 'comment_parent_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Field(() => String, { description: 'The name that its writer goes by.' })
  @Column('text', { name: 'author_name' })
  authorName!: string;

  @Field(() => String, { description: 'Plain text of at most 300 characters.' })
  @Column('text')
  text!: string;

  @Column('text')
  status!: CommentStatus;

  @Field(() => Date, { description: 'When it was written.' })
  @Column('timestamp with time zone', { name: 'created_at' })
  createdAt!: Date;
}
