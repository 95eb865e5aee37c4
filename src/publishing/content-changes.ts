// What an editor wants to be different: values as they came in, each checked by itself, all mistakes together. What is
// absent stays as it is; null clears.

import { languageTag } from '../articles/language-tag';
import { BadUserInput, MostreadError } from '../platform/errors';
import { cleanBody } from './body-html';
import {
  AUTHORS_MAX,
  checkBody,
  checkCount,
  checkImage,
  checkLanguage,
  checkSlug,
  checkText,
  checkWebAddress,
  IMAGES_MAX,
  lengths,
  TAGS_MAX,
} from './check-values';

export interface WantedImage {
  /** Of an image that is known already; then nothing else is given. */
  id?: string | null;
  url?: string | null;
  alt?: string | null;
  caption?: string | null;
  credit?: string | null;
  width?: number | null;
  height?: number | null;
}

export interface ContentChanges {
  headline?: string | null;
  standfirst?: string | null;
  /** Any HTML. */
  body?: string | null;
  language?: string | null;
  /** Id or slug. */
  section?: string | null;
  /** Ids or slugs, in the order of the byline. */
  authors?: readonly string[] | null;
  tags?: readonly string[] | null;
  leadImage?: WantedImage | null;
  inlineImages?: readonly WantedImage[] | null;
  canonicalUrl?: string | null;
  /** Null: made from the headline. */
  slug?: string | null;
}

export interface CheckedChanges extends ContentChanges {
  mistakes: readonly MostreadError[];
}

/** With its body sanitised, unless that is among the mistakes. */
export function checkChanges(changes: ContentChanges): CheckedChanges {
  const mistakes: MostreadError[] = [];
  const check = (one: () => void) => {
    try {
      one();
    } catch (error) {
      if (!(error instanceof MostreadError)) throw error;
      mistakes.push(error);
    }
  };
  const { headline, standfirst, body, language, section, canonicalUrl, slug } = changes;
  if (headline) check(() => checkText('headline', headline, lengths.headline));
  if (standfirst) check(() => checkText('standfirst', standfirst, lengths.standfirst));
  if (language !== undefined) check(() => checkLanguage(language ?? ''));
  if (section !== undefined) check(() => checkText('section', section ?? '', lengths.slug, 'required'));
  if (canonicalUrl != null) check(() => checkWebAddress('canonicalUrl', canonicalUrl));
  if (slug != null) check(() => checkSlug('slug', slug));
  check(() => checkLists(changes));
  changes.authors?.forEach((author, at) => {
    check(() => checkText(`authors[${at}]`, author, lengths.slug, 'required'));
  });
  changes.tags?.forEach((tag, at) => {
    check(() => checkText(`tags[${at}]`, tag, lengths.tag, 'required'));
  });
  const { leadImage, inlineImages } = changes;
  if (leadImage) check(() => checkWanted('leadImage', leadImage));
  inlineImages?.forEach((image, at) => {
    check(() => checkWanted(`inlineImages[${at}]`, image));
  });
  const before = mistakes.length;
  if (body) check(() => checkBody('body', body));
  const clean = body && mistakes.length === before ? cleanBody(body) : body;
  return {
    ...changes,
    ...{ headline: headline && onOneLine(headline), language: language && languageTag(language) },
    ...{ body: clean, mistakes },
  };
}

/** Pasted with its line ends, it would break the subject of an e-mail; blanks that hold words together stay. */
function onOneLine(headline: string): string {
  return headline.replaceAll(/[^\S\u00a0\u202f]+/g, ' ').trim();
}

function checkLists({ authors, tags, inlineImages }: ContentChanges): void {
  checkCount('authors', authors ?? [], AUTHORS_MAX);
  checkCount('tags', tags ?? [], TAGS_MAX);
  checkCount('inlineImages', inlineImages ?? [], IMAGES_MAX);
}

function checkWanted(field: string, { id, url, alt, caption, credit, width, height }: WantedImage): void {
  if (id != null) {
    if ([url, alt, caption, credit, width, height].every((value) => value == null)) return;
    throw new BadUserInput(
      field,
      `"${field}" names an image by its "id" and says more of it. Give one or the other.`,
    );
  }
  checkImage(field, {
    url: url ?? '',
    alt: alt ?? '',
    caption: caption ?? '',
    credit: credit ?? '',
    width,
    height,
  });
}
