// From a file or an address to a feed, whatever its format.

import { readAtom } from './atom';
import { decodeText, isBinary } from './decode-text';
import type { Feed } from './feed';
import { readFeedFile } from './feed-bytes';
import { findFeedRoot } from './feed-root';
import { type FetchRules, fetchFeed, isAddress } from './fetch-feed';
import { FeedRefused } from './imports.errors';
import { MAX_ITEMS, parseFeed } from './parse-feed';
import { readRdf } from './rdf';
import { readRss } from './rss';

export type ReadRules = FetchRules;

/** @throws FeedRefused with one sentence for whatever it is that is wrong. */
export async function readFeed(place: string, rules: ReadRules): Promise<Feed> {
  const source = isAddress(place) ? await fetchFeed(place, rules) : await readFeedFile(place, rules.maxBytes);
  if (isBinary(source.bytes))
    throw new FeedRefused(source.place, 'is not RSS or Atom: it holds binary data.');
  const document = findFeedRoot(decodeText(source.bytes, source.charset), source.place);
  const parsed = await parseFeed(document, source.place, rules);
  const feed = toFeed(parsed, source.url);
  if (feed.items.length > MAX_ITEMS) {
    throw new FeedRefused(source.place, `has more than ${MAX_ITEMS.toLocaleString('en')} items. Split it.`);
  }
  return feed;
}

function toFeed(parsed: Awaited<ReturnType<typeof parseFeed>>, address: string | undefined): Feed {
  if (parsed.format === 'rss') return readRss(parsed.feed, address);
  if (parsed.format === 'rdf') return readRdf(parsed.feed, address);
  return readAtom(parsed.feed, address);
}
