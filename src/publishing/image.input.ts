import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'A change of what stands beside a picture; what is left out stays as it is.' })
export class UpdateImageInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change begins from.' })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What the picture shows, for those who cannot see it.',
  })
  alt?: string | null;

  @Field(() => String, { nullable: true, description: 'The line under the picture.' })
  caption?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made the picture or owns it.' })
  credit?: string | null;
}
