// Where a reader came from, by the page that led here. The list of search engines and social networks is Snowplow's, as
// a package brings it (of April 2020, the latest that the registry has); what has come up since is added below. The
// referrer itself is looked at and let go: neither stored nor logged.

import type { ViewSource } from './view-source';

/** By host, some with the beginning of a path: "google.com", "yahoo.com/search". */
export type KnownReferrers = ReadonlyMap<string, ViewSource>;

/** As the package keeps them: medium -> name -> its domains. */
type Referers = Record<string, Record<string, { domains: string[] }>>;

/** Begun or renamed since the list was made. */
const LATER_SEARCH = [
  ...['search.brave.com', 'kagi.com', 'you.com', 'perplexity.ai', 'chatgpt.com', 'chat.openai.com'],
  ...[
    'copilot.microsoft.com',
    'gemini.google.com',
    'claude.ai',
    'swisscows.com',
    'mojeek.com',
    'startpage.com',
  ],
  ...['qwant.com', 'naver.com', 'daum.net', 'seznam.cz', 'presearch.com'],
];
const LATER_SOCIAL = [
  ...[
    'x.com',
    't.co',
    'threads.net',
    'threads.com',
    'bsky.app',
    'mastodon.social',
    'mastodon.online',
    'mstdn.social',
  ],
  ...[
    'truthsocial.com',
    'gab.com',
    'lemmy.world',
    'tiktok.com',
    'discord.com',
    'discordapp.com',
    't.me',
    'whatsapp.com',
  ],
  ...[
    'wa.me',
    'out.reddit.com',
    'lnkd.in',
    'lm.facebook.com',
    'story.kakao.com',
    'band.us',
    'line.me',
    'substack.com',
  ],
];

/** Of Android apps, whose referrer is "android-app://" and the name of the app. */
const APPS: Readonly<Record<string, ViewSource>> = {
  'com.google.android.googlequicksearchbox': 'SEARCH',
  'com.google.android.gm': 'OTHER',
  'com.facebook.katana': 'SOCIAL',
  'com.twitter.android': 'SOCIAL',
  'com.linkedin.android': 'SOCIAL',
  'com.reddit.frontpage': 'SOCIAL',
  'com.instagram.android': 'SOCIAL',
  'org.telegram.messenger': 'SOCIAL',
  'com.slack': 'OTHER',
};

const LENGTH_MAX = 4_096;
const PATH_PARTS_MAX = 3;

/** Mail and the rest of the package's media are OTHER: a host of theirs (mail.google.com) is no search engine's. */
export function knownReferrersFrom(referers: Referers): KnownReferrers {
  const known = new Map<string, ViewSource>();
  for (const [medium, names] of Object.entries(referers)) {
    const source = medium === 'search' ? 'SEARCH' : medium === 'social' ? 'SOCIAL' : 'OTHER';
    for (const { domains } of Object.values(names)) {
      for (const domain of domains) if (medium !== 'paid' || !known.has(domain)) known.set(domain, source);
    }
  }
  for (const domain of LATER_SEARCH) known.set(domain, 'SEARCH');
  for (const domain of LATER_SOCIAL) known.set(domain, 'SOCIAL');
  return known;
}

export class Referrers {
  private readonly ownHosts: ReadonlySet<string>;
  private known: KnownReferrers | undefined;

  /** `ownHosts` are the publisher's, subdomains included; `load` reads the list when a referrer first comes. */
  constructor(
    ownHosts: readonly string[],
    private readonly load: () => KnownReferrers,
  ) {
    this.ownHosts = new Set(ownHosts.map((host) => host.toLowerCase()));
  }

  /** An empty one is DIRECT; what is no address of a page is OTHER. */
  sourceOf(referrer: string): ViewSource {
    if (referrer.trim() === '') return 'DIRECT';
    if (referrer.length > LENGTH_MAX || !URL.canParse(referrer)) return 'OTHER';
    const { protocol, hostname, pathname } = new URL(referrer);
    if (protocol === 'android-app:') return APPS[hostname] ?? 'OTHER';
    if (protocol !== 'http:' && protocol !== 'https:') return 'OTHER';
    const host = hostname.replace(/\.$/, '');
    if (parentsOf(host).some((one) => this.ownHosts.has(one))) return 'INTERNAL';
    this.known ??= this.load();
    for (const place of placesOf(host, pathname)) {
      const source = this.known.get(place);
      if (source !== undefined) return source;
    }
    return 'OTHER';
  }
}

/** www.news.example, news.example; never a bare top level. */
function parentsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.length === 1 ? [host] : labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'));
}

/** Each host with the beginnings of the path, as the list names them; what says most comes first. */
function placesOf(host: string, pathname: string): string[] {
  const parts = pathname.split('/', PATH_PARTS_MAX + 1).filter((part) => part !== '');
  const paths = parts.map((_, at) => `/${parts.slice(0, parts.length - at).join('/')}`);
  return parentsOf(host).flatMap((one) => [...paths, ''].map((path) => `${one}${path}`));
}
