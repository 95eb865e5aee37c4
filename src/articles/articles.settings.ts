import { integerSetting } from '../platform/config/setting';

export const articleSettings = {
  bodyCacheMegabytes: integerSetting({
    name: 'BODY_CACHE_MB',
    default: 64,
    min: 1,
    max: 16_384,
    meaning:
      'How much memory the texts of articles may take, in MB. What does not fit is read when it is asked for.',
  }),
  cardCacheSize: integerSetting({
    name: 'CARD_CACHE_SIZE',
    default: 60_000,
    min: 1_000,
    max: 1_000_000,
    meaning:
      'How many articles are kept in memory without their bodies, 1.5 to 2 KB each, and how many lists of similar ' +
      'texts, under 1 KB each; memory is taken as they come in. With fewer than there are live articles, ' +
      'recommendations ask Postgres for those that are missing.',
  }),
};
