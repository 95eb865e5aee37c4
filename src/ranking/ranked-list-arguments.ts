import { ArgsType, Field, ID, Int } from 'type-graphql';
import { AS_OF } from './history/past-lists';
import type { ListArguments } from './read-list-filter';
import { VARIANT, Variant } from './variant.type';

export const LANGUAGE_ALONE = 'A BCP 47 tag: articles in this language only.';

/** Which part of a ranked list, of which section, and as it stood when. */
@ArgsType()
export abstract class RankedListArguments implements ListArguments {
  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before. It is good for fifteen minutes.',
  })
  after?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of a section; its articles and those of the sections under it.',
  })
  section?: string | null;

  @Field(() => Date, { nullable: true, description: AS_OF })
  asOf?: Date | null;
}

/** And of whom, and about what; on a rail that may be tested. */
@ArgsType()
abstract class TestedListArguments extends RankedListArguments {
  @Field(() => ID, { nullable: true, description: 'The id or slug of an author.' })
  author?: string | null;

  @Field(() => String, { nullable: true, description: 'The slug of a tag.' })
  tag?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of articles to leave out, at most 200: what the page shows already.',
  })
  excluding?: string[] | null;

  @Field(() => Variant, { nullable: true, description: VARIANT })
  variant?: Variant | null;
}

@ArgsType()
export class PopularNowArguments extends TestedListArguments {
  @Field(() => Int, { defaultValue: 5, description: 'How many: 0 to 200.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'A BCP 47 tag: articles in this language. Where there are none (in the section), those in the nearest one: a ' +
      'broader tag (pt for pt-BR), then the same language elsewhere (pt-PT), then all; "language" of the answer ' +
      'says which. With an author or a tag it is this language only.',
  })
  language?: string | null;
}

@ArgsType()
export class TrendingArguments extends TestedListArguments {
  @Field(() => Int, { defaultValue: 5, description: 'How many: 0 to 200; no list is longer than 50.' })
  first!: number;

  @Field(() => String, { nullable: true, description: LANGUAGE_ALONE })
  language?: string | null;
}
