import { Arg, Authorized, ID, Query, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { Costs } from '../platform/graphql/costs';
import { Rail, ViewSource } from '../views/view-source';
import type { AudienceFigures } from './audience-figures';
import { ReadingsApart, SeriesInterval, ViewSeries, ViewSources } from './figures.type';
import { Recirculation, RecirculationSeries } from './recirculation.type';

const FROM = 'From the slice of a quarter of an hour that holds this moment on.';
const TO = 'To the end of the slice before this moment, or that holds it.';
const TIME_ZONE = "Whose clock and calendar cut it: Europe/Oslo, say; the publisher's without it.";
const SECTION =
  'The id or slug of a section; its articles and those of the sections under it. One that does not exist is an error.';

@Resolver()
export class SiteAudienceResolver {
  constructor(private readonly audience: AudienceFigures) {}

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(50)
  @Query(() => ViewSeries, {
    description:
      'Views of the whole site over time, at most 2,000 points: by readers, repeats left out, without bots, ' +
      'staff and ' +
      'what has been excluded. Needs the scope AUDIENCE_READ.',
  })
  siteViews(
    @Arg('interval', () => SeriesInterval, { description: 'How long each point is.' })
    interval: SeriesInterval,
    @Arg('from', () => Date, { description: 'From the point on that holds this moment.' }) from: Date,
    @Arg('to', () => Date, { description: 'To the point that holds the moment before this one.' }) to: Date,
    @Arg('source', () => ViewSource, { nullable: true, description: 'Only views that came from there.' })
    source: ViewSource | null,
    @Arg('timeZone', () => String, { nullable: true, description: TIME_ZONE }) timeZone: string | null,
  ): Promise<ViewSeries> {
    return this.audience.series({
      interval,
      from,
      to,
      source: source ?? undefined,
      timeZone: timeZone ?? undefined,
    });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(50)
  @Query(() => ViewSources, {
    description: 'Where readers of the site or of a section came from. Needs the scope AUDIENCE_READ.',
  })
  sources(
    @Arg('from', () => Date, { description: FROM }) from: Date,
    @Arg('to', () => Date, { description: TO }) to: Date,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
  ): Promise<ViewSources> {
    return this.audience.sourcesOf({ from, to, section: section ?? undefined });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(50)
  @Query(() => Recirculation, {
    description:
      'How rails lead readers of the site on, or to the articles of a section: their share of all views, and the ' +
      'click-through of each place. Needs the scope AUDIENCE_READ.',
  })
  recirculation(
    @Arg('from', () => Date, { description: FROM }) from: Date,
    @Arg('to', () => Date, { description: TO }) to: Date,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
  ): Promise<Recirculation> {
    return this.audience.recirculationOf({ from, to, section: section ?? undefined });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(50)
  @Query(() => RecirculationSeries, {
    description:
      'The same over time, at most 2,000 points: impressions, clicks and click-through of each rail and each of its ' +
      'places. Needs the scope AUDIENCE_READ.',
  })
  recirculationSeries(
    @Arg('interval', () => SeriesInterval, { description: 'How long each point is.' })
    interval: SeriesInterval,
    @Arg('from', () => Date, { description: 'From the point on that holds this moment.' }) from: Date,
    @Arg('to', () => Date, { description: 'To the point that holds the moment before this one.' }) to: Date,
    @Arg('rail', () => Rail, { nullable: true, description: 'Only this rail.' }) rail: Rail | null,
    @Arg('section', () => ID, { nullable: true, description: SECTION }) section: string | null,
    @Arg('timeZone', () => String, { nullable: true, description: TIME_ZONE }) timeZone: string | null,
  ): Promise<RecirculationSeries> {
    const of = { rail: rail ?? undefined, section: section ?? undefined, timeZone: timeZone ?? undefined };
    return this.audience.recirculationSeries({ interval, from, to, ...of });
  }

  @Authorized(Scope.AUDIENCE_READ)
  @Costs(20)
  @Query(() => [ReadingsApart], {
    description:
      'Readings by bots and by the staff, which are in no other figure: the last 30 days of the publisher, or fewer ' +
      'where BOT_AND_STAFF_DAYS says so, the running one last. Needs the scope AUDIENCE_READ.',
  })
  readingsApart(): Promise<ReadingsApart[]> {
    return this.audience.apart();
  }
}
