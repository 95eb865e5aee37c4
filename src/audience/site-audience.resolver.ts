import { Arg, Args, Authorized, ID, Query, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { Costs } from '../platform/graphql/costs';
import type { AudienceFigures } from './audience-figures';
import { ReadingsApart, ViewSeries, ViewSources } from './figures.type';
import { Recirculation, RecirculationSeries } from './recirculation.type';
import { FROM, SECTION, SiteRecirculationSeriesArguments, TO, ViewSeriesArguments } from './series-arguments';

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
  siteViews(@Args() asked: ViewSeriesArguments): Promise<ViewSeries> {
    return this.audience.series(asked);
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
  recirculationSeries(@Args() asked: SiteRecirculationSeriesArguments): Promise<RecirculationSeries> {
    return this.audience.recirculationSeries(asked);
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
