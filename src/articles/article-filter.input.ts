import { Field, ID, InputType, registerEnumType } from 'type-graphql';

@InputType({ description: 'Which articles: those for which everything that is given holds.' })
export class ArticleFilterInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id or slug of a section. The articles of the sections under it belong to it too. ' +
      'One that does not exist is an error.',
  })
  section?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id or slug of one of its authors.' })
  author?: string | null;

  @Field(() => String, { nullable: true, description: 'The slug of one of its tags.' })
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'Its language, as a BCP 47 tag: "en", "ko".' })
  language?: string | null;

  @Field(() => Date, { nullable: true, description: 'Published at this time or later.' })
  publishedFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Published before this time.' })
  publishedBefore?: Date | null;
}

export enum ArticleOrderBy {
  NEWEST = 'NEWEST',
  VIEWS = 'VIEWS',
}

registerEnumType(ArticleOrderBy, {
  name: 'ArticleOrderBy',
  description: 'What a list of articles is ordered by.',
  valuesConfig: {
    NEWEST: {
      description: 'The latest published first; of two at the same time, the one with the larger id.',
    },
    VIEWS: {
      description:
        'The most viewed of all time first, by views that readers made, without what has been excluded; a view moves ' +
        'the order a second or two after it was counted. An article that gains views while pages are turned may ' +
        'be on ' +
        'none of them, but none is on two.',
    },
  },
});
