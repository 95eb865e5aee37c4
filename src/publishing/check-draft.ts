import { BadUserInput } from '../platform/errors';
import { isCleanText } from '../platform/graphql/text-input';
import type { ArticleDraft, AuthorDraft, ImageDraft } from './article-draft';
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
const AUTHORS_MAX = 50;
const TAGS_MAX = 50;
const IMAGES_MAX = 200;
const PIXELS_MAX = 100_000;
/** Source and id stand in one entry of an index, which Postgres holds to a third of a page. */
export const NAME_BYTES_MAX = 2_500;

const languageTag = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;
// That of the scalar which shows it: an address that is stored must also be one that can be shown.
const emailAddress =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const pathFromRoot = /^\/(?![/\\])/;

/** @throws BadUserInput naming the first field that is wrong. */
export function checkDraft(draft: ArticleDraft): void {
  checkName(draft);
  checkText('headline', draft.headline, lengths.headline, 'required');
  checkText('standfirst', draft.standfirst, lengths.standfirst);
  checkText('bodyHtml', draft.bodyHtml, lengths.body);
  if (nestsTooDeep(draft.bodyHtml)) {
    throw new BadUserInput('bodyHtml', `"bodyHtml" nests its tags more than ${DEPTH_MAX} deep.`);
  }
  if (draft.slug !== undefined) checkSlug('slug', draft.slug);
  if (draft.canonicalUrl !== undefined) checkWebAddress('canonicalUrl', draft.canonicalUrl);
  checkText('language', draft.language, lengths.language, 'required');
  if (!languageTag.test(draft.language)) {
    throw new BadUserInput(
      'language',
      `"${draft.language}" is no BCP 47 language tag. Write "en", "ko" or "pt-BR".`,
    );
  }
  checkTimes(draft);
  checkSlug('section.slug', draft.section.slug);
  checkText('section.name', draft.section.name, lengths.name, 'required');
  if (draft.section.parentSlug !== undefined) checkSlug('section.parentSlug', draft.section.parentSlug);
  checkCount('authors', draft.authors, AUTHORS_MAX);
  draft.authors.forEach(checkAuthor);
  checkCount('tags', draft.tags, TAGS_MAX);
  for (const tag of draft.tags) checkText('tags', tag, lengths.tag, 'required');
  if (draft.leadImage) checkImage('leadImage', draft.leadImage);
  checkCount('inlineImages', draft.inlineImages ?? [], IMAGES_MAX);
  for (const image of draft.inlineImages ?? []) checkImage('inlineImages', image);
}

function checkName({ source, externalId }: ArticleDraft): void {
  checkText('source', source, lengths.source, 'required');
  checkText('externalId', externalId, lengths.externalId, 'required');
  const bytes = Buffer.byteLength(source) + Buffer.byteLength(externalId);
  if (bytes <= NAME_BYTES_MAX) return;
  throw new BadUserInput(
    'externalId',
    `"source" and "externalId" have ${bytes} bytes together; they may have ${NAME_BYTES_MAX}.`,
  );
}

function checkTimes({ status, publishedAt, updatedAt }: ArticleDraft): void {
  if (status === 'PUBLISHED' && publishedAt === null) {
    throw new BadUserInput('publishedAt', 'A published article needs the time of its publication.');
  }
  for (const [field, time] of Object.entries({ publishedAt, updatedAt })) {
    // Postgres knows more years than this, but no reader does, and a number of five digits is a mistake.
    if (time && !(time.getTime() >= FIRST_MS && time.getTime() <= LAST_MS)) {
      throw new BadUserInput(field, `"${field}" is no time between the years 1 and 9999.`);
    }
  }
}

const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

function checkAuthor({ name, email, bio, pictureUrl }: AuthorDraft): void {
  checkText('authors.name', name, lengths.name, 'required');
  checkText('authors.bio', bio ?? '', lengths.bio);
  checkText('authors.email', email ?? '', lengths.email);
  if (email && !emailAddress.test(email)) {
    throw new BadUserInput('authors.email', `"${email}" is no e-mail address.`);
  }
  if (pictureUrl) checkPictureAddress('authors.pictureUrl', pictureUrl);
}

function checkImage(field: string, image: ImageDraft): void {
  checkPictureAddress(`${field}.url`, image.url);
  checkText(`${field}.alt`, image.alt, lengths.caption);
  checkText(`${field}.caption`, image.caption, lengths.caption);
  checkText(`${field}.credit`, image.credit, lengths.caption);
  for (const [side, pixels] of Object.entries({ width: image.width, height: image.height })) {
    if (pixels === undefined || (Number.isInteger(pixels) && pixels > 0 && pixels <= PIXELS_MAX)) continue;
    throw new BadUserInput(`${field}.${side}`, `${pixels} is no size in pixels.`);
  }
}

function checkPictureAddress(field: string, address: string): void {
  checkText(field, address, lengths.url, 'required');
  if (!pathFromRoot.test(address)) checkWebAddress(field, address);
}

function checkWebAddress(field: string, address: string): void {
  checkText(field, address, lengths.url, 'required');
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return;
  throw new BadUserInput(field, `"${address}" is no http or https address.`);
}

function checkSlug(field: string, slug: string): void {
  checkText(field, slug, lengths.slug, 'required');
  if (!isSlug(slug)) {
    throw new BadUserInput(
      field,
      `"${slug}" is no name for an address. Use small letters, digits and single hyphens between them.`,
    );
  }
}

function checkCount(field: string, values: readonly unknown[], max: number): void {
  if (values.length <= max) return;
  throw new BadUserInput(field, `"${field}" has ${values.length} entries; it may have ${max}.`);
}

function checkText(
  field: string,
  text: string,
  max: number,
  need: 'required' | 'may be empty' = 'may be empty',
): void {
  if (need === 'required' && text.trim() === '') {
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
