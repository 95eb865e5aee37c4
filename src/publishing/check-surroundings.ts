// What editors may give sections, authors, tags and pictures.

import { BadUserInput } from '../platform/errors';
import { checkSlug, checkText, lengths } from './check-values';
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
