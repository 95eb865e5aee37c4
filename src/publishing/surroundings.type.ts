import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from '../platform/graphql/user-error.type';
import { Section } from '../sections/section.entity';

@ObjectType({ description: 'What became of a section that was to be created or changed.' })
export class SectionPayload {
  @Field(() => Section, { nullable: true, description: 'As it is now; null when nothing was written.' })
  section!: Section | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of something that was to be deleted.' })
export class DeletionPayload {
  @Field(() => ID, { nullable: true, description: 'Its id; null when it is still there.' })
  deletedId!: string | null;

  @Field(() => [UserError], { description: 'Why it is still there; else empty.' })
  userErrors!: UserError[];
}
