import { Field, ID, ObjectType } from 'type-graphql';
import { Tag } from '../articles/tag.entity';
import { Author } from '../authors/author.entity';
import { Image } from '../images/image.entity';
import { Count } from '../platform/graphql/count.scalar';
import { UserError } from '../platform/graphql/user-error.type';
import { Section } from '../sections/section.entity';

@ObjectType({ description: 'What became of a section that was to be created or changed.' })
export class SectionPayload {
  @Field(() => Section, { nullable: true, description: 'As it is now; null when nothing was written.' })
  section!: Section | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of the articles of a section.' })
export class MoveArticlesPayload {
  @Field(() => Section, { nullable: true, description: 'Where they are now; null when nothing was written.' })
  section!: Section | null;

  @Field(() => Count, { nullable: true, description: 'How many were moved, whatever their status.' })
  moved!: number | null;

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

@ObjectType({ description: 'What became of an author that was to be created, changed or merged.' })
export class AuthorPayload {
  @Field(() => Author, { nullable: true, description: 'As it is now; null when nothing was written.' })
  author!: Author | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of a tag that was to be created, changed or merged.' })
export class TagPayload {
  @Field(() => Tag, { nullable: true, description: 'As it is now; null when nothing was written.' })
  tag!: Tag | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'What became of a picture that was to be changed.' })
export class ImagePayload {
  @Field(() => Image, { nullable: true, description: 'As it is now; null when nothing was written.' })
  image!: Image | null;

  @Field(() => [UserError], { description: 'Why nothing was written; else empty.' })
  userErrors!: UserError[];
}
