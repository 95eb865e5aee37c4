// The views of many articles in each of the kept minutes, by place and column: one long array of numbers, the minutes
// of an article side by side. What views weigh less for ranking is remembered beside it, of the few that have any.

import type { MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';
import { moved } from './decayed-readers';

export class MinuteViews {
  private viewsAt: Float32Array;
  /** By place, then by column. */
  private readonly discountsOf = new Map<number, Float64Array>();

  constructor(places: number) {
    this.viewsAt = new Float32Array(places * KEPT_MINUTES);
  }

  /** As they are. */
  at(place: number, column: number): number {
    return this.viewsAt[place * KEPT_MINUTES + column]!;
  }

  /** As they are weighed for ranking. */
  weighedAt(place: number, column: number): number {
    const views = this.at(place, column);
    const discounts = this.discountsOf.get(place);
    return discounts === undefined ? views : Math.max(views - discounts[column]!, 0);
  }

  set(place: number, column: number, { views, discount }: MinuteCount): void {
    this.viewsAt[place * KEPT_MINUTES + column] = views;
    const known = this.discountsOf.get(place);
    if (known !== undefined) known[column] = Math.max(discount, 0);
    if (known !== undefined || discount <= 0) return;
    const discounts = new Float64Array(KEPT_MINUTES);
    discounts[column] = discount;
    this.discountsOf.set(place, discounts);
  }

  /** The weighed views of all minutes from `column` back. */
  takeWeighed(place: number, column: number, counts: Float64Array): void {
    const { viewsAt } = this;
    const row = place * KEPT_MINUTES;
    const discounts = this.discountsOf.get(place);
    for (let back = 0, at = column; back < KEPT_MINUTES; back++) {
      const views = viewsAt[row + at]!;
      counts[back] = discounts === undefined ? views : Math.max(views - discounts[at]!, 0);
      at = at === 0 ? KEPT_MINUTES - 1 : at - 1;
    }
  }

  /** The views of so many minutes from `column` back, as they are. */
  sum(place: number, column: number, minutes: number): number {
    const row = place * KEPT_MINUTES;
    let views = 0;
    for (let back = 0, at = column; back < minutes; back++) {
      views += this.viewsAt[row + at]!;
      at = at === 0 ? KEPT_MINUTES - 1 : at - 1;
    }
    return views;
  }

  /** The minute of this column has left the window. */
  forgetColumn(column: number, places: number): void {
    for (let place = 0; place < places; place++) this.viewsAt[place * KEPT_MINUTES + column] = 0;
    for (const [place, discounts] of this.discountsOf) {
      const had = discounts[column]! > 0;
      discounts[column] = 0;
      if (had && discounts.every((discount) => discount === 0)) this.discountsOf.delete(place);
    }
  }

  forgetPlace(place: number): void {
    this.viewsAt.fill(0, place * KEPT_MINUTES, (place + 1) * KEPT_MINUTES);
    this.discountsOf.delete(place);
  }

  grow(places: number): void {
    this.viewsAt = moved(this.viewsAt, new Float32Array(places * KEPT_MINUTES));
  }
}
