import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'A section that does not exist yet.' })
export class CreateSectionInput {
  @Field(() => String, { description: 'The name that readers see, up to 200 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; made from the name where absent. No other section may have it.',
  })
  slug?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the section that it stands under, if any.' })
  parentId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among those under the same section, from 0; at their end where absent.',
  })
  position?: number | null;
}

@InputType({ description: 'A section to be emptied, and where its articles go.' })
export class MoveArticlesInput {
  @Field(() => ID, { description: 'The id of the section; those under it keep their articles.' })
  fromId!: string;

  @Field(() => ID, { description: 'The id of the section that gets them.' })
  toId!: string;
}

@InputType({ description: 'A change of a section; what is left out stays as it is.' })
export class UpdateSectionInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change begins from.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'The name that readers see, up to 200 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; old addresses lead nowhere then.',
  })
  slug?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the section that it is to stand under; null takes it to the top.',
  })
  parentId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among those under the same section, from 0.',
  })
  position?: number | null;
}
