import { ArgsType, Field, ID } from 'type-graphql';
import { Rail, ViewSource } from '../views/view-source';
import { SeriesInterval } from './figures.type';

export const FROM = 'From the slice of a quarter of an hour that holds this moment on.';
export const TO = 'To the end of the slice before this moment, or that holds it.';
export const SECTION =
  'The id or slug of a section; its articles and those of the sections under it. One that does not exist is an error.';

/** Of any series: which points it has. */
@ArgsType()
export abstract class SeriesArguments {
  @Field(() => SeriesInterval, { description: 'How long each point is.' })
  interval!: SeriesInterval;

  @Field(() => Date, { description: 'From the point on that holds this moment.' })
  from!: Date;

  @Field(() => Date, { description: 'To the point that holds the moment before this one.' })
  to!: Date;

  @Field(() => String, {
    nullable: true,
    description: "Whose clock and calendar cut it: Europe/Oslo, say; the publisher's without it.",
  })
  timeZone?: string | null;
}

@ArgsType()
export class ViewSeriesArguments extends SeriesArguments {
  @Field(() => ViewSource, { nullable: true, description: 'Only views that came from there.' })
  source?: ViewSource | null;
}

@ArgsType()
export class RecirculationSeriesArguments extends SeriesArguments {
  @Field(() => Rail, { nullable: true, description: 'Only this rail.' })
  rail?: Rail | null;
}

@ArgsType()
export class SiteRecirculationSeriesArguments extends RecirculationSeriesArguments {
  @Field(() => ID, { nullable: true, description: SECTION })
  section?: string | null;
}
