import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import type { RankedRail } from './placement';

export const BuriedRail: { readonly [rail in RankedRail]: rail } = {
  POPULAR_NOW: 'POPULAR_NOW',
  TRENDING: 'TRENDING',
  MUST_READS: 'MUST_READS',
};

registerEnumType(BuriedRail, {
  name: 'RankedRail',
  description: 'The ranked lists that editors place articles on, or keep them off.',
  valuesConfig: {
    POPULAR_NOW: { description: 'Popular Now: of the site, of a section or of a language.' },
    TRENDING: { description: 'Trending: of the site, of a section or of a language.' },
    MUST_READS: { description: 'Must-Reads.' },
  },
});

@InputType()
abstract class PlacedArticle {
  @Field(() => ID, { description: 'The id of the article; it need not be public yet.' })
  articleId!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'From when on, at most 90 days ahead; now where absent.',
  })
  from?: Date | null;
}

@InputType({ description: 'A place for an article on one list of Popular Now.' })
export class PinArticleInput extends PlacedArticle {
  @Field(() => String, {
    description:
      'Why, in 3 to 500 characters: it stays in the audit log, and whoever asks why the article stands there sees it.',
  })
  reason!: string;

  @Field(() => Int, { description: 'The place: 1 to 5.' })
  place!: number;

  @Field(() => ID, { nullable: true, description: 'The id or slug of a section: on its list.' })
  section?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A BCP 47 tag: on the list of that language. Without section and language: on that of the site.',
  })
  language?: string | null;

  @Field(() => Date, { description: 'When it ends, to the second: at most 7 days after it begins.' })
  until!: Date;
}

@InputType({ description: 'An article that is to be off the ranked lists.' })
export class BuryArticleInput extends PlacedArticle {
  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;

  @Field(() => [BuriedRail], {
    nullable: true,
    description:
      'Off which lists; absent: all of them, but for Must-Reads where a section or language is named: it is one list.',
  })
  rails?: RankedRail[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of a section: off its list alone and those of the sections under it.',
  })
  section?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A BCP 47 tag: off the list of that language alone. Without section and language: off every list.',
  })
  language?: string | null;

  @Field(() => Date, { description: 'When it ends, to the second: at most 366 days after it begins.' })
  until!: Date;
}

@InputType({ description: 'An article whose score is to count more, or less, on Popular Now.' })
export class BoostArticleInput extends PlacedArticle {
  @Field(() => String, {
    description:
      'Why, in 3 to 500 characters: it stays in the audit log, and whoever asks why the article stands there sees it.',
  })
  reason!: string;

  @Field(() => Float, {
    description:
      'What its score is multiplied by: 0.3 to 3. Below 1 it stands further down, above 1 further up.',
  })
  factor!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of a section: on its list alone and those of the sections under it.',
  })
  section?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A BCP 47 tag: on the list of that language alone. Without section and language: on every list.',
  })
  language?: string | null;

  @Field(() => Date, { description: 'When it ends, to the second: at most 7 days after it begins.' })
  until!: Date;
}

@InputType({ description: 'A placement that is to end now.' })
export class TakeBackPlacementInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Why, in 3 to 500 characters: it stays in the audit log.' })
  reason!: string;
}
