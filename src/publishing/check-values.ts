// What the values of an article must be, whoever hands them in: an import, the demo or an editor.

import { BadUserInput } from '../platform/errors';
import { isCleanText } from '../platform/graphql/text-input';
import { DEPTH_MAX, nestsTooDeep } from './body-html';
import { isSlug } from './slug';

/** The longest that the parts of an article may be, in characters (code points). */
export const lengths = {
  headline: 300,
  standfirst: 1_000,
  slug: 100,
  body: 1_000_000,
  externalId: 600,
  source: 600,
  language: 35,
  name: 200,
  bio: 2_000,
  email: 254,
  url: 2_000,
  caption: 1_000,
  tag: 100,
} as const;
export const AUTHORS_MAX = 50;
export const TAGS_MAX = 50;
export const IMAGES_MAX = 200;
const PIXELS_MAX = 100_000;

const pathFromRoot = /^\/(?![/\\])/;
/**
 * In no address as browsers write it: they leave out tabs and line ends, which makes "/\t/host" another host, and the
 * rest would end an attribute of a page that is careless.
 */
const strangeInAddress = /[\p{Cc}"<>]/u;
const languageTag = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** What every picture has; a draft and an editor's input name the rest in their own way. */
export interface PictureValues {
  url: string;
  alt: string;
  caption: string;
  credit: string;
  width?: number | null;
  height?: number | null;
}

export function checkImage(field: string, image: PictureValues): void {
  checkPictureAddress(`${field}.url`, image.url);
  checkText(`${field}.alt`, image.alt, lengths.caption);
  checkText(`${field}.caption`, image.caption, lengths.caption);
  checkText(`${field}.credit`, image.credit, lengths.caption);
  for (const [side, pixels] of Object.entries({ width: image.width, height: image.height })) {
    if (pixels == null || (Number.isInteger(pixels) && pixels > 0 && pixels <= PIXELS_MAX)) continue;
    throw new BadUserInput(`${field}.${side}`, `${pixels} is no size in pixels.`);
  }
}

export function checkPictureAddress(field: string, address: string): void {
  if (pathFromRoot.test(address)) checkAddressText(field, address);
  else checkWebAddress(field, address);
}

export function checkWebAddress(field: string, address: string): void {
  checkAddressText(field, address);
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return;
  throw new BadUserInput(field, `"${address}" is no http or https address.`);
}

function checkAddressText(field: string, address: string): void {
  checkText(field, address, lengths.url, 'required');
  if (!strangeInAddress.test(address)) return;
  throw new BadUserInput(field, `"${field}" holds what no address does: write " as %22, < as %3C, > as %3E.`);
}

export function checkSlug(field: string, slug: string): void {
  checkText(field, slug, lengths.slug, 'required');
  if (!isSlug(slug)) {
    throw new BadUserInput(
      field,
      `"${slug}" is no name for an address. Use small letters, digits and single hyphens between them.`,
    );
  }
}

export function checkCount(field: string, values: readonly unknown[], max: number): void {
  if (values.length <= max) return;
  throw new BadUserInput(field, `"${field}" has ${values.length} entries; it may have ${max}.`);
}

/** Whether nothing of it can be seen: white space, zero-width spaces and their kin, empty Braille cells. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

export function checkText(
  field: string,
  text: string,
  max: number,
  need: 'required' | 'may be empty' = 'may be empty',
): void {
  if (need === 'required' && isBlank(text)) {
    throw new BadUserInput(field, `"${field}" is empty. Give it a value.`);
  }
  // Code points are counted only where the quicker count of halves is over the limit.
  const length = text.length <= max ? text.length : [...text].length;
  if (length > max) throw new BadUserInput(field, `"${field}" has ${length} characters; it may have ${max}.`);
  if (isCleanText(text)) return;
  throw new BadUserInput(
    field,
    `"${field}" holds a NUL or half of a character, which cannot be stored. Take it out.`,
  );
}

export function checkLanguage(language: string): void {
  checkText('language', language, lengths.language, 'required');
  if (languageTag.test(language)) return;
  throw new BadUserInput('language', `"${language}" is no BCP 47 language tag. Write "en", "ko" or "pt-BR".`);
}

/** Before it is cleaned: cleaning takes what is checked here for granted. */
export function checkBody(field: string, html: string): void {
  checkText(field, html, lengths.body);
  if (!nestsTooDeep(html)) return;
  throw new BadUserInput(field, `"${field}" nests its tags more than ${DEPTH_MAX} deep.`);
}
