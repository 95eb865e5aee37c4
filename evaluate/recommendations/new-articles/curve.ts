// What a place for new articles costs in clicks and what it brings them, setting by setting, each against the list
// without one: the same steps, judged by the same readers.

import type { Estimate } from '../../popular/outcome';
import { hitsWithin, less, reciprocal } from '../hits';
import type { ScoredSetting } from './side-by-side';

export interface SettingFigures {
  hit5: Estimate;
  mrr5: Estimate;
  /** Of the steps whose article was first read within the hour before. */
  hit5OfNew: Estimate;
}

export interface SettingOutcome extends SettingFigures {
  name: string;
  setting: ScoredSetting['setting'];
  /** What share of the lists has one of these articles among its five. */
  listsWithNew: Estimate;
  /** By how much the figures are more than those of the list without a place; null for that. */
  change: SettingFigures | null;
}

export interface NewArticlesOutcome {
  stepsToNew: number;
  /** The list without a place first. */
  settings: SettingOutcome[];
}

/**
 * @param parts by part of the log, its settings in the same order
 * @param isNew by judged step of all parts, whether its article was new
 * @param mean of values by step, with its interval; NaN is no value
 */
export function newArticlesOutcome(
  parts: readonly (readonly ScoredSetting[])[],
  isNew: readonly boolean[],
  mean: (values: Float64Array) => Estimate,
): NewArticlesOutcome {
  const pooled = parts[0]!.map(({ name, setting }, at) => ({
    ...{ name, setting },
    rank: Uint8Array.from(parts.flatMap((part) => [...part[at]!.rank])),
    showsNew: Float64Array.from(parts.flatMap((part) => [...part[at]!.showsNew])),
  }));
  const [without] = pooled;
  const ofNew = (values: Float64Array) => values.map((value, step) => (isNew[step] ? value : Number.NaN));
  const figures = (hits: Float64Array, gains: Float64Array): SettingFigures => ({
    ...{ hit5: mean(hits), mrr5: mean(gains), hit5OfNew: mean(ofNew(hits)) },
  });
  const settings = pooled.map((one): SettingOutcome => {
    const [hits, gains] = [hitsWithin(one.rank, 5), reciprocal(one.rank)];
    const change =
      one === without
        ? null
        : figures(less(hits, hitsWithin(without!.rank, 5)), less(gains, reciprocal(without!.rank)));
    return {
      ...{ name: one.name, setting: one.setting, ...figures(hits, gains), change },
      listsWithNew: mean(one.showsNew),
    };
  });
  return { stepsToNew: isNew.filter(Boolean).length, settings };
}
