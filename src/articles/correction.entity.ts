import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ActorName } from './actor-name';
import { Article } from './article.entity';

@ObjectType({ description: 'A public note that says what was wrong in an article and has been put right.' })
@Entity('correction')
@Index('correction_of', { synchronize: false })
export class Correction {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Article, { name: 'correction_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  @Field(() => String, { description: 'Plain text, for readers.' })
  @Column('text')
  note!: string;

  @Field(() => Date, { description: 'When it was put right.' })
  @Column('timestamp with time zone')
  at!: Date;

  @Column('jsonb')
  by!: ActorName;
}
