import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { OnBehalfOfInput } from '../visitors/on-behalf-of.input';
import { ReportedVariantInput } from './reported-variant.input';
import { Rail, ViewSource } from './view-source';

registerEnumType(ViewSource, {
  name: 'ViewSource',
  description: 'Where a reader came from.',
  valuesConfig: {
    DIRECT: { description: 'An address typed or kept, an app opened.' },
    SEARCH: { description: 'A search engine.' },
    SOCIAL: { description: 'A social network or a messenger.' },
    INTERNAL: { description: 'Another page of the publisher.' },
    RAIL: { description: 'A ranked list on a page: say which in "rail", and the place in "slot".' },
    OTHER: { description: 'Anything else, or unknown.' },
  },
});

registerEnumType(Rail, {
  name: 'Rail',
  description: 'A ranked list on a page.',
  valuesConfig: {
    POPULAR_NOW: { description: 'Popular Now.' },
    YOU_MAY_ALSO_LIKE: { description: 'You May Also Like.' },
    MUST_READS: { description: 'Must-Reads.' },
    LATEST: { description: 'Latest Stories.' },
    TRENDING: { description: 'Trending.' },
  },
});

@InputType({ description: 'One reading of an article, as its client reports it.' })
export class RecordViewInput {
  @Field(() => ID, { description: 'The article that was read.' })
  articleId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What the client calls this visitor, 1 to 200 characters. Only a pseudonym of it is kept, another each day of ' +
      'the publisher; nobody can tell whose it was once the salt of that day is deleted, 45 minutes after its end. ' +
      'Views are kept one by one under it for VIEW_STREAM_HOURS. Without it the header X-Visitor-Id counts, and ' +
      'without that the address and the user agent.',
  })
  visitor?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A random id of this reading, 1 to 100 characters, the same whenever it is reported again. ' +
      'Needed when it is reported more than 15 minutes late.',
  })
  eventId?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was read: up to 24 hours ago. Absent, or in the future, means now.',
  })
  occurredAt?: Date | null;

  @Field(() => ViewSource, { nullable: true, description: 'Where the reader came from.' })
  source?: ViewSource | null;

  @Field(() => Rail, {
    nullable: true,
    description: 'The list that was clicked: the source is RAIL then, where "source" says no other.',
  })
  rail?: Rail | null;

  @Field(() => Int, { nullable: true, description: 'The place on that list, from 1.' })
  slot?: number | null;

  @Field(() => ReportedVariantInput, {
    nullable: true,
    description:
      'Of a list that came with an experiment: which variant was clicked. A view counts whatever it says; for the ' +
      'experiment it counts once, and where the list can have been shown.',
  })
  experiment?: ReportedVariantInput | null;

  @Field(() => OnBehalfOfInput, {
    nullable: true,
    description:
      "The visitor, where a publisher's own server reports: bots, staff, caps and pseudonyms are then " +
      "the visitor's. " +
      'Taken only from callers with the scope VIEWS_REPORT_FOR_OTHERS.',
  })
  onBehalfOf?: OnBehalfOfInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the page has as document.referrer, empty where there is none: it says the source where "source" ' +
      'does not. ' +
      'Neither stored nor logged.',
  })
  referrer?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the page has as location.href, or its location.search alone. Where neither "source" nor the referrer ' +
      'says where the reader came from, what links are tagged with does: utm_source, utm_medium, ref, and the click ' +
      'ids of networks. At most 8,192 characters are looked at. Neither stored nor logged.',
  })
  pageUrl?: string | null;
}
