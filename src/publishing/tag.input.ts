import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'A tag that does not exist yet.' })
export class CreateTagInput {
  @Field(() => String, { description: 'The name that readers see, up to 100 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; made from the name where absent. No other tag may have it.',
  })
  slug?: string | null;
}

@InputType({ description: 'A change of a tag; what is left out stays as it is.' })
export class UpdateTagInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change begins from.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'The name that readers see, up to 100 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; old addresses lead nowhere then.',
  })
  slug?: string | null;
}

@InputType({ description: 'Two of one kind that are to become one.' })
export class MergeInput {
  @Field(() => ID, { description: 'The id of the one that goes; its articles become those of the other.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the one that stays.' })
  intoId!: string;
}
