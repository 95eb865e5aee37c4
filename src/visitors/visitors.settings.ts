import { isIP } from 'node:net';
import { z } from 'zod';
import { integerSetting, listSetting, type Setting, switchSetting } from '../platform/config/setting';

export const visitorSettings = {
  timeZone: timeZoneSetting(),
  ownAppAgents: listSetting({
    name: 'OWN_APP_AGENTS',
    default: [],
    range: 'beginnings of User-Agent headers, separated by commas',
    meaning:
      "The publisher's own apps: a User-Agent that begins with one of these is a reader, although its " +
      'HTTP library looks like a bot.',
  }),
  staffNetworks: networksSetting(),
  staffCookieSecrets: staffCookieSecretsSetting(),
  honourDoNotTrack: switchSetting({
    name: 'HONOUR_DO_NOT_TRACK',
    default: true,
    meaning:
      'Whether DNT: 1 means what Sec-GPC: 1 always means: a view or a heartbeat is only counted, it joins no ' +
      'session, nothing that is kept for longer than an hour tells of its visitor, and recommendations are those ' +
      'that everybody gets.',
  }),
  visitorCap: integerSetting({
    name: 'VISITOR_VIEW_CAP',
    default: 30,
    min: 1,
    max: 1_000_000,
    meaning:
      'How many views of one visitor in ten minutes of the clock move the rankings; more are counted ' +
      'and move nothing.',
  }),
  networkCap: integerSetting({
    name: 'NETWORK_VIEW_CAP',
    default: 1_000,
    min: 1,
    max: 1_000_000_000,
    meaning:
      'The same for one network of readers (an IPv4 /24, an IPv6 /48): a campus or a carrier may be one. ' +
      'Private and loopback addresses are never capped.',
  }),
};

function timeZoneSetting(): Setting<string> {
  return {
    name: 'TIME_ZONE',
    default: 'UTC',
    schema: z.string().refine(isTimeZone),
    range: 'the name of a time zone, such as Europe/Oslo or Asia/Seoul',
    meaning:
      "The publisher's time zone: a day begins at its midnight, and with it new pseudonyms of visitors. The first " +
      'start keeps it: no process starts with another, and "mostread time-zone" changes it until the first figures ' +
      'are compacted.',
    secret: false,
  };
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function networksSetting(): Setting<readonly string[]> {
  const one = z.string().refine(isNetwork);
  return {
    name: 'STAFF_NETWORKS',
    default: [],
    schema: z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .pipe(z.array(one)),
    range: 'networks separated by commas, such as 192.0.2.0/24, 2001:db8::/32',
    meaning: 'Where the staff reads from: their views are counted apart and move no ranking.',
    secret: false,
  };
}

function staffCookieSecretsSetting(): Setting<readonly string[]> {
  return {
    ...listSetting({
      name: 'STAFF_COOKIE_SECRETS',
      default: [],
      pattern: /^\S{32,200}$/,
      range: 'secrets of 32 to 200 characters, separated by commas',
      meaning:
        'What signs the cookie mostread_staff, by which the staff is known wherever it reads. The first signs, ' +
        'all are believed: put a new one first, and take the old one away when its cookies have ended.',
    }),
    secret: true,
  };
}

function isNetwork(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  return Number(prefix) <= (family === 4 ? 32 : 128);
}
