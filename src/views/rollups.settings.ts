import { integerSetting } from '../platform/config/setting';

/** Ten years: whoever wants more wants all. */
const DAYS_MAX = 3_650;

export const rollupSettings = {
  keepSlicesDays: integerSetting({
    name: 'ROLLUP_SLICE_DAYS',
    default: 3,
    min: 2,
    max: DAYS_MAX,
    meaning:
      'For how many days figures are kept by quarters of an hour, before those of an hour are added up. Lists and ' +
      'series that begin or end within an hour need them.',
  }),
  keepHoursDays: integerSetting({
    name: 'ROLLUP_HOUR_DAYS',
    default: 35,
    min: 2,
    max: DAYS_MAX,
    meaning:
      'For how many days figures of articles are kept by hours, before those of a day are added up. Those of the ' +
      'whole site stay by hours.',
  }),
  keepDaysDays: integerSetting({
    name: 'ROLLUP_DAY_DAYS',
    default: 0,
    min: 0,
    max: DAYS_MAX,
    meaning:
      'For how many days figures by days are kept; whole months go at once, when the last of their days is that old. ' +
      '0 keeps them for ever. What stays in any case is how many views an article had in each month and in all; ' +
      'series, sources, engagement and recirculation of that time are gone.',
  }),
  keepReadersDays: integerSetting({
    name: 'READERS_DAYS',
    default: 0,
    min: 0,
    max: DAYS_MAX,
    meaning:
      'For how many days it is kept how many readers an article had on a day; whole months go at once. 0 keeps it ' +
      'for ever.',
  }),
  keepApartDays: integerSetting({
    name: 'BOT_AND_STAFF_DAYS',
    default: 30,
    min: 1,
    max: DAYS_MAX,
    meaning: 'For how many days views by bots and by the staff are kept, apart from those of readers.',
  }),
  keepGenerationsDays: integerSetting({
    name: 'GENERATION_DAYS',
    default: 400,
    min: 60,
    max: DAYS_MAX,
    meaning:
      'For how many days it is known of a counter of Redis that its figures were added up with others. A copy of ' +
      'Redis that is older must not be brought back: it would count them again.',
  }),
};
