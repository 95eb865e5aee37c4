// What may be done with the articles of the last hour, as ALSO_LIKE_NEW_ARTICLES and ALSO_LIKE_NEW_ARTICLE_WORTH have
// it, in one word each: `by-score`, `one-of-five`, or what a click on one is worth.

import { UsageError } from '../../../src/cli/usage-error';
import type { NewArticlesSetting } from '../ours/lists-under-log';

export interface JudgedSetting {
  /** As it stands in tables. */
  name: string;
  setting: NewArticlesSetting;
}

export const CURVE = '1.25,1.5,2,2.5,3,5,10,one-of-five';
const WORTH_MAX = 100;

/** Those to be judged, the list without a place for them first. @throws UsageError */
export function judgedSettings(written: string): JudgedSetting[] {
  const words = (written === 'curve' ? CURVE : written).split(',').filter((word) => word !== 'by-score');
  return [{ name: 'by score', setting: { newArticles: 'by-score' } }, ...[...new Set(words)].map(settingOf)];
}

function settingOf(word: string): JudgedSetting {
  if (word === 'one-of-five') return { name: 'one of five', setting: { newArticles: 'one-of-five' } };
  const worth = Number(word);
  if (/^\d{1,3}(\.\d{1,3})?$/.test(word) && worth >= 1 && worth <= WORTH_MAX)
    return { name: `worth ${worth}`, setting: { newArticles: 'by-worth', newArticleWorth: worth } };
  throw new UsageError(
    `--new-articles: "${word}" is no setting of new articles. There are curve, by-score, one-of-five, and what a ` +
      `click on one is worth, 1 to ${WORTH_MAX}; several separated by commas.`,
  );
}
