import { Field, ID, InputType, Int } from 'type-graphql';
import { PickLifetime } from './must-read-pick.entity';

@InputType({ description: 'An article that everyone should read.' })
export class PickMustReadInput {
  @Field(() => ID, { description: 'The id of the article; it need not be public yet.' })
  articleId!: string;

  @Field(() => Int, { description: 'The news value: 1 to 5, 3 is the usual.' })
  value!: number;

  @Field(() => PickLifetime, { description: 'How fast the pick grows old.' })
  lifetime!: PickLifetime;

  @Field(() => Date, { nullable: true, description: 'From when on; now where absent.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ends, to the second; never where absent.' })
  to?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is pinned: it comes before all that are not. A pin has a reason and an end.',
  })
  pinned?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Required with pinned: why, in 3 to 500 characters. Readers of explain see it with the place.',
  })
  pinReason?: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Required with pinned where the pick has no end, or one after 7 days: when the pin ends, at most 7 days after ' +
      'it begins; absent, when the pick does. The pick goes on, by its grade.',
  })
  pinnedUntil?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Orders the pinned ones, the smaller first; 0 where absent.',
  })
  position?: number | null;
}

@InputType({ description: 'A change of a pick; what is left out stays as it is.' })
export class UpdatePickInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change begins from.' })
  version!: number;

  @Field(() => Int, { nullable: true, description: 'The news value: 1 to 5.' })
  value?: number | null;

  @Field(() => PickLifetime, { nullable: true, description: 'How fast it grows old.' })
  lifetime?: PickLifetime | null;

  @Field(() => Date, { nullable: true, description: 'From when on.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ends; null takes its end away.' })
  to?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is pinned; false takes the pin away. A pin that has ended and is sent back as it is stays ended: ' +
      'with another pinnedUntil, or true with another pinReason, it is pinned anew.',
  })
  pinned?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Required with whatever pins it anew: why, in 3 to 500 characters. Absent, a pin that stands keeps its own.',
  })
  pinReason?: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Required with whatever pins it anew, where the pick has no end, or one after 7 days: when the pin ends, at ' +
      'most 7 days after it begins; absent, when the pick does. Absent, a pin that stands keeps its own.',
  })
  pinnedUntil?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Orders the pinned ones, the smaller first.' })
  position?: number | null;
}
