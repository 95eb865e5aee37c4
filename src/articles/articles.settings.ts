import { integerSetting } from '../platform/config/setting';

export const articleSettings = {
  cardCacheSize: integerSetting({
    name: 'CARD_CACHE_SIZE',
    default: 20_000,
    min: 1_000,
    max: 1_000_000,
    meaning: 'How many articles are kept in memory without their bodies, some 2 KB each.',
  }),
};
