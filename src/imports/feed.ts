// What RSS, RSS 1.0 and Atom have in common, in words of their own: each reader turns its format into this, and one
// place turns this into articles.

export interface Feed {
  title: string;
  /** What names the feed wherever it lies: its own address, its Atom id, its site. */
  identity: string | undefined;
  /** An absolute address that relative ones are resolved against. */
  base: string | undefined;
  language: string | undefined;
  /** Who wrote the items that name nobody. */
  authors: FeedPerson[];
  items: FeedItem[];
}

export interface FeedItem {
  /** The publisher's own id: guid, Atom id, rdf:about. */
  id: string | undefined;
  /** Absolute, for a browser. */
  link: string | undefined;
  title: FeedText | undefined;
  summary: FeedText | undefined;
  /** The whole text, where the feed has it apart from the summary. */
  content: FeedText | undefined;
  authors: FeedPerson[];
  categories: string[];
  /** As written; see feed-date.ts. */
  published: string | undefined;
  updated: string | undefined;
  pictures: FeedPicture[];
  language: string | undefined;
  /** What relative addresses in its texts are resolved against. */
  base: string | undefined;
}

export interface FeedText {
  value: string;
  /** `unknown`: RSS does not say; markup in it decides. */
  type: 'html' | 'text' | 'unknown';
  /** When it is not the item's. */
  base?: string;
}

export interface FeedPerson {
  name: string | undefined;
  email: string | undefined;
}

export interface FeedPicture {
  url: string;
  width: number | undefined;
  height: number | undefined;
  alt: string;
  caption: string;
  credit: string;
}

export const isPresent = <T>(value: T | undefined | null): value is T =>
  value !== undefined && value !== null;

export function htmlOf(value: string | undefined, type: FeedText['type']): FeedText | undefined {
  return value === undefined ? undefined : { value, type };
}
