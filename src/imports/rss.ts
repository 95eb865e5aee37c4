// RSS 0.9x and 2.0, with the namespaces that feeds really use: Dublin Core, content:encoded, Media RSS, Atom, iTunes.

import type { RssFeed } from 'feedsmith';
import { type Feed, type FeedItem, htmlOf, isPresent } from './feed';
import { imagesOfMedia, pictureOf } from './feed-picture';
import { distinctPersons, person, readPerson } from './person';
import { resolveUrl, resolveWebUrl } from './web-address';

/** @param address where the feed was fetched from, if it was. */
export function readRss(feed: RssFeed.Feed<string>, address: string | undefined): Feed {
  const self = feed.atom?.links?.find(({ rel }) => rel === 'self')?.href;
  const location = resolveWebUrl(self, address) ?? address;
  const site = resolveWebUrl(feed.link, location);
  // Without xml:base, what is relative is meant for the site: the feed may lie elsewhere (FeedBurner).
  const base = feed.xml?.base === undefined ? site : resolveUrl(feed.xml.base, location ?? site)?.href;
  return {
    title: feed.title ?? '',
    identity: resolveWebUrl(self) ?? address ?? site,
    base,
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    authors: [],
    items: (feed.items ?? []).map((item) => readItem(item, base ?? location)),
  };
}

function readItem(item: RssFeed.Item<string>, feedBase: string | undefined): FeedItem {
  const base = item.xml?.base === undefined ? feedBase : resolveUrl(item.xml.base, feedBase)?.href;
  const alternate = item.atom?.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  const permalink = item.guid?.isPermaLink === false ? undefined : resolveWebUrl(item.guid?.value);
  const link = resolveWebUrl(item.link, base) ?? resolveWebUrl(alternate, base) ?? permalink;
  return {
    id: item.guid?.value,
    link,
    title: htmlOf(item.title ?? item.dc?.titles?.[0] ?? item.media?.title?.value, 'unknown'),
    summary: htmlOf(item.description ?? item.itunes?.summary ?? item.media?.description?.value, 'unknown'),
    content: htmlOf(item.content?.encoded ?? item.atom?.content?.value, 'html'),
    authors: authorsOf(item),
    categories: [
      ...(item.categories ?? []).map(({ name }) => name),
      ...(item.dc?.subjects ?? []),
      ...(item.media?.keywords ?? []),
    ].filter(isPresent),
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.atom?.published,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
    pictures: [
      ...imagesOfMedia(item.media),
      ...(item.enclosures ?? []).map((enclosure) => pictureOf({ ...enclosure, mime: enclosure.type })),
      pictureOf({ url: item.itunes?.image, mime: 'image/*' }),
    ].filter(isPresent),
    language: item.dc?.languages?.[0] ?? item.xml?.lang,
    base: item.xml?.base === undefined ? (link ?? base) : base,
  };
}

/** dc:creator is a byline more often than author, which the standard makes an e-mail address. */
function authorsOf(item: RssFeed.Item<string>): FeedItem['authors'] {
  return distinctPersons([
    ...(item.dc?.creators ?? []).map(readPerson),
    ...(item.authors ?? []).map(({ name, email }) => person(name, email)),
    item.itunes?.author === undefined ? undefined : readPerson(item.itunes.author),
  ]);
}
