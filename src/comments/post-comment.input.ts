import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A comment that a reader writes.' })
export class PostCommentInput {
  @Field(() => ID, { description: 'The article that it is about.' })
  articleId!: string;

  @Field(() => String, {
    description:
      'Plain text of 1 to 300 characters as a reader counts them. Line ends stay; what cannot be seen and what turns ' +
      'the direction of writing is taken out.',
  })
  text!: string;

  @Field(() => String, { description: 'The name to show above it, 1 to 50 characters on one line.' })
  authorName!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The comment that it answers: one on the article itself, since answers have no answers.',
  })
  parentId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the client calls this visitor, 1 to 200 characters: for limits alone, and not stored. Without it the ' +
      'header X-Visitor-Id counts, and without that the address and the user agent.',
  })
  visitor?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A random id of this comment, 1 to 100 characters, the same whenever it is sent again: it is then written once.',
  })
  eventId?: string | null;
}
