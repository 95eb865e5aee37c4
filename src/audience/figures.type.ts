import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { Rail, ViewSource } from '../views/view-source';
import type { Attention, CountedSource } from './counter-sums';

export enum SeriesInterval {
  QUARTER_HOUR = 'QUARTER_HOUR',
  HOUR = 'HOUR',
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
}

registerEnumType(SeriesInterval, {
  name: 'SeriesInterval',
  description: 'How long each point of a series is, by the clock and the calendar of its time zone.',
  valuesConfig: {
    QUARTER_HOUR: { description: 'A quarter of an hour.' },
    HOUR: { description: 'An hour of the clock; where clocks go back, the one that comes twice is two.' },
    DAY: { description: 'From midnight to midnight: 23 to 25 hours where the clocks change.' },
    WEEK: { description: 'Monday to Sunday.' },
    MONTH: { description: 'A month of the calendar.' },
  },
});

export const READERS_VIEWS =
  'views by readers, repeats left out, without bots, staff and what has been excluded';

@ObjectType({ description: 'Views that came from one kind of place.' })
export class SourceViews implements CountedSource {
  @Field(() => ViewSource, { description: 'Where the readers came from.' })
  source!: ViewSource;

  @Field(() => Rail, { nullable: true, description: 'Which rail, for RAIL; null where it was not told.' })
  rail!: Rail | null;

  @Field(() => Count, { description: `How many: ${READERS_VIEWS}.` })
  views!: number;
}

@ObjectType({ description: 'One point of a series.' })
export class SeriesPoint {
  @Field(() => Date, { description: 'When it begins.' })
  from!: Date;

  @Field(() => Date, { description: 'When the next one begins.' })
  to!: Date;

  @Field(() => Count, { description: `How many: ${READERS_VIEWS}.` })
  views!: number;

  @Field(() => [SourceViews], {
    description: 'The same by source, the largest first; what is 0 is left out.',
  })
  sources!: SourceViews[];
}

@ObjectType({ description: 'A stretch of time, whose figures are counted.' })
export abstract class TimeStretch {
  @Field(() => Date, {
    description:
      'Since when is counted. It may lie before what was asked for: older figures are kept by the hour and later ' +
      'by the day of the publisher, and an hour or day is counted as a whole.',
  })
  from!: Date;

  @Field(() => Date, { description: 'Until when is counted; it may lie after what was asked for.' })
  to!: Date;
}

export const COMPUTED_AT =
  'When it was counted. What happened a second or two before that may be missing, for it is being written; and ' +
  'more while Postgres cannot be written to.';

@ObjectType({ description: 'Figures of a stretch of time, and as of when.' })
export abstract class CountedTime extends TimeStretch {
  @Field(() => Date, { description: COMPUTED_AT })
  computedAt!: Date;
}

@ObjectType({ description: 'Figures over time, whatever its points tell.' })
export abstract class CountedSeries extends CountedTime {
  @Field(() => Date, {
    description:
      'When the first point begins. A point that would cut through an hour or day that is kept as a whole is ' +
      'refused, not widened.',
  })
  override from!: Date;

  @Field(() => Date, {
    description: 'When the last point ends: what of it is still to come is not counted yet.',
  })
  override to!: Date;

  @Field(() => String, { description: 'The time zone whose clock and calendar cut it.' })
  timeZone!: string;

  @Field(() => SeriesInterval, { description: 'How long each point is.' })
  interval!: SeriesInterval;
}

@ObjectType({ description: 'Views over time: one point for each interval, those without a view as well.' })
export class ViewSeries extends CountedSeries {
  @Field(() => [SeriesPoint], { description: 'In the order of time; the first and the last are whole ones.' })
  points!: SeriesPoint[];
}

@ObjectType({ description: 'Where readers came from.' })
export class ViewSources extends CountedTime {
  @Field(() => Count, { description: `How many in all: ${READERS_VIEWS}.` })
  views!: number;

  @Field(() => [SourceViews], {
    description: 'The same by source, the largest first; what is 0 is left out.',
  })
  sources!: SourceViews[];
}

@ObjectType({ description: 'How long readers were engaged with an article.' })
export class Engagement extends CountedTime implements Attention {
  @Field(() => Count, {
    description:
      'Seconds that readers were engaged for, all together, as clients reported them: at most HEARTBEAT_SECONDS_MAX ' +
      'of a report, and READING_SECONDS_MAX of a visitor and article on a day of the publisher. Without bots and ' +
      'staff; exclusions do not lower it.',
  })
  seconds!: number;

  @Field(() => Count, {
    description:
      'Readings with at least one engaged second: one for each visitor and day of the publisher, of who asks not to ' +
      'be followed (Sec-GPC, DNT) one for each hour. Not views: of who sends no heartbeat there is none.',
  })
  readings!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds of such a reading on average; null without one.',
  })
  averageSeconds!: number | null;
}

@ObjectType({ description: 'Unique readers of a day of the publisher.' })
export class ReadersOfDay {
  @Field(() => String, { description: 'The day: 2026-11-25.' })
  day!: string;

  @Field(() => Count, {
    description:
      'How many different readers viewed the article on that day, without bots, staff and who asks not to be ' +
      'followed (Sec-GPC, DNT): an estimate, off by 0.8 % in two of three cases. Exclusions do not lower it.',
  })
  readers!: number;
}

@ObjectType({ description: 'Unique readers, day by day.' })
export class Readers {
  @Field(() => Count, {
    description:
      'The sum of the daily figures: who reads on two days is counted on both, since nobody is known for longer than ' +
      'a day.',
  })
  sumOfDailyReaders!: number;

  @Field(() => [ReadersOfDay], {
    description: 'Each day of what was asked for, in order; those without readers as well.',
  })
  days!: ReadersOfDay[];
}

@ObjectType({ description: 'What was reported of a day and is no view: it is in no other figure.' })
export class ReadingsApart {
  @Field(() => String, { description: 'The day of the publisher: 2026-11-25.' })
  day!: string;

  @Field(() => Count, {
    description: 'Views that bots reported, and browsers that load ahead: each of them, repeats as well.',
  })
  bots!: number;

  @Field(() => Count, {
    description: "Views that the publisher's own staff reported: each of them, repeats as well.",
  })
  staff!: number;
}
