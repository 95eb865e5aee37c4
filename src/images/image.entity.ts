import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SharedFor } from '../platform/graphql/shared-for';

@SharedFor(10)
@ObjectType({ description: 'A picture with what a page must show beside it.' })
@Entity('image')
export class Image {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field(() => String, {
    description: 'Where the picture lies; absolute, or relative to the root of this API.',
  })
  @Column('text')
  url!: string;

  @Field(() => String, { description: 'What the picture shows, for those who cannot see it.' })
  @Column('text')
  alt!: string;

  @Field(() => String, { description: 'The line under the picture.' })
  @Column('text')
  caption!: string;

  @Field(() => String, { description: 'Who made the picture or owns it.' })
  @Column('text')
  credit!: string;

  @Field(() => Int, { nullable: true, description: 'In pixels, where known.' })
  @Column('integer', { nullable: true })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels, where known.' })
  @Column('integer', { nullable: true })
  height!: number | null;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  @Column('integer', { default: 1 })
  version!: number;
}
