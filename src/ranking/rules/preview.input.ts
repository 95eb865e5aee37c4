import { Field, Float, ID, InputType, Int } from 'type-graphql';
import type { PlacementAct as Act, RankedRail } from './placement';
import { BuriedRail } from './placement.input';
import { PlacementAct } from './placement.type';
import { RankingRuleInput } from './rule.input';

@InputType({
  description: 'A placement to be tried: as if it were in force now, on the list of the preview.',
})
export class TriedPlacementInput {
  @Field(() => PlacementAct, { description: 'What would be done.' })
  act!: Act;

  @Field(() => ID, { description: 'The id of the article.' })
  articleId!: string;

  @Field(() => Int, { nullable: true, description: 'Of a pin: the place, 1 to 5.' })
  place?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of a boost: what the score is multiplied by, 0.3 to 3.',
  })
  factor?: number | null;

  @Field(() => [BuriedRail], {
    nullable: true,
    description:
      'Of a bury: the lists that it is for; absent, all of them. Must-Reads, which are one list of the whole site, ' +
      'only without section and language.',
  })
  rails?: RankedRail[] | null;
}

@InputType({
  description:
    'What is to be tried: a rule, placements, or both, on the list of its section or language, or of the site. Of ' +
    'the rails that the placements reach each is shown. You May Also Like, whose lists are made for each request, ' +
    'has none.',
})
export class PreviewRankingRuleInput extends RankingRuleInput {
  @Field(() => [TriedPlacementInput], {
    nullable: true,
    description: 'Placements that are not made yet, at most 20; beside those in force.',
  })
  placements?: TriedPlacementInput[] | null;

  @Field(() => Int, { defaultValue: 10, description: 'How many places are compared: 1 to 50.' })
  places!: number;
}
