// Pseudonyms: HMAC-SHA256 under a random salt that lives for a day and only in Redis. No address and no user
// agent is stored, and with yesterday's salt gone nobody can tell whether two pseudonyms of two days are the
// same reader.

import { createHmac } from 'node:crypto';

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
  return createHmac('sha256', salt).update(origin).digest('base64url').slice(0, PSEUDONYM_LETTERS);
}
