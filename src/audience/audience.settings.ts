import { integerSetting } from '../platform/config/setting';

export const audienceSettings = {
  timeoutMs: integerSetting({
    name: 'AUDIENCE_TIMEOUT_MS',
    default: 500,
    min: 50,
    max: 60_000,
    meaning:
      'How long Postgres may count for one question about the audience; then the client is told to ask for a shorter ' +
      'range.',
  }),
  atOnce: integerSetting({
    name: 'AUDIENCE_QUESTIONS_AT_ONCE',
    default: 4,
    min: 1,
    max: 100,
    meaning:
      'How many questions that are not answered from memory this process has Postgres count at once; others wait, so ' +
      'that connections are left for articles.',
  }),
  heartbeatSecondsMax: integerSetting({
    name: 'HEARTBEAT_SECONDS_MAX',
    default: 15,
    min: 1,
    max: 600,
    meaning: 'How many engaged seconds one heartbeat counts at most, however many it tells of.',
  }),
  readingSecondsMax: integerSetting({
    name: 'READING_SECONDS_MAX',
    default: 1_800,
    min: 10,
    max: 86_400,
    meaning:
      'How many engaged seconds one visitor counts for one article in a day of the publisher, at most; one that ' +
      'asks not to be followed (Sec-GPC, HONOUR_DO_NOT_TRACK), in an hour. A visitor cannot be recognised in what ' +
      'arrives later than 45 minutes after midnight for the day before, and may count so many once more there.',
  }),
};
