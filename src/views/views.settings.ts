import { integerSetting } from '../platform/config/setting';

export const viewSettings = {
  waitingMax: integerSetting({
    name: 'VIEWS_WAITING_MAX',
    default: 20_000,
    min: 500,
    max: 1_000_000,
    meaning:
      'How many views may wait in this process for Redis; more are refused, and their clients told to ' +
      'send them again.',
  }),
  streamViews: integerSetting({
    name: 'VIEW_STREAM_VIEWS',
    default: 1_000_000,
    min: 1_000,
    max: 100_000_000,
    meaning:
      'How many of the latest views are kept one by one, so that those of a visitor can be taken out ' +
      'again. Some 50 bytes of Redis each.',
  }),
};
