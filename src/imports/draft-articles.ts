// From the items of a feed to drafts of articles: pure, so that a trial run shows what a real one would write. What
// each part is taken from is decided here, and nowhere else.

import { createHash } from 'node:crypto';
import { BadUserInput } from '../platform/errors';
import type { ArticleDraft, ImageDraft } from '../publishing/article-draft';
import { plainText } from '../publishing/body-html';
import { checkDraft, NAME_BYTES_MAX } from '../publishing/check-draft';
import { lengths } from '../publishing/check-values';
import { slugOf } from '../publishing/slug';
import { withoutIllegalCharacters } from './decode-text';
import type { Feed, FeedItem, FeedPicture, FeedText } from './feed';
import { readFeedDate } from './feed-date';
import { bestPicture } from './feed-picture';
import { type ItemHtml, imageHtml, isMarkup, prepareHtml } from './item-html';
import { readLanguage, UNKNOWN_LANGUAGE } from './language';
import { resolveWebUrl } from './web-address';

const MAX_HEADLINE = 300;
const MAX_STANDFIRST = 1_000;
/** Of a standfirst made from the body of an item that has no summary. */
const MAX_MADE_STANDFIRST = 280;
const MAX_TAGS = 20;
const MAX_TAG = 80;
const MAX_AUTHORS = 10;
const MAX_EXTERNAL_ID = 500;
const MAX_SHORT_TEXT = 500;
const MAX_NAME = 200;
const MAX_EMAIL = 254;
/** What is looked at for a line of text: deep nesting makes the parser slow. */
const MAX_LOOKED_AT = 20_000;
/** What stands around a tag is taken off at the square of its length; what is so long is none. */
const MAX_CATEGORY = 1_000;

export interface DraftRules {
  /** The file or address, for a feed that names neither itself nor its site. */
  place: string;
  nowMs: number;
  section: { slug: string; name: string } | undefined;
  language: string | undefined;
}

/** Why an item is left out. */
export type SkipReason =
  | 'no title'
  | 'no id, no link and no date'
  | 'the id of one before it'
  | 'over 1 MB of text'
  | `been refused for its ${string}`;
/** Why an item is dated by its first import. */
export type DateTrouble = 'no date' | 'a date that cannot be read' | 'a date in the future';

export interface DraftedFeed {
  source: string;
  section: { slug: string; name: string };
  drafts: ArticleDraft[];
  skipped: Map<SkipReason, number>;
  /** By external id: these drafts carry the time of this import, which must not replace that of an earlier one. */
  undated: Map<string, DateTrouble>;
}

export function draftArticles(feed: Feed, rules: DraftRules): DraftedFeed {
  const named = withoutIllegalCharacters(feed.identity ?? rules.place);
  const source = [...named].length <= lengths.source ? named : digestOf(named);
  const section = rules.section ?? sectionOf(feed, named);
  const drafted: DraftedFeed = { source, section, drafts: [], skipped: new Map(), undated: new Map() };
  const seen = new Set<string>();
  const skip = (reason: SkipReason) => drafted.skipped.set(reason, (drafted.skipped.get(reason) ?? 0) + 1);
  feed.items.forEach((item, position) => {
    const made = draftOf(item, position, { feed, rules, source, section });
    if (typeof made === 'string') skip(made);
    else if (seen.has(made.draft.externalId)) skip('the id of one before it');
    else {
      seen.add(made.draft.externalId);
      drafted.drafts.push(made.draft);
      if (made.trouble) drafted.undated.set(made.draft.externalId, made.trouble);
    }
  });
  return drafted;
}

/** A feed without --section becomes a section of its own, named like the feed. */
function sectionOf(feed: Feed, named: string): DraftedFeed['section'] {
  const host = resolveWebUrl(named) === undefined ? named : new URL(named).host;
  const name = shorten(textOf({ value: feed.title, type: 'unknown' }) || host, MAX_TAG);
  return { slug: slugOf(name), name };
}

interface Surroundings {
  feed: Feed;
  rules: DraftRules;
  source: string;
  section: DraftedFeed['section'];
}

interface MadeDraft {
  draft: ArticleDraft;
  trouble: DateTrouble | undefined;
}

function draftOf(item: FeedItem, position: number, around: Surroundings): MadeDraft | SkipReason {
  const { feed, rules, source, section } = around;
  const headline = shorten(textOf(item.title), MAX_HEADLINE);
  if (headline === '') return 'no title';
  const date = dateOf(item.published, rules.nowMs);
  const externalId = externalIdOf(item, headline, source);
  if (externalId === undefined) return 'no id, no link and no date';
  const text = bodyOf(item);
  const pictures = picturesOf(item, text);
  const bodyHtml = withoutIllegalCharacters(pictures.bodyHtml);
  if (bodyHtml.length > lengths.body) return 'over 1 MB of text';
  const publishedMs = typeof date === 'number' ? date : rules.nowMs - position * 1_000; // in the feed's order
  const draft: ArticleDraft = {
    source,
    externalId,
    headline,
    standfirst: standfirstOf(item, text.html),
    language:
      rules.language ?? readLanguage(item.language) ?? readLanguage(feed.language) ?? UNKNOWN_LANGUAGE,
    status: 'PUBLISHED',
    publishedAt: new Date(publishedMs),
    ...updatedOf(item, publishedMs, rules.nowMs),
    ...(item.link !== undefined && item.link.length <= lengths.url && { canonicalUrl: item.link }),
    section,
    authors: authorsOf(item, feed),
    tags: tagsOf(item),
    ...pictures,
    bodyHtml,
  };
  return refusalOf(draft) ?? { draft, trouble: typeof date === 'number' ? undefined : date };
}

