import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'The portrait of an author.' })
export class PortraitInput {
  @Field(() => String, {
    description: 'Where it lies: an http or https address, or a path from the root of this API.',
  })
  url!: string;

  @Field(() => String, { nullable: true, description: 'What it shows, for those who cannot see it.' })
  alt?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it or owns it.' })
  credit?: string | null;
}

@InputType({ description: 'An author who does not exist yet.' })
export class CreateAuthorInput {
  @Field(() => String, { description: 'The name in the byline, up to 200 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; made from the name where absent. No other author may have it.',
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: 'Where readers may write to.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Plain text, up to 2,000 characters.' })
  bio?: string | null;

  @Field(() => PortraitInput, { nullable: true, description: 'A portrait.' })
  picture?: PortraitInput | null;
}

@InputType({ description: 'A change of an author; what is left out stays as it is.' })
export class UpdateAuthorInput {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change begins from.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'The name in the byline, up to 200 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name in addresses; old addresses lead nowhere then.',
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: 'Where readers may write to; null takes it away.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Plain text, up to 2,000 characters.' })
  bio?: string | null;

  @Field(() => PortraitInput, { nullable: true, description: 'A portrait; null takes it away.' })
  picture?: PortraitInput | null;
}
