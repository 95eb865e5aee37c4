import { ArgsType, Field, ID, Int } from 'type-graphql';
import { ViewWindow } from './most-read-window';

/** Of which time, of what, and which page of it. */
@ArgsType()
export class MostReadArguments {
  @Field(() => ViewWindow, {
    nullable: true,
    description:
      'A stretch of time that ends now. Give this, or "from" and "to", or one of "day", "week" and "month".',
  })
  window?: ViewWindow | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Views since then, together with "to". Quarters of an hour are counted as a whole.',
  })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Views before then.' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: "A day of the publisher's calendar: 2026-11-25." })
  day?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "An ISO week of the publisher's calendar, Monday to Sunday: 2026-W48.",
  })
  week?: string | null;

  @Field(() => String, { nullable: true, description: "A month of the publisher's calendar: 2026-11." })
  month?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of a section; its articles and those of the sections under it.',
  })
  section?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id or slug of an author; of one that does not exist there is nothing.',
  })
  author?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The slug of a tag; of one that does not exist there is nothing.',
  })
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'A BCP 47 tag: articles in this language only.' })
  language?: string | null;

  @Field(() => Int, { defaultValue: 10, description: 'How many: 0 to 200.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The endCursor of the page before. The next page goes on after that many views, as the list is then: what ' +
      'gains views ' +
      'meanwhile may be on no page, but nothing is on two.',
  })
  after?: string | null;
}
