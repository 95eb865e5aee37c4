import { choiceSetting, integerSetting, listSetting } from '../platform/config/setting';

export const commentSettings = {
  comments: choiceSetting({
    name: 'COMMENTS',
    choices: ['open', 'closed'],
    default: 'open',
    meaning: 'Whether readers may comment at all. Where it is closed, the comments that are there stay.',
  }),
  moderation: choiceSetting({
    name: 'COMMENTS_MODERATION',
    choices: ['after', 'before'],
    default: 'after',
    meaning: 'Whether readers see a comment at once (after), or when a moderator has approved it (before).',
  }),
  linksMax: integerSetting({
    name: 'COMMENT_LINKS_MAX',
    default: 1,
    min: 0,
    max: 100,
    meaning: 'A comment with more links than this waits for a moderator.',
  }),
  reportsToHold: integerSetting({
    name: 'COMMENT_REPORTS_TO_HOLD',
    default: 3,
    min: 0,
    max: 1_000,
    meaning:
      'A comment that so many readers have reported, each from another network, waits for a moderator; 0 is never.',
  }),
  reservedNames: listSetting({
    name: 'COMMENT_RESERVED_NAMES',
    default: ['admin', 'administrator', 'moderator', 'editor', 'the editors', 'newsroom', 'staff'],
    range: 'names separated by commas',
    meaning:
      'Names that only moderators may comment under, in whatever letters, blanks and signs they are written. ' +
      'The name of the paper belongs here.',
  }),
  perMinute: integerSetting({
    name: 'COMMENTS_PER_MINUTE',
    default: 5,
    min: 1,
    max: 1_000_000,
    meaning: 'How many comments one visitor may write in a minute.',
  }),
  perHour: integerSetting({
    name: 'COMMENTS_PER_HOUR',
    default: 30,
    min: 1,
    max: 1_000_000,
    meaning: 'How many comments one visitor may write in an hour.',
  }),
  networkPerMinute: integerSetting({
    name: 'NETWORK_COMMENTS_PER_MINUTE',
    default: 60,
    min: 1,
    max: 1_000_000,
    meaning:
      'How many comments one network of readers (an IPv4 /24, an IPv6 /48) may write in a minute. Private and ' +
      "loopback addresses have no such limit, nor has a publisher's own server (the role SERVICE).",
  }),
  networkPerHour: integerSetting({
    name: 'NETWORK_COMMENTS_PER_HOUR',
    default: 600,
    min: 1,
    max: 1_000_000,
    meaning: 'The same for an hour.',
  }),
  repeatMinutes: integerSetting({
    name: 'COMMENT_REPEAT_MINUTES',
    default: 10,
    min: 1,
    max: 1_440,
    meaning: 'For how long a visitor cannot write the same comment again, here or under another article.',
  }),
  reportsPerHour: integerSetting({
    name: 'COMMENT_REPORTS_PER_HOUR',
    default: 20,
    min: 1,
    max: 1_000_000,
    meaning: 'How many comments one visitor may report in an hour; a network may report ten times as many.',
  }),
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
