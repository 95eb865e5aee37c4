import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'What is left of an article that was public and has been withdrawn: enough for a page to say so.',
})
export class Tombstone {
  @Field(() => ID, { description: 'The id of the article.' })
  id!: string;

  @Field(() => String, { description: 'Its slug: the address at which readers come looking for it.' })
  slug!: string;

  @Field(() => String, { description: 'Its headline when it was withdrawn.' })
  headline!: string;

  @Field(() => Date, { description: 'When it was withdrawn.' })
  withdrawnAt!: Date;

  @Field(() => String, { nullable: true, description: 'Why, for readers; null where no reason was given.' })
  reason!: string | null;
}
