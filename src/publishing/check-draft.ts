import { BadUserInput } from '../platform/errors';
import type { ArticleDraft, ImageDraft } from './article-draft';

// The limits of an article's parts, in characters as JavaScript counts them.
const lengths = {
  headline: 300,
  standfirst: 1_000,
  slug: 100,
  bodyHtml: 2_000_000,
  externalId: 600,
  source: 2_000,
  language: 35,
  name: 200,
  bio: 2_000,
  email: 254,
  url: 2_000,
  caption: 1_000,
  tag: 100,
} as const;

const languageTag = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** @throws BadUserInput naming the first field that is wrong. */
export function checkDraft(draft: ArticleDraft): void {
  checkText('source', draft.source, lengths.source, 'required');
  checkText('externalId', draft.externalId, lengths.externalId, 'required');
  checkText('headline', draft.headline, lengths.headline, 'required');
  checkText('standfirst', draft.standfirst, lengths.standfirst);
  checkText('bodyHtml', draft.bodyHtml, lengths.bodyHtml);
  checkText('slug', draft.slug ?? '', lengths.slug);
  checkText('canonicalUrl', draft.canonicalUrl ?? '', lengths.url);
  checkText('language', draft.language, lengths.language, 'required');
  if (!languageTag.test(draft.language)) {
    throw new BadUserInput(
      'language',
      `"${draft.language}" is no BCP 47 language tag. Write "en", "ko" or "pt-BR".`,
    );
  }
  if (draft.status === 'PUBLISHED' && !isTime(draft.publishedAt)) {
    throw new BadUserInput('publishedAt', 'A published article needs the time of its publication.');
  }
  checkText('section.slug', draft.section.slug, lengths.slug, 'required');
  checkText('section.name', draft.section.name, lengths.name, 'required');
  for (const author of draft.authors) {
    checkText('authors.name', author.name, lengths.name, 'required');
    checkText('authors.email', author.email ?? '', lengths.email);
    checkText('authors.bio', author.bio ?? '', lengths.bio);
    checkText('authors.pictureUrl', author.pictureUrl ?? '', lengths.url);
  }
  for (const tag of draft.tags) checkText('tags', tag, lengths.tag, 'required');
  if (draft.leadImage) checkImage('leadImage', draft.leadImage);
  for (const image of draft.inlineImages ?? []) checkImage('inlineImages', image);
}

function checkImage(field: string, image: ImageDraft): void {
  checkText(`${field}.url`, image.url, lengths.url, 'required');
  if (!/^(https?:\/\/|\/(?!\/))/i.test(image.url)) {
    throw new BadUserInput(
      `${field}.url`,
      `"${image.url}" is no http or https address and no path from the root.`,
    );
  }
  checkText(`${field}.alt`, image.alt, lengths.caption);
  checkText(`${field}.caption`, image.caption, lengths.caption);
  checkText(`${field}.credit`, image.credit, lengths.caption);
  for (const [side, pixels] of [
    ['width', image.width],
    ['height', image.height],
  ] as const) {
    if (pixels !== undefined && !(Number.isInteger(pixels) && pixels > 0 && pixels < 1_000_000)) {
      throw new BadUserInput(`${field}.${side}`, `${pixels} is no size in pixels.`);
    }
  }
}

function checkText(
  field: string,
  text: string,
  lengthMax: number,
  need: 'required' | 'may be empty' = 'may be empty',
) {
  if (need === 'required' && text.trim() === '')
    throw new BadUserInput(field, `"${field}" is empty. Give it a value.`);
  if (text.length > lengthMax) {
    throw new BadUserInput(field, `"${field}" has ${text.length} characters; it may have ${lengthMax}.`);
  }
  if (text.includes('\0') || loneSurrogate.test(text)) {
    throw new BadUserInput(
      field,
      `"${field}" holds a NUL or half of a character, which cannot be stored. Take it out.`,
    );
  }
}

function isTime(date: Date | null): boolean {
  return date !== null && !Number.isNaN(date.getTime());
}
