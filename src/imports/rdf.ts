// RSS 1.0 and 0.90: the items stand beside the channel, and everything but title, link and description is Dublin Core.

import type { RdfFeed } from 'feedsmith';
import { type Feed, type FeedItem, htmlOf, isPresent } from './feed';
import { imagesOfMedia } from './feed-picture';
import { distinctPersons, readPerson } from './person';
import { resolveUrl, resolveWebUrl } from './web-address';

/** @param address where the feed was fetched from, if it was. */
export function readRdf(feed: RdfFeed.Feed<string>, address: string | undefined): Feed {
  const site = resolveWebUrl(feed.link, address);
  const about = resolveWebUrl(feed.rdf?.about, address);
  const base = resolveUrl(feed.xml?.base ?? '', site ?? address ?? about)?.href;
  return {
    title: feed.title ?? '',
    identity: about ?? address ?? site,
    base,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    authors: distinctPersons((feed.dc?.creators ?? []).map(readPerson)),
    items: (feed.items ?? []).map((item) => readItem(item, base)),
  };
}

function readItem(item: RdfFeed.Item<string>, feedBase: string | undefined): FeedItem {
  const link = resolveWebUrl(item.link, feedBase) ?? resolveWebUrl(item.rdf?.about, feedBase);
  return {
    id: item.rdf?.about,
    link,
    title: htmlOf(item.title ?? item.dc?.titles?.[0], 'unknown'),
    summary: htmlOf(item.description ?? item.dc?.descriptions?.[0], 'unknown'),
    content: htmlOf(item.content?.encoded, 'html'),
    authors: distinctPersons((item.dc?.creators ?? []).map(readPerson)),
    categories: item.dc?.subjects ?? [],
    published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0],
    updated: item.dcterms?.modified?.[0],
    pictures: imagesOfMedia(item.media).filter(isPresent),
    language: item.dc?.languages?.[0] ?? item.xml?.lang,
    base: link ?? feedBase,
  };
}
