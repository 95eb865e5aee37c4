import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { Rail } from '../views/view-source';
import type { CountedSlot } from './counter-sums';
import { COMPUTED_AT, CountedSeries, READERS_VIEWS, TimeStretch } from './figures.type';
import type { CountedRail, RecirculationFigures } from './recirculation';

const IMPRESSIONS =
  'shown to readers, as clients have reported it; without bots and staff. Exclusions do not lower it.';
const CLICK_THROUGH =
  'Clicks divided by impressions; above 1 where impressions are reported less often than clicks. Null without ' +
  'an impression.';

@ObjectType({ description: 'A place on a rail: how often it was shown, and how often it led on.' })
export class RailSlot implements CountedSlot {
  @Field(() => Rail, { description: 'The rail.' })
  rail!: Rail;

  @Field(() => Int, {
    nullable: true,
    description:
      'The place on it, from 1; 50 stands for all from there on. Null where the reports told none.',
  })
  slot!: number | null;

  @Field(() => Count, { description: `How often it was ${IMPRESSIONS}` })
  impressions!: number;

  @Field(() => Count, { description: `Views that came from it: ${READERS_VIEWS}.` })
  clicks!: number;

  @Field(() => Float, { nullable: true, description: CLICK_THROUGH })
  clickThrough!: number | null;
}

@ObjectType({ description: 'A rail, all its places together: what it has shown, and how often it led on.' })
export class RailRecirculation implements CountedRail {
  @Field(() => Rail, { description: 'The rail.' })
  rail!: Rail;

  @Field(() => Count, {
    description: `How often an article on it was ${IMPRESSIONS} A rail that shows five articles has five.`,
  })
  impressions!: number;

  @Field(() => Count, { description: `Views that came from it: ${READERS_VIEWS}.` })
  clicks!: number;

  @Field(() => Float, { nullable: true, description: CLICK_THROUGH })
  clickThrough!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The place that was clicked, on the average of the clicks that told one; places from 50 on count as 50. Null ' +
      'without such a click.',
  })
  averageSlotClicked!: number | null;
}

@ObjectType({ description: 'How rails led on during a stretch of time.' })
abstract class RecirculationOfTime extends TimeStretch implements RecirculationFigures {
  @Field(() => Count, { description: `Of all sources: ${READERS_VIEWS}.` })
  views!: number;

  @Field(() => Count, { description: 'Those of them that came from a rail.' })
  viewsFromRails!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'viewsFromRails divided by views; null without a view.',
  })
  share!: number | null;

  @Field(() => [RailRecirculation], {
    description: 'By rail, all places together; what was neither shown nor clicked is left out.',
  })
  rails!: RailRecirculation[];

  @Field(() => [RailSlot], {
    description: 'By rail and slot; what was neither shown nor clicked is left out.',
  })
  slots!: RailSlot[];
}

@ObjectType({ description: 'One point of a series of recirculation.' })
export class RecirculationPoint extends RecirculationOfTime {
  @Field(() => Date, { description: 'When it begins.' })
  override from!: Date;

  @Field(() => Date, { description: 'When the next one begins.' })
  override to!: Date;

  @Field(() => Count, { description: `Of all sources, whatever the rail: ${READERS_VIEWS}.` })
  override views!: number;

  @Field(() => Count, {
    description: 'Those of them that came from a rail: from the one that was asked for.',
  })
  override viewsFromRails!: number;
}

@ObjectType({
  description: 'How rails lead readers from article to article, over time: a point for each interval.',
})
export class RecirculationSeries extends CountedSeries {
  @Field(() => [RecirculationPoint], {
    description: 'In the order of time; the first and the last are whole ones.',
  })
  points!: RecirculationPoint[];
}

@ObjectType({ description: 'How rails lead readers from article to article.' })
export class Recirculation extends RecirculationOfTime {
  @Field(() => Date, { description: COMPUTED_AT })
  computedAt!: Date;
}
