// Which comments wait for a moderator before readers see them, and which names are not to be had.

import { HeldReason } from './comment-status';

export interface HoldingRules {
  moderation: 'after' | 'before';
  linksMax: number;
}

export interface JudgedComment {
  text: string;
  authorName: string;
  /** By what sent it. */
  isMachine: boolean;
  /** The names of the article's authors. */
  byline: readonly string[];
}

const linkForms = [
  /\b(?:https?:\/\/|www\.)/iu,
  /[\p{L}\p{N}-]{2,}\.\p{L}{2,24}\/\S/iu,
  /\b[a-z0-9-]+\.(?:com|net|org|info|biz|ru|cn|xyz|top|shop|io|me)\b/iu,
];

export function heldFor(comment: JudgedComment, { moderation, linksMax }: HoldingRules): HeldReason | null {
  if (moderation === 'before') return HeldReason.ALL;
  if (comment.isMachine) return HeldReason.MACHINE;
  if (linksIn(`${comment.authorName}\n${comment.text}`) > linksMax) return HeldReason.LINKS;
  const name = skeletonOf(comment.authorName);
  return comment.byline.some((author) => skeletonOf(author) === name) ? HeldReason.BYLINE : null;
}

/** Addresses with a scheme, with www, with a path, or in the domains that spam comes from. */
export function linksIn(text: string): number {
  return text.split(/\s+/u).filter((word) => linkForms.some((form) => form.test(word))).length;
}

export function isReserved(name: string, reserved: readonly string[]): boolean {
  const skeleton = skeletonOf(name);
  return reserved.some((one) => skeletonOf(one) === skeleton);
}

/** Letters and digits alone, in one case and without marks: "Ädmin ✓" is "admin". */
function skeletonOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]/gu, '') || plain;
}
