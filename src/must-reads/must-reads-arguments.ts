import { ArgsType, Field, ID, Int } from 'type-graphql';
import { LANGUAGE_ALONE, RankedListArguments } from '../ranking/ranked-list-arguments';

@ArgsType()
export class MustReadsArguments extends RankedListArguments {
  @Field(() => Int, { defaultValue: 5, description: 'How many: 0 to 50.' })
  first!: number;

  @Field(() => String, { nullable: true, description: LANGUAGE_ALONE })
  language?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of articles to leave out, at most 200: what the reader has read, what the page shows already. The next ' +
      'ones move up.',
  })
  excluding?: string[] | null;
}
