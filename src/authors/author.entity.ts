import { EmailAddressResolver } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Image } from '../images/image.entity';
import { SharedFor } from '../platform/graphql/shared-for';

@SharedFor(10)
@ObjectType({ description: 'Who wrote an article: its byline.' })
@Entity('author')
@Index('author_email', { synchronize: false })
@Index('author_picture', { synchronize: false })
export class Author {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field(() => String, { description: 'The name in addresses; unique.' })
  @Column('text', { unique: true })
  slug!: string;

  @Field(() => String, { description: 'The name in the byline.' })
  @Column('text')
  name!: string;

  @Field(() => EmailAddressResolver, {
    nullable: true,
    description: 'Where readers may write to, if anywhere.',
  })
  @Column('text', { nullable: true })
  email!: string | null;

  @Field(() => String, { description: 'A few sentences about the author; plain text, may be empty.' })
  @Column('text', { default: '' })
  bio!: string;

  @Column('uuid', { name: 'picture_id', nullable: true })
  pictureId!: string | null;

  @Field(() => Image, { nullable: true, description: 'A portrait.' })
  @ManyToOne(() => Image, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'picture_id', foreignKeyConstraintName: 'author_picture_id_fkey' })
  picture!: Image | null;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  @Column('integer', { default: 1 })
  version!: number;
}
