import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';

export const RuleRail = {
  POPULAR_NOW: 'POPULAR_NOW',
  TRENDING: 'TRENDING',
  YOU_MAY_ALSO_LIKE: 'YOU_MAY_ALSO_LIKE',
} as const;
export type RuleRail = keyof typeof RuleRail;

registerEnumType(RuleRail, {
  name: 'RuleRail',
  description: 'The lists that rules are set for.',
  valuesConfig: {
    POPULAR_NOW: { description: 'Popular Now: of the site, of a section or of a language.' },
    TRENDING: { description: 'Trending: of the site, of a section or of a language.' },
    YOU_MAY_ALSO_LIKE: {
      description:
        'You May Also Like, forYou and recommendations: on pages of a section or a language, or asked for by one.',
    },
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

export const NewArticles = {
  BY_SCORE: 'BY_SCORE',
  ONE_OF_FIVE: 'ONE_OF_FIVE',
  BY_WORTH: 'BY_WORTH',
} as const;
export type NewArticles = keyof typeof NewArticles;

registerEnumType(NewArticles, {
  name: 'NewArticles',
  description: 'What You May Also Like does with articles of the last hour.',
  valuesConfig: {
    BY_SCORE: { description: 'They come as their scores have it.' },
    ONE_OF_FIVE: {
      description:
        'The last of each five places is kept for the one that fits best, by readers in common and by text.',
    },
    BY_WORTH: {
      description:
        'The one that fits best takes the last of five places where the clicks expected of it, each worth ' +
        '`newArticleWorth` others, are more than those of the article that would stand there.',
    },
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
      'the list of a section only its own rule sets it. Of You May Also Like: of any five neighbouring places, 3 ' +
      'where no rule says else.',
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
  @Field(() => NewArticles, {
    nullable: true,
    description:
      'Of You May Also Like: whether a place is kept for a new article; ALSO_LIKE_NEW_ARTICLES where no rule says ' +
      'else.',
  })
  newArticles?: NewArticles | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like, with BY_WORTH: how many clicks on other articles a click on an article of the last ' +
      'hour is worth, 1 to 100; ALSO_LIKE_NEW_ARTICLE_WORTH where no rule says else.',
  })
  newArticleWorth?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: how much of what is expected of an article comes from its text, while nobody knows ' +
      'where readers go on to: 0, nothing, to 0.9; 0.5 where no rule says else. The rest comes from what is read now.',
  })
  textWeight?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: what the article that was read before the last one counts, against the last: 0, ' +
      'nothing, to 1, as much; 0.3 where no rule says else. The one before that counts a third of it.',
  })
  readBefore?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of You May Also Like: how far what is read now counts beside where readers of the article went on to: as if ' +
      'so many more of them had gone where everybody goes, 1 to 100; 6 where no rule says else.',
  })
  priorClicks?: number | null;

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

const newArticlesWords = {
  BY_SCORE: 'by-score',
  ONE_OF_FIVE: 'one-of-five',
  BY_WORTH: 'by-worth',
} as const satisfies Record<NewArticles, string>;

/** In the words of the settings. */
export function settingsOf({ stories, newArticles }: Pick<SetRankingRuleInput, 'stories' | 'newArticles'>) {
  return {
    stories: stories == null ? null : stories === 'ONE' ? ('one' as const) : ('each' as const),
    newArticles: newArticles == null ? null : newArticlesWords[newArticles],
  };
}

/** In the words of the API. */
export function shownNewArticles(words: (typeof newArticlesWords)[NewArticles]): NewArticles {
  return (Object.keys(newArticlesWords) as NewArticles[]).find((name) => newArticlesWords[name] === words)!;
}
