// From the claims of a token, whose signature, issuer, audience and times hold, to the account it was made out to. What
// providers put into claims is read as values of any kind, and by own properties alone.

import { Account } from './account';
import { CredentialRefused } from './accounts.errors';
import type { Role } from './role';
import type { RoleNames } from './token-issuer';

export type Claims = Readonly<Record<string, unknown>>;

export interface ClaimsReading {
  /** The name of a claim, whole, or the way to it by dots. */
  rolesClaim: string;
  roleNames: RoleNames;
}

const SUBJECT_MAX = 255;
const NAME_MAX = 200;
const ROLES_MAX = 1_000;
/** The end of the year 9999: later ones are numbers, but no dates. */
const LAST_MS = 253_402_300_799_999;
const unprintable = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069]/u;

/** @throws CredentialRefused when it does not say for whom it is */
export function accountOfClaims(claims: Claims, { rolesClaim, roleNames }: ClaimsReading): Account {
  const subject = own(claims, 'sub');
  if (typeof subject !== 'string' || !isPrintable(subject, SUBJECT_MAX)) {
    throw new CredentialRefused('The token does not say in its claim "sub" for whom it is.');
  }
  return new Account({
    kind: 'TOKEN',
    // No subject can take the id of a key, of "anyone" or of the program.
    id: `token:${subject}`,
    name: nameOf(claims) ?? subject,
    roles: rolesOf(valueAt(claims, rolesClaim), roleNames),
    expiresAt: new Date(Math.min(Number(own(claims, 'exp')) * 1_000, LAST_MS)),
  });
}

function nameOf(claims: Claims): string | undefined {
  for (const claim of ['name', 'preferred_username', 'email']) {
    const value = own(claims, claim);
    if (typeof value === 'string' && isPrintable(value, NAME_MAX)) return value.trim();
  }
  return undefined;
}

function rolesOf(value: unknown, roleNames: RoleNames): Role[] {
  const names = typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
  const roles = names
    .slice(0, ROLES_MAX)
    .flatMap((name: unknown) => (typeof name === 'string' ? (roleNames.get(name) ?? []) : []));
  return [...new Set(roles)];
}

/** A claim whose name has dots of its own comes before a way by dots. */
function valueAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, name) => own(value, name), claims);
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Claims)[name];
}

function isPrintable(text: string, lengthMax: number): boolean {
  return text.trim() !== '' && text.length <= lengthMax && !unprintable.test(text);
}
