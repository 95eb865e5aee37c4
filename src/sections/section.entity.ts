import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SharedFor } from '../platform/graphql/shared-for';

@SharedFor(10)
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

  @Field(() => Int, {
    description: 'Orders it among those that stand under the same section, the smaller first.',
  })
  @Column('integer', { default: 0 })
  position!: number;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  @Column('integer', { default: 1 })
  version!: number;
}
