// Atom 1.0 (RFC 4287) and 0.3.

import type { AtomFeed } from 'feedsmith';
import type { Feed, FeedItem, FeedPerson, FeedText } from './feed';
import { isPresent } from './feed';
import { imagesOfMedia, pictureOf } from './feed-picture';
import { distinctPersons, person } from './person';
import { resolveUrl, resolveWebUrl } from './web-address';

type Links = AtomFeed.Link<string>[] | undefined;

/** @param address where the feed was fetched from, if it was. */
export function readAtom(feed: AtomFeed.Feed<string>, address: string | undefined): Feed {
  const self = feed.links?.find(({ rel }) => rel === 'self')?.href;
  const site = alternateOf(feed.links)?.href;
  const location = resolveWebUrl(self, address) ?? address ?? resolveWebUrl(site);
  const base = resolveUrl(feed.xml?.base ?? '', location)?.href ?? resolveWebUrl(feed.xml?.base);
  return {
    title: feed.title?.value ?? '',
    identity: feed.id ?? resolveWebUrl(self) ?? address ?? resolveWebUrl(site),
    base,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    authors: personsOf(feed.authors),
    items: (feed.entries ?? []).map((entry) => readEntry(entry, base)),
  };
}

function readEntry(entry: AtomFeed.Entry<string>, feedBase: string | undefined): FeedItem {
  const base = entry.xml?.base === undefined ? feedBase : resolveUrl(entry.xml.base, feedBase)?.href;
  const link = resolveWebUrl(alternateOf(entry.links)?.href, base);
  const ofMedia = entry.media?.groups?.[0] ?? entry.media;
  const summary = entry.summary ?? textOf(ofMedia?.description?.value, 'text');
  return {
    id: entry.id,
    link,
    title: feedText(entry.title, base) ?? feedText(textOf(ofMedia?.title?.value, 'text'), base),
    summary: feedText(summary, base),
    content: feedText(entry.content, base),
    authors: personsOf(entry.authors ?? entry.source?.authors),
    categories: (entry.categories ?? []).filter(isTopic).flatMap(({ label, term }) => label ?? term ?? []),
    published: entry.published ?? entry.updated ?? entry.dc?.dates?.[0],
    updated: entry.updated,
    pictures: [
      ...imagesOfMedia(entry.media),
      ...(entry.links ?? [])
        .filter(({ rel }) => rel === 'enclosure')
        .map(({ href, type, title }) => pictureOf({ url: href, mime: type, alt: title })),
    ].filter(isPresent),
    language: entry.xml?.lang,
    base: entry.xml?.base === undefined && feedBase === undefined ? link : (base ?? link),
  };
}

/** Blogger files each post under "kind#post" too. */
const isTopic = ({ scheme }: { scheme?: string }): boolean =>
  !/schemas\.google\.com\/g\/2005#kind/.test(scheme ?? '');

function alternateOf(links: Links): AtomFeed.Link<string> | undefined {
  const alternates = (links ?? []).filter(({ rel, href }) => (rel ?? 'alternate') === 'alternate' && href);
  return alternates.find(({ type }) => type === undefined || /html/.test(type)) ?? alternates[0];
}

const textOf = (value: string | undefined, type: string): AtomFeed.Text | undefined =>
  value === undefined ? undefined : { value, type };

function feedText(
  text: { value?: string; type?: string; xml?: { base?: string } } | undefined,
  base: string | undefined,
): FeedText | undefined {
  if (text?.value === undefined) return undefined;
  const own = text.xml?.base === undefined ? undefined : resolveUrl(text.xml.base, base)?.href;
  return { value: text.value, type: typeOf(text.type), ...(own !== undefined && { base: own }) };
}

/** Text is the default of RFC 4287; Atom 0.3 writes media types. */
function typeOf(written: string | undefined): FeedText['type'] {
  if (written === undefined || written === 'text' || written === 'text/plain') return 'text';
  return 'html';
}

function personsOf(persons: readonly AtomFeed.Person[] | undefined): FeedPerson[] {
  return distinctPersons((persons ?? []).map(({ name, email }) => person(name, email)));
}
