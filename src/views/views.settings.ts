import { integerSetting, listSetting } from '../platform/config/setting';

export const viewSettings = {
  waitingMax: integerSetting({
    name: 'VIEWS_WAITING_MAX',
    default: 20_000,
    min: 500,
    max: 1_000_000,
    meaning:
      'How many views may wait in this process for Redis; more are refused, and their clients told to ' +
      'send them again. Half of it is shared out in equal parts, one for each partition, so that articles whose ' +
      'part of Redis is away or moving do not fill it for all others.',
  }),
  keptMax: integerSetting({
    name: 'VIEWS_KEPT_MAX',
    default: 0,
    min: 0,
    max: 10_000_000,
    meaning:
      'How many views this process keeps in memory while Redis does not answer, for up to 40 minutes, to count them ' +
      'when it is back; their clients are told KEPT. They are lost with the process. 0 keeps none: clients are told ' +
      'to send them again. Some 400 bytes each.',
  }),
  streamViews: integerSetting({
    name: 'VIEW_STREAM_VIEWS',
    default: 1_000_000,
    min: 1_000,
    max: 100_000_000,
    meaning:
      'How many of the latest views are kept one by one, so that those of a visitor can be taken out ' +
      'again; VIEW_STREAM_HOURS may keep fewer. Some 50 bytes of Redis each.',
  }),
  streamHours: integerSetting({
    name: 'VIEW_STREAM_HOURS',
    default: 48,
    min: 24,
    max: 1_440,
    meaning:
      'For how many hours views are kept one by one, each under the pseudonym that its visitor had on that day; ' +
      'workers take older ones out every few minutes. So far back a burst can be looked into with heaviestVisitors, ' +
      'and the views of one visitor be excluded or forgotten; the pseudonym in an exclusion goes 27 hours after its ' +
      'views. 48 are the day of a pseudonym and the one after.',
  }),
  watchedMax: integerSetting({
    name: 'LIVE_ARTICLES_MAX',
    default: 2_000,
    min: 1,
    max: 100_000,
    meaning:
      'Of how many different articles the views may be followed in this process. While there are any, all of them ' +
      'are read from Redis together, four times a second.',
  }),
  publisherHosts: listSetting({
    name: 'PUBLISHER_HOSTS',
    default: [],
    pattern: /^[a-z0-9.-]+$/i,
    range: 'host names separated by commas, such as news.example, shop.example',
    meaning:
      "The publisher's own sites, their subdomains included, beside the host of PUBLIC_URL: who comes from " +
      'there comes from inside (INTERNAL).',
  }),
};
