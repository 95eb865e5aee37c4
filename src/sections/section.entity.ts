import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@ObjectType({
  description: 'A part of the newsroom. Sections form a tree: a section holds the articles of its children.',
})
@Entity('section')
export class Section {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field(() => String, { description: 'The name in addresses; unique.' })
  @Column('text', { unique: true })
  slug!: string;

  @Field(() => String, { description: 'The name that readers see.' })
  @Column('text')
  name!: string;

  @ForeignKey(() => Section, { name: 'section_parent_id_fkey', onDelete: 'RESTRICT' })
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Its place among its siblings, from 0. */
  @Column('integer', { default: 0 })
  position!: number;
}
