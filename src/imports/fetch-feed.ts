// A feed over HTTP: from public addresses only, in limited time, size and number of redirects.

import { Agent, request } from 'undici';
import type { Clock } from '../platform/clock';
import { collect, type FeedBytes, inflate } from './feed-bytes';
import { FeedRefused } from './imports.errors';
import { addressInHost, isPublicAddress, lookupPublic, PrivateAddress } from './public-address';
import { resolveUrl } from './web-address';

const MAX_REDIRECTS = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 15_000;
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5';

export interface FetchRules {
  clock: Clock;
  maxBytes: number;
  timeoutMs: number;
  /** `all` reaches addresses of this machine and of private networks too: for feeds of one's own. */
  addresses: 'public' | 'all';
}

export function isAddress(place: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(place);
}

/** @throws FeedRefused for whatever keeps the feed from coming. */
export async function fetchFeed(address: string, rules: FetchRules): Promise<FeedBytes> {
  const place = shown(address);
  const aborter = new AbortController();
  const stopWaiting = rules.clock.after(rules.timeoutMs, () => aborter.abort());
  const dispatcher = new Agent({
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(rules.addresses === 'public' && { lookup: lookupPublic }),
    },
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
  });
  try {
    return await follow(readAddress(address, place), place, { rules, dispatcher, signal: aborter.signal });
  } catch (error) {
    if (error instanceof FeedRefused) throw error;
    throw new FeedRefused(place, networkTrouble(error, aborter.signal.aborted, rules.timeoutMs), error);
  } finally {
    stopWaiting();
    await dispatcher.destroy();
  }
}

interface Fetching {
  rules: FetchRules;
  dispatcher: Agent;
  signal: AbortSignal;
}

async function follow(
  first: URL,
  place: string,
  { rules, dispatcher, signal }: Fetching,
): Promise<FeedBytes> {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (rules.addresses === 'public') refusePrivateHost(url, place);
    const answer = await request(url, {
      dispatcher,
      signal,
      headers: { accept: ACCEPT, 'accept-encoding': 'gzip', 'user-agent': 'mostread (feed importer)' },
    });
    const location = answer.headers['location'];
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      await answer.body.dump();
      url = readAddress(location, place, url);
      continue;
    }
    if (answer.statusCode < 200 || answer.statusCode >= 300) {
      await answer.body.dump();
      throw new FeedRefused(place, `was not given: the server answered ${answer.statusCode}.`);
    }
    const packed = await collect(answer.body, { place, maxBytes: rules.maxBytes });
    const bytes = await inflate(packed, place, rules.maxBytes);
    return { place, url: url.href, charset: charsetOf(answer.headers['content-type']), bytes };
  }
  throw new FeedRefused(place, `is redirected more than ${MAX_REDIRECTS} times.`);
}

function readAddress(address: string, place: string, base?: URL): URL {
  const url = resolveUrl(address, base);
  if (url === undefined) throw new FeedRefused(place, 'is not an address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FeedRefused(place, `leads to a ${url.protocol} address; only http: and https: are fetched.`);
  }
  return url;
}

function refusePrivateHost(url: URL, place: string): void {
  const address = addressInHost(url.hostname);
  if (address !== undefined && !isPublicAddress(address)) {
    throw new FeedRefused(place, privateAddress(address));
  }
}

function privateAddress(address: string): string {
  return `leads to ${address}, a private or local address. If that is meant, add --allow-private.`;
}

/** A password in an address is for the server, not for the screen. */
function shown(address: string): string {
  const url = resolveUrl(address);
  if (url === undefined || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

function charsetOf(contentType: string | string[] | undefined): string | undefined {
  const header = Array.isArray(contentType) ? contentType[0] : contentType;
  return /charset\s*=\s*"?([\w.:-]+)/i.exec(header ?? '')?.[1];
}

function networkTrouble(error: unknown, timedOut: boolean, timeoutMs: number): string {
  if (timedOut) return `took longer than ${timeoutMs / 1_000} s. Try again, or raise IMPORT_TIMEOUT_SECONDS.`;
  const cause = rootOf(error);
  if (cause instanceof PrivateAddress) return privateAddress(cause.address);
  const code = cause.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'is at a host that has no address.';
  if (code === 'ECONNREFUSED') return 'is at a host that takes no connection there.';
  if (code.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT')) return 'is at a server that does not answer.';
  return `cannot be fetched: ${cause.message}.`;
}

const MAX_CAUSES = 5;

/** The error inside the errors; connecting to several addresses at once gives a bundle. */
function rootOf(error: unknown): NodeJS.ErrnoException {
  let root = error as Error & { errors?: unknown[] };
  for (let depth = 0; depth < MAX_CAUSES; depth++) {
    const inner = (root.errors?.[0] ?? root.cause) as Error | undefined;
    if (typeof inner?.message !== 'string') break;
    root = inner;
  }
  return root;
}
