import { Arg, Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import type { AudienceFigures } from './audience-figures';
import { CounterSumsLoader } from './counter-sums.loader';
import type { FiguresRepository, WholeSums } from './figures.repository';
import { Engagement, Readers, ViewSeries, ViewSources } from './figures.type';
import { Recirculation, RecirculationSeries } from './recirculation.type';
import { FROM, RecirculationSeriesArguments, TO, ViewSeriesArguments } from './series-arguments';

@Resolver(() => ArticleCard)
export class ArticleAudienceResolver {
  constructor(
    private readonly audience: AudienceFigures,
    private readonly figures: FiguresRepository,
  ) {}

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => ViewSeries, {
    description:
      'Its views over time, at most 2,000 points: by readers, repeats left out, without bots, staff and what ' +
      'has been ' +
      'excluded. Needs the scope AUDIENCE_READ.',
  })
  viewSeries(@Root() article: ArticleCard, @Args() asked: ViewSeriesArguments): Promise<ViewSeries> {
    return this.audience.series({ ...asked, article: article.number });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => ViewSources, {
    description: 'Where its readers came from. Needs the scope AUDIENCE_READ.',
  })
  async sources(
    @Root() article: ArticleCard,
    @Arg('from', () => Date, { description: FROM }) from: Date,
    @Arg('to', () => Date, { description: TO }) to: Date,
    @Ctx() context: RequestContext,
  ): Promise<ViewSources> {
    const { range, sums } = await this.sums(article, { from, to }, context);
    return this.audience.sources(range, sums);
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => Engagement, {
    description: 'How long readers were engaged with it. Needs the scope AUDIENCE_READ.',
  })
  async engagement(
    @Root() article: ArticleCard,
    @Arg('from', () => Date, { description: FROM }) from: Date,
    @Arg('to', () => Date, { description: TO }) to: Date,
    @Ctx() context: RequestContext,
  ): Promise<Engagement> {
    const { range, sums } = await this.sums(article, { from, to }, context);
    return this.audience.engagement(range, sums);
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => Recirculation, {
    description:
      'How often it was shown on rails, and viewed from them, by rail and slot. Needs the scope AUDIENCE_READ.',
  })
  async recirculation(
    @Root() article: ArticleCard,
    @Arg('from', () => Date, { description: FROM }) from: Date,
    @Arg('to', () => Date, { description: TO }) to: Date,
    @Ctx() context: RequestContext,
  ): Promise<Recirculation> {
    const { range, sums } = await this.sums(article, { from, to }, context);
    return this.audience.recirculation(range, sums);
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => RecirculationSeries, {
    description:
      'The same over time, at most 2,000 points: how often it was shown on each rail and place, and viewed from ' +
      'there. Needs the scope AUDIENCE_READ.',
  })
  recirculationSeries(
    @Root() article: ArticleCard,
    @Args() asked: RecirculationSeriesArguments,
  ): Promise<RecirculationSeries> {
    return this.audience.recirculationSeries({ ...asked, article: article.number });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @FieldResolver(() => Readers, {
    description:
      'Its unique readers, day by day of the publisher, at most 366 days. Needs the scope AUDIENCE_READ.',
  })
  readers(
    @Root() article: ArticleCard,
    @Arg('from', () => String, { description: 'The first day: 2026-11-25.' }) from: string,
    @Arg('to', () => String, { nullable: true, description: 'The last day; without it the first alone.' })
    to: string | null,
  ): Promise<Readers> {
    return this.audience.readers(article.number, { from, to: to ?? from });
  }

  private sums(
    { number }: ArticleCard,
    asked: { from: Date; to: Date },
    context: RequestContext,
  ): Promise<WholeSums> {
    const range = this.audience.rangeOf(asked);
    const key = `counters of articles, ${range.from} to ${range.until}`;
    return perRequest(context, key, () => new CounterSumsLoader(this.figures, range)).load(number);
  }
}
