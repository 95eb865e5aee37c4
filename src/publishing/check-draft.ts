import { BadUserInput } from '../platform/errors';
import type { ArticleDraft, AuthorDraft } from './article-draft';
import {
  AUTHORS_MAX,
  checkBody,
  checkCount,
  checkImage,
  checkLanguage,
  checkPictureAddress,
  checkSlug,
  checkText,
  checkWebAddress,
  IMAGES_MAX,
  lengths,
  TAGS_MAX,
} from './check-values';

/** Source and id stand in one entry of an index, which Postgres holds to a third of a page. */
export const NAME_BYTES_MAX = 2_500;

// That of the scalar which shows it: an address that is stored must also be one that can be shown.
export const emailAddress =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** @throws BadUserInput naming the first field that is wrong. */
export function checkDraft(draft: ArticleDraft): void {
  checkName(draft);
  checkText('headline', draft.headline, lengths.headline, 'required');
  checkText('standfirst', draft.standfirst, lengths.standfirst);
  checkBody('bodyHtml', draft.bodyHtml);
  if (draft.slug !== undefined) checkSlug('slug', draft.slug);
  if (draft.canonicalUrl !== undefined) checkWebAddress('canonicalUrl', draft.canonicalUrl);
  checkLanguage(draft.language);
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
