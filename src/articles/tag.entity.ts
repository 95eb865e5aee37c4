import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@ObjectType({ description: 'What an article is about, in a word or two.' })
@Entity('tag')
export class Tag {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field(() => String, { description: 'The name in addresses; unique.' })
  @Column('text', { unique: true })
  slug!: string;

  @Field(() => String, { description: 'The name that readers see.' })
  @Column('text')
  name!: string;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  @Column('integer', { default: 1 })
  version!: number;
}
