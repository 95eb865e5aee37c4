import { integerSetting } from '../../platform/config/setting';

export const similarTextSettings = {
  days: integerSetting({
    name: 'SIMILAR_TEXTS_DAYS',
    default: 7,
    min: 1,
    max: 3_650,
    meaning: 'Articles of the last so many days are looked through for similar texts.',
  }),
  articlesMin: integerSetting({
    name: 'SIMILAR_TEXTS_ARTICLES_MIN',
    default: 2_000,
    min: 0,
    max: 100_000,
    meaning: 'Where those days have fewer articles, so many of the newest are looked through.',
  }),
  articlesMax: integerSetting({
    name: 'SIMILAR_TEXTS_ARTICLES_MAX',
    default: 50_000,
    min: 100,
    max: 1_000_000,
    meaning: 'No more than so many of the newest articles are looked through; some 35 KB of Postgres each.',
  }),
};
