import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';

export const RuleRail = { POPULAR_NOW: 'POPULAR_NOW', TRENDING: 'TRENDING' } as const;
export type RuleRail = keyof typeof RuleRail;

registerEnumType(RuleRail, {
  name: 'RuleRail',
  description: 'The lists that rules are set for.',
  valuesConfig: {
    POPULAR_NOW: { description: 'Popular Now: of the site, of a section or of a language.' },
    TRENDING: { description: 'Trending: of the site, of a section or of a language.' },
  },
});

export const StoriesShown = { ONE: 'ONE', EACH: 'EACH' } as const;
export type StoriesShown = keyof typeof StoriesShown;

registerEnumType(StoriesShown, {
  name: 'StoriesShown',
  description: 'What a list does with articles that tell the same story.',
  valuesConfig: {
    ONE: {
      description:
        'It shows one of them: articles of one section, published within a day of each other, with nearly the same ' +
        'headline.',
    },
    EACH: { description: 'It shows each.' },
  },
});

@InputType({
  description:
    'What a rule sets, whole: what is left out is as the wider rule has it (of the section above, of the site), ' +
    'and at last as the settings of the program have it.',
})
export class RankingRuleInput {
  @Field(() => RuleRail, { defaultValue: 'POPULAR_NOW', description: 'The lists that it is for.' })
  rail!: RuleRail;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of a section: for its list, and those of the sections under it.',
  })
  section?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A BCP 47 tag: for the list of that language. Without section and language it is for every list.',
  })
  language?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How old an article may be to be ranked, in days: 1 to 36,500. Older ones may fill empty places.',
  })
  maxAgeDays?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By what factor a challenger must lead the weakest of the first five: 1 to 10.',
  })
  entryLead?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how long without a break it must lead, in seconds: 0 to 600.',
  })
  entryDwellSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many readers the first five must have missed by leaving it out, in units of the square root of their ' +
      'readers a minute: 0 to 10. For Popular Now.',
  })
  entryPatience?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By what factor the lower of two that stay must lead to swap places: 1 to 10.',
  })
  swapLead?: number | null;

  @Field(() => StoriesShown, {
    nullable: true,
    description: 'Whether articles that tell the same story stand there once or each.',
  })
  stories?: StoriesShown | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of the first five may be of one section, where others can take the places: 0 to 5, 0 is no limit. On ' +
      'the list of a section only its own rule sets it.',
  })
  perSection?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of the first five may be by one author, where others can take the places: 0 to 5, 0 is no limit.',
  })
  perAuthor?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'After how many hours among the first five, all its times there together, an article stands below them: 0 to ' +
      '720, 0 is no limit. Two days after it last stood there it may return.',
  })
  leadHours?: number | null;
}

@InputType({ description: 'A rule of the ranked lists, with its reason.' })
export class SetRankingRuleInput extends RankingRuleInput {
  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends, to the second; absent: it holds until it is set anew or removed.',
  })
  until?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the rule that it takes the place of; absent where none is in force.',
  })
  version?: number | null;
}

@InputType({ description: 'A rule to be removed.' })
export class RemoveRankingRuleInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the caller has seen.' })
  version!: number;

  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;
}

/** In the words of the settings. */
export function settingsOf({ stories }: Pick<RankingRuleInput, 'stories'>) {
  return { stories: stories == null ? null : stories === 'ONE' ? ('one' as const) : ('each' as const) };
}
