// What editors may give sections, authors, tags and pictures.

import { BadUserInput } from '../platform/errors';
import { emailAddress } from './check-draft';
import { checkPictureAddress, checkSlug, checkText, lengths } from './check-values';
import { slugOf } from './slug';

const POSITION_MAX = 100_000;

/** On one line, without space around it. @throws BadUserInput unless it has a letter or a digit, and is not too long */
export function cleanName(field: string, text: string, max: number = lengths.name): string {
  const name = text.replace(/\s+/gu, ' ').trim();
  checkText(field, name, max, 'required');
  if (/[\p{Letter}\p{Number}]/u.test(name) && !/\p{Bidi_Control}/u.test(name)) return name;
  throw new BadUserInput(
    field,
    `"${field}" needs a letter or a digit, and no marks that turn the direction of the text.`,
  );
}

/** As given, else made from the name. @throws BadUserInput */
export function cleanSlug(slug: string | null | undefined, name: string): string {
  if (slug == null) return slugOf(name);
  checkSlug('slug', slug);
  return slug;
}

/** @throws BadUserInput */
export function checkPosition(position: number | null | undefined): void {
  if (position == null || (Number.isInteger(position) && position >= 0 && position <= POSITION_MAX)) return;
  throw new BadUserInput(
    'position',
    `"position" is ${position}; it may be a whole number from 0 to ${POSITION_MAX}.`,
  );
}

/** On any number of lines. @throws BadUserInput */
export function checkBio(bio: string): string {
  checkText('bio', bio, lengths.bio);
  return bio.trim();
}

/** @throws BadUserInput */
export function cleanEmail(email: string): string {
  const address = email.trim();
  checkText('email', address, lengths.email, 'required');
  if (emailAddress.test(address)) return address;
  throw new BadUserInput('email', `"email" is "${address}", which is no e-mail address.`);
}

/** @throws BadUserInput */
export function checkPortrait(picture: { url: string; alt?: string | null; credit?: string | null }): void {
  checkPictureAddress('picture.url', picture.url);
  checkText('picture.alt', picture.alt ?? '', lengths.caption);
  checkText('picture.credit', picture.credit ?? '', lengths.caption);
}
