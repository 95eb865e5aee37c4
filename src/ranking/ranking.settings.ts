import { choiceSetting, integerSetting, numberSetting } from '../platform/config/setting';

export const rankingSettings = {
  tickMs: integerSetting({
    name: 'RANKING_TICK_MS',
    default: 400,
    min: 100,
    max: 60_000,
    meaning: 'How often Popular Now is computed, in ms.',
  }),
  maxAgeDays: integerSetting({
    name: 'POPULAR_MAX_AGE_DAYS',
    default: 14,
    min: 1,
    max: 36_500,
    meaning:
      'An article older than this, in days, is not ranked by its readers; it may still fill an empty place.',
  }),
  entryLead: numberSetting({
    name: 'POPULAR_ENTRY_LEAD',
    default: 1.15,
    min: 1,
    max: 10,
    meaning: 'A challenger must lead the weakest of the first five by this factor.',
  }),
  entryDwellMs: integerSetting({
    name: 'POPULAR_ENTRY_DWELL_MS',
    default: 0,
    min: 0,
    max: 600_000,
    meaning:
      'For how long, in ms and without a break, it must lead before it enters the first five. For Trending 0 means ' +
      '30,000.',
  }),
  entryPatience: numberSetting({
    name: 'POPULAR_ENTRY_PATIENCE',
    default: 0.175,
    min: 0,
    max: 10,
    meaning:
      'How many readers the first five of Popular Now must have missed by leaving it out, in units of the square ' +
      'root of their readers a minute; more is calmer. 0 asks for none.',
  }),
  swapLead: numberSetting({
    name: 'POPULAR_SWAP_LEAD',
    default: 1.3,
    min: 1,
    max: 10,
    meaning: 'Two articles that stay on the list swap places when the lower one leads by this factor.',
  }),
  stories: choiceSetting({
    name: 'POPULAR_STORIES',
    choices: ['one', 'each'],
    default: 'one',
    meaning: 'Of articles with nearly the same headline, show one on a list, or each.',
  }),
  perSection: integerSetting({
    name: 'POPULAR_PER_SECTION',
    default: 0,
    min: 0,
    max: 5,
    meaning:
      'How many of the first five may come from one section; 0 is no limit. Lists of a section have none.',
  }),
  perAuthor: integerSetting({
    name: 'POPULAR_PER_AUTHOR',
    default: 0,
    min: 0,
    max: 5,
    meaning: 'How many of the first five may be by one author; 0 is no limit.',
  }),
  leadHours: integerSetting({
    name: 'POPULAR_LEAD_HOURS',
    default: 0,
    min: 0,
    max: 720,
    meaning:
      'After so many hours among the first five an article no longer stands there, but below them; 0 is no limit.',
  }),
  historyDays: integerSetting({
    name: 'RANKING_HISTORY_DAYS',
    default: 30,
    min: 1,
    max: 3_650,
    meaning:
      'For how many days it is kept how ranked lists stood in each minute: so far `asOf` and `rankingHistory` reach ' +
      'back.',
  }),
  maxLiveArticles: integerSetting({
    name: 'RANKING_MAX_LIVE_ARTICLES',
    default: 60_000,
    min: 100,
    max: 1_000_000,
    meaning:
      'How many articles that were read in the last hour the ranker remembers, some 1.5 KB each with what it knows ' +
      'of them; those read least are forgotten first.',
  }),
  thread: choiceSetting({
    name: 'RANKING_THREAD',
    choices: ['own', 'main'],
    default: 'own',
    meaning:
      'Whether a process that answers requests (ROLE=all) ranks in a thread of its own, with two connections to ' +
      'Postgres and two to Redis more, or on the thread that answers. A worker ranks on its main thread.',
  }),
};
