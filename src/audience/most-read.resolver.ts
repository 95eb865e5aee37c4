import { Args, Authorized, Query, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { wantedLanguage } from '../articles/language-tag';
import type { Clock } from '../platform/clock';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import type { Calendar } from './calendar';
import type { MostRead } from './most-read';
import type { Direction } from './most-read.repository';
import { MostReadArguments } from './most-read-arguments';
import { readPeriod } from './most-read-window';
import { ViewedArticleConnection } from './viewed-article.type';

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
  mostRead(@Args() asked: MostReadArguments): Promise<ViewedArticleConnection> {
    return this.page('MOST', asked);
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(100)
  @Query(() => ViewedArticleConnection, {
    description:
      'The articles that readers viewed least in a stretch of time, of those that are public now and were published ' +
      'before its end; one without a view has 0. Counted as in mostRead. Needs the scope AUDIENCE_READ.',
  })
  leastRead(@Args() asked: MostReadArguments): Promise<ViewedArticleConnection> {
    return this.page('LEAST', asked);
  }

  private async page(direction: Direction, asked: MostReadArguments): Promise<ViewedArticleConnection> {
    const { section, author, tag, language, after } = asked;
    const page = await this.lists.page({
      ...{ direction, first: readFirst(asked.first) },
      period: readPeriod(asked, this.calendar, this.clock.nowMs()),
      section: section ?? undefined,
      author: author ?? undefined,
      tag: tag ?? undefined,
      language: wantedLanguage(language),
      after: after ?? undefined,
    });
    return new ViewedArticleConnection(page);
  }
}
