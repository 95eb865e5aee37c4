// Pseudonyms: SHA-256 of a random salt, which lives for a day and only in Redis, and of what is known of a visitor. No
// address and no user agent is stored, and with yesterday's salt gone nobody can tell whether two pseudonyms of two
// days are the same reader. HMAC would guard against digests that are carried on without the salt (length extension);
// of a digest that is cut to 96 of its 256 bits none can be, and HMAC takes four times as long (docs/decisions/0032).

import { hash } from 'node:crypto';

/**
 * Ninety-six bits: among a hundred million visitors a day two share a pseudonym once in some ten million
 * days.
 */
const PSEUDONYM_LETTERS = 16;

/** Sixteen characters of base64url. */
export function visitorOfOwnId(salt: string, ownId: string): string {
  return pseudonym(salt, `id\n${ownId}`);
}

export function visitorOfAddress(salt: string, origin: { clientIp: string; userAgent: string }): string {
  return pseudonym(salt, `address\n${origin.clientIp}\n${origin.userAgent}`);
}

/** `network` is what network-of.ts gives for the reader's address. */
export function networkPseudonym(salt: string, network: string): string {
  return pseudonym(salt, `network\n${network}`);
}

function pseudonym(salt: string, origin: string): string {
  // As text from the start: a Buffer of its own costs as much as the hash. Four letters are three bytes.
  return hash('sha256', `${salt}\n${origin}`, 'base64url').slice(0, PSEUDONYM_LETTERS);
}
