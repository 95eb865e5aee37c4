// Where a reader came from, by the page that led here and by what the address of the page was tagged with. Both are
// looked at and let go: neither stored nor logged.

import { sourceOfTags } from './campaign-tags';
import type { KnownReferrers } from './known-referrers';
import type { ViewSource } from './view-source';

export interface WayHere {
  /** document.referrer: empty for none, absent where nobody says. */
  referrer?: string | undefined;
  /** location.href, or location.search alone. */
  pageUrl?: string | undefined;
}

const LENGTH_MAX = 4_096;
const PATH_PARTS_MAX = 3;
const NAME_LENGTH_MAX = 100;
const hostName = /^[a-z\d-]+(\.[a-z\d-]+)+$/;
const isTelling: Readonly<Record<ViewSource, boolean>> = {
  ...{ SEARCH: true, SOCIAL: true, INTERNAL: true, RAIL: true },
  ...{ DIRECT: false, OTHER: false },
};

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

  /**
   * A referrer that is known wins: tags go along when a link is passed on, and stay in the address while a reader goes
   * on. Undefined where nothing is said.
   */
  sourceOf({ referrer, pageUrl }: WayHere): ViewSource | undefined {
    const byReferrer = referrer === undefined ? undefined : this.sourceOfReferrer(referrer);
    if (pageUrl === undefined || (byReferrer !== undefined && isTelling[byReferrer])) return byReferrer;
    return sourceOfTags(pageUrl, (name) => this.sourceOfName(name)) ?? byReferrer;
  }

  /** An empty one is DIRECT; what is no address of a page is OTHER. */
  private sourceOfReferrer(referrer: string): ViewSource {
    if (referrer.trim() === '') return 'DIRECT';
    if (referrer.length > LENGTH_MAX || !URL.canParse(referrer)) return 'OTHER';
    const { protocol, hostname, pathname } = new URL(referrer);
    // Of Android apps: the name of the app.
    if (protocol === 'android-app:') return this.list().places.get(hostname.toLowerCase()) ?? 'OTHER';
    if (protocol !== 'http:' && protocol !== 'https:') return 'OTHER';
    return this.sourceOfPlace(hostname, pathname) ?? 'OTHER';
  }

  /** What links are tagged with: "facebook", or a host ("chatgpt.com"). */
  private sourceOfName(name: string): ViewSource | undefined {
    if (name === '' || name.length > NAME_LENGTH_MAX) return undefined;
    return this.list().names.get(name) ?? (hostName.test(name) ? this.sourceOfPlace(name, '') : undefined);
  }

  private sourceOfPlace(hostname: string, pathname: string): ViewSource | undefined {
    const host = hostname.replace(/\.$/, '');
    if (parentsOf(host).some((one) => this.ownHosts.has(one))) return 'INTERNAL';
    const { places } = this.list();
    return placesOf(host, pathname)
      .map((place) => places.get(place))
      .find((source) => source !== undefined);
  }

  private list(): KnownReferrers {
    this.known ??= this.load();
    return this.known;
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
