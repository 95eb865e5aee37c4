import { Field, ID, ObjectType } from 'type-graphql';
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
}
