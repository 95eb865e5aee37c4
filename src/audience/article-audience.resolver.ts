import { Arg, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { Rail, ViewSource } from '../views/view-source';
import type { AudienceFigures } from './audience-figures';
import { CounterSumsLoader } from './counter-sums.loader';
import type { FiguresRepository, WholeSums } from './figures.repository';
import { Engagement, Readers, SeriesInterval, ViewSeries, ViewSources } from './figures.type';
import { Recirculation, RecirculationSeries } from './recirculation.type';

const TIME_ZONE = "Whose clock and calendar cut it: Europe/Oslo, say; the publisher's without it.";
const FROM = 'From the slice of a quarter of an hour that holds this moment on.';
const TO = 'To the end of the slice before this moment, or that holds it.';

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
  viewSeries(
    @Root() article: ArticleCard,
    @Arg('interval', () => SeriesInterval, { description: 'How long each point is.' })
    interval: SeriesInterval,
    @Arg('from', () => Date, { description: 'From the point on that holds this moment.' }) from: Date,
    @Arg('to', () => Date, { description: 'To the point that holds the moment before this one.' }) to: Date,
    @Arg('source', () => ViewSource, { nullable: true, description: 'Only views that came from there.' })
    source: ViewSource | null,
    @Arg('timeZone', () => String, { nullable: true, description: TIME_ZONE }) timeZone: string | null,
  ): Promise<ViewSeries> {
    const rest = { source: source ?? undefined, timeZone: timeZone ?? undefined };
    return this.audience.series({ article: article.number, interval, from, to, ...rest });
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
    @Arg('interval', () => SeriesInterval, { description: 'How long each point is.' })
    interval: SeriesInterval,
    @Arg('from', () => Date, { description: 'From the point on that holds this moment.' }) from: Date,
    @Arg('to', () => Date, { description: 'To the point that holds the moment before this one.' }) to: Date,
    @Arg('rail', () => Rail, { nullable: true, description: 'Only this rail.' }) rail: Rail | null,
    @Arg('timeZone', () => String, { nullable: true, description: TIME_ZONE }) timeZone: string | null,
  ): Promise<RecirculationSeries> {
    const of = { rail: rail ?? undefined, timeZone: timeZone ?? undefined };
    return this.audience.recirculationSeries({ article: article.number, interval, from, to, ...of });
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
