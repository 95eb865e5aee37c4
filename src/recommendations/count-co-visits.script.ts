import { defineScript } from '../platform/redis/script';
import {
  ALL_CLICKS,
  CLICKS_PER_HALF_LIFE,
  CLICKS_SO_FAR,
  type CoVisit,
  KEEP_SECONDS,
  KEPT_NEIGHBOURS,
  LANDMARK,
  MS_PER_HALF_LIFE,
  memberOf,
  TRIMMED_ABOVE,
  WAY_BACK,
  WAY_BACK_HALVES_AT_CLICKS,
} from './neighbour-board';
import { neighbourBoardKey } from './neighbour-keys';

/** Visits of one partition by the article they went on from, in the order in which they happened. */
export type CoVisitsByArticle = ReadonlyMap<number, readonly CoVisit[]>;

export const countCoVisits = defineScript({
  file: 'count-co-visits.lua',
  folder: __dirname,
  keys: (visits: CoVisitsByArticle, _nowMs: number) => [...visits.keys()].map(neighbourBoardKey),
  args: (visits: CoVisitsByArticle, nowMs: number) => [
    nowMs / MS_PER_HALF_LIFE,
    CLICKS_PER_HALF_LIFE,
    KEPT_NEIGHBOURS,
    TRIMMED_ABOVE,
    KEEP_SECONDS,
    ALL_CLICKS,
    CLICKS_SO_FAR,
    LANDMARK,
    WAY_BACK,
    WAY_BACK_HALVES_AT_CLICKS,
    ...[...visits.values()].flatMap((ofArticle) => [
      ofArticle.length,
      ...ofArticle.flatMap((visit) => [memberOf(visit), visit.weight, visit.ticks]),
    ]),
  ],
  answer: (reply: unknown) => Number(reply),
});
