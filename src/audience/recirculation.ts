// How rails lead readers from article to article: their share of all views, and the click-through of every rail and
// every place on it, of one stretch of time. Pure: sums of counters in, figures out.

import type { Rail } from '../views/view-source';
import { type CountedSlot, type CounterSums, slotsIn, sourcesIn, viewsIn } from './counter-sums';

export interface CountedRail {
  rail: Rail;
  impressions: number;
  clicks: number;
  clickThrough: number | null;
  averageSlotClicked: number | null;
}

export interface RecirculationFigures {
  views: number;
  viewsFromRails: number;
  share: number | null;
  rails: CountedRail[];
  slots: (CountedSlot & { clickThrough: number | null })[];
}

/** Of one rail alone where it is given; views are of all sources, whatever the rail. */
export function recirculationIn(sums: CounterSums, rail?: Rail): RecirculationFigures {
  const isMeant = (one: { rail: Rail | null }) => rail === undefined || one.rail === rail;
  const views = viewsIn(sums);
  const viewsFromRails = sourcesIn(sums)
    .filter((one) => one.source === 'RAIL' && isMeant(one))
    .reduce((sum, one) => sum + one.views, 0);
  const slots = slotsIn(sums)
    .filter(isMeant)
    .map((slot) => ({ ...slot, clickThrough: ratio(slot.clicks, slot.impressions) }));
  return { views, viewsFromRails, share: ratio(viewsFromRails, views), rails: railsOf(slots), slots };
}

/** In the order of the slots. */
function railsOf(slots: readonly CountedSlot[]): CountedRail[] {
  return [...new Set(slots.map(({ rail }) => rail))].map((rail) => {
    const ofRail = slots.filter((slot) => slot.rail === rail);
    const impressions = sum(ofRail, (slot) => slot.impressions);
    const clicks = sum(ofRail, (slot) => slot.clicks);
    const placed = ofRail.filter(({ slot }) => slot !== null);
    return {
      ...{ rail, impressions, clicks, clickThrough: ratio(clicks, impressions) },
      averageSlotClicked: ratio(
        sum(placed, (slot) => slot.clicks * (slot.slot ?? 0)),
        sum(placed, (slot) => slot.clicks),
      ),
    };
  });
}

function sum(slots: readonly CountedSlot[], amountOf: (slot: CountedSlot) => number): number {
  return slots.reduce((total, slot) => total + amountOf(slot), 0);
}

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
