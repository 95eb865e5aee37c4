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
  /(?<![\p{L}\p{N}-])[\p{L}\p{N}-]{2,}\.\p{L}{2,24}\/\S/iu,
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

/**
 * For each Latin letter what looks like it: letters of Cyrillic, Greek, Armenian and Latin itself, and digits. The
 * common ones of Unicode Technical Standard 39.
 */
const twinsOf: Readonly<Record<string, string>> = {
  a: '\u0430\u03b1\u0251',
  b: '\u0432\u03b2',
  c: '\u0441',
  d: '\u0501',
  e: '\u0435\u03b53',
  g: '\u0261',
  h: '\u04bb\u043d',
  i: '\u0456\u03b9\u0131\u04cfl1',
  j: '\u0458',
  k: '\u043a\u03ba',
  m: '\u043c',
  n: '\u03b7\u0578',
  o: '\u043e\u03bf\u03c3\u05850',
  p: '\u0440\u03c1',
  q: '\u051b',
  r: '\u0433',
  s: '\u04555',
  t: '\u0442\u03c4',
  u: '\u03c5\u057d',
  v: '\u03bd\u0475',
  w: '\u051d\u03c9',
  x: '\u0445\u03c7',
  y: '\u0443\u04af\u03b3',
};
const latinOf = new Map(
  Object.entries(twinsOf).flatMap(([latin, twins]) => [...twins].map((twin) => [twin, latin] as const)),
);

/** Letters and digits alone, in one case, without marks, and as they look: "Ädmin ✓" and "Adm1n" are one. */
function skeletonOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase();
  const letters = plain.replace(/[^\p{L}\p{N}]/gu, '');
  return [...letters].map((letter) => latinOf.get(letter) ?? letter).join('') || plain;
}
