import { Arg, Authorized, ID, Int, Query, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { wantedLanguage } from '../articles/language-tag';
import type { Clock } from '../platform/clock';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import type { Calendar } from './calendar';
import type { MostRead } from './most-read';
import type { Direction } from './most-read.repository';
import { readPeriod, ViewWindow } from './most-read-window';
import { ViewedArticleConnection } from './viewed-article.type';

type Text = string | null;

const WINDOW =
  'A stretch of time that ends now. Give this, or "from" and "to", or one of "day", "week" and "month".';
const FROM = 'Views since then, together with "to". Quarters of an hour are counted as a whole.';
const TO = 'Views before then.';
const DAY = "A day of the publisher's calendar: 2026-11-25.";
const WEEK = "An ISO week of the publisher's calendar, Monday to Sunday: 2026-W48.";
const MONTH = "A month of the publisher's calendar: 2026-11.";
const SECTION = 'The id or slug of a section; its articles and those of the sections under it.';
const AUTHOR = 'The id or slug of an author; of one that does not exist there is nothing.';
const TAG = 'The slug of a tag; of one that does not exist there is nothing.';
const LANGUAGE = 'A BCP 47 tag: articles in this language only.';
const FIRST = 'How many: 0 to 200.';
const AFTER =
  'The endCursor of the page before. The next page goes on after that many views, as the list is then: what ' +
  'gains views ' +
  'meanwhile may be on no page, but nothing is on two.';

@Resolver()
export class MostReadResolver {
  constructor(
    private readonly lists: MostRead,
    private readonly calendar: Calendar,
    private readonly clock: Clock,
  ) {}

  @Costs(50)
  @Query(() => ViewedArticleConnection, {
    description:
      'The articles that readers viewed most in a stretch of time, of those that are public now; of equally ' +
      'viewed ones ' +
      'the one that was written later. Counted are views by readers, repeats left out, without bots, staff and what ' +
      'has been excluded. Articles without a view are not on it.',
  })
  mostRead(
    @Arg('window', () => ViewWindow, { nullable: true, description: WINDOW }) window: ViewWindow | null,
    @Arg('from', () => Date, { nullable: true, description: FROM }) from: Date | null,
    @Arg('to', () => Date, { nullable: true, description: TO }) to: Date | null,
    @Arg('day', () => String, { nullable: true, description: DAY }) day: Text,
    @Arg('week', () => String, { nullable: true, description: WEEK }) week: Text,
    @Arg('month', () => String, { nullable: true, description: MONTH }) month: Text,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: Text,
    @Arg('author', () => ID, { nullable: true, description: AUTHOR }) author: Text,
    @Arg('tag', () => String, { nullable: true, description: TAG }) tag: Text,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE }) language: Text,
    @Arg('first', () => Int, { defaultValue: 10, description: FIRST }) first: number,
    @Arg('after', () => String, { nullable: true, description: AFTER }) after: Text,
  ): Promise<ViewedArticleConnection> {
    const time = { window, from, to, day, week, month };
    return this.page('MOST', time, { section, author, tag, language, first, after });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(100)
  @Query(() => ViewedArticleConnection, {
    description:
      'The articles that readers viewed least in a stretch of time, of those that are public now and were published ' +
      'before its end; one without a view has 0. Counted as in mostRead. Needs the scope AUDIENCE_READ.',
  })
  leastRead(
    @Arg('window', () => ViewWindow, { nullable: true, description: WINDOW }) window: ViewWindow | null,
    @Arg('from', () => Date, { nullable: true, description: FROM }) from: Date | null,
    @Arg('to', () => Date, { nullable: true, description: TO }) to: Date | null,
    @Arg('day', () => String, { nullable: true, description: DAY }) day: Text,
    @Arg('week', () => String, { nullable: true, description: WEEK }) week: Text,
    @Arg('month', () => String, { nullable: true, description: MONTH }) month: Text,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: Text,
    @Arg('author', () => ID, { nullable: true, description: AUTHOR }) author: Text,
    @Arg('tag', () => String, { nullable: true, description: TAG }) tag: Text,
    @Arg('language', () => String, { nullable: true, description: LANGUAGE }) language: Text,
    @Arg('first', () => Int, { defaultValue: 10, description: FIRST }) first: number,
    @Arg('after', () => String, { nullable: true, description: AFTER }) after: Text,
  ): Promise<ViewedArticleConnection> {
    const time = { window, from, to, day, week, month };
    return this.page('LEAST', time, { section, author, tag, language, first, after });
  }

  private async page(
    direction: Direction,
    time: Parameters<typeof readPeriod>[0],
    rest: { section: Text; author: Text; tag: Text; language: Text; first: number; after: Text },
  ): Promise<ViewedArticleConnection> {
    const first = readFirst(rest.first);
    const page = await this.lists.page({
      ...{ direction, first, period: readPeriod(time, this.calendar, this.clock.nowMs()) },
      section: rest.section ?? undefined,
      author: rest.author ?? undefined,
      tag: rest.tag ?? undefined,
      language: wantedLanguage(rest.language),
      after: rest.after ?? undefined,
    });
    return new ViewedArticleConnection(page);
  }
}
