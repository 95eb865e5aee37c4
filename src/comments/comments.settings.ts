import { integerSetting } from '../platform/config/setting';

export const commentSettings = {
  cacheMegabytes: integerSetting({
    name: 'COMMENT_CACHE_MB',
    default: 32,
    min: 1,
    max: 16_384,
    meaning:
      'How much memory the comments that article pages begin with may take, in MB. What does not fit is read when it ' +
      'is asked for.',
  }),
};