/** Drafts are written a hundred at a time, so one that the writer refuses would take the others with it. */
function refusalOf(draft: ArticleDraft): SkipReason | undefined {
  try {
    checkDraft(draft);
    return undefined;
  } catch (error) {
    if (error instanceof BadUserInput) return `been refused for its ${error.field}`;
    throw error;
  }
}

/** The publisher's id; else the link; else, for an item of neither, what it says of itself and when. */
function externalIdOf(item: FeedItem, headline: string, source: string): string | undefined {
  const named = item.id ?? item.link;
  const own = named ?? (item.published === undefined ? undefined : `${headline}\n${item.published}`);
  if (own === undefined) return undefined;
  const id = withoutIllegalCharacters(own);
  const fits = Buffer.byteLength(source) + Buffer.byteLength(id) <= NAME_BYTES_MAX;
  return named !== undefined && id.length <= MAX_EXTERNAL_ID && fits ? id : digestOf(id);
}

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** What is in the feed has been published: a date to come is a mistake, not an embargo. */
function dateOf(written: string | undefined, nowMs: number): number | DateTrouble {
  if (written === undefined) return 'no date';
  const ms = readFeedDate(written);
  if (ms === undefined) return 'a date that cannot be read';
  return ms > nowMs ? 'a date in the future' : ms;
}

function updatedOf(item: FeedItem, publishedMs: number, nowMs: number): { updatedAt?: Date } {
  const ms = item.updated === undefined ? undefined : readFeedDate(item.updated);
  return ms !== undefined && ms > publishedMs && ms <= nowMs ? { updatedAt: new Date(ms) } : {};
}

/** The whole text where there is one, else the summary. */
function bodyOf(item: FeedItem): ItemHtml {
  const text = [item.content, item.summary].find((one) => one !== undefined && /\S/.test(one.value));
  return text === undefined ? { html: '', opening: undefined, inline: [] } : prepareHtml(text, item.base);
}

function standfirstOf(item: FeedItem, bodyHtml: string): string {
  const summary = textOf(item.summary);
  if (summary !== '') return shorten(summary, MAX_STANDFIRST);
  return shorten(withoutIllegalCharacters(plainText(bodyHtml.slice(0, MAX_LOOKED_AT))), MAX_MADE_STANDFIRST);
}

function textOf(text: FeedText | undefined): string {
  if (text === undefined) return '';
  const looked = text.value.slice(0, MAX_LOOKED_AT);
  const plain = isMarkup(text) ? plainText(looked) : looked;
  return withoutIllegalCharacters(plain).replace(/\s+/g, ' ').trim();
}

/** Cut at a word, with a sign that there was more; no pair of surrogates is cut in half. */
function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > max / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}

/** Who has no name is called by what stands before the @. */
function authorsOf(item: FeedItem, feed: Feed): ArticleDraft['authors'] {
  const persons = item.authors.length > 0 ? item.authors : feed.authors;
  return persons.slice(0, MAX_AUTHORS).map(({ name, email }) => ({
    name: shorten(withoutIllegalCharacters(name ?? email?.split('@')[0] ?? ''), MAX_NAME),
    ...(email !== undefined && email.length <= MAX_EMAIL && { email }),
  }));
}

function tagsOf(item: FeedItem): string[] {
  const byKey = new Map<string, string>();
  for (const category of item.categories) {
    const text = textOf({ value: category, type: 'unknown' });
    if (text.length > MAX_CATEGORY) continue;
    const tag = text.replace(/^[\s#/]+|[\s/]+$/g, '');
    if (tag !== '' && tag.length <= MAX_TAG && !byKey.has(tag.toLowerCase()))
      byKey.set(tag.toLowerCase(), tag);
  }
  return [...byKey.values()].slice(0, MAX_TAGS);
}

interface Pictures {
  bodyHtml: string;
  leadImage?: ImageDraft;
  inlineImages?: ImageDraft[];
}

/** The feed's own picture of the item; else the one that opens its text, else the first in it. */
function picturesOf(item: FeedItem, text: ItemHtml): Pictures {
  const given = item.pictures.flatMap((picture) => {
    const url = resolveWebUrl(picture.url, item.base);
    return url === undefined || url.length > lengths.url ? [] : [{ ...picture, url }];
  });
  const lead = bestPicture(given) ?? text.opening ?? text.inline[0];
  const goesBack = text.opening !== undefined && lead !== undefined && !isSamePicture(text.opening, lead);
  const inline = goesBack && text.opening ? [text.opening, ...text.inline] : text.inline;
  return {
    bodyHtml: goesBack && text.opening ? `${imageHtml(text.opening)}\n${text.html}` : text.html,
    leadImage: lead && imageDraft(lead),
    inlineImages: inline.length > 0 ? inline.map(imageDraft) : undefined,
  };
}

/** One picture comes in several sizes, from one file name. */
function isSamePicture(one: FeedPicture, other: FeedPicture): boolean {
  const file = ({ url }: FeedPicture) => new URL(url).pathname.split('/').at(-1);
  return one.url === other.url || file(one) === file(other);
}

function imageDraft(picture: FeedPicture): ImageDraft {
  const tidy = (text: string) => shorten(textOf({ value: text, type: 'unknown' }), MAX_SHORT_TEXT);
  return {
    url: picture.url,
    alt: tidy(picture.alt),
    caption: tidy(picture.caption),
    credit: tidy(picture.credit),
    ...(picture.width !== undefined && { width: picture.width }),
    ...(picture.height !== undefined && { height: picture.height }),
  };
}
