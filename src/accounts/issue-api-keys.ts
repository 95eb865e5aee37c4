// How keys come to be and end; the same for the API and for the command line.

import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import type { Account } from './account';
import { ApiKeyNotFound, ScopesNotHeld, TooManyApiKeys } from './accounts.errors';
import type { ApiKeyRow } from './api-key.entity';
import type { ApiKeyRepository, KeyToWrite } from './api-key.repository';
import { drawApiKey, isKeyId } from './api-key-text';
import { type Role, scopesOfAnyone, scopesOfRole } from './role';
import type { Scope } from './scope';

export interface KeyDraft {
  name: string;
  role: Role;
  scopes?: readonly Scope[] | null;
  expiresAt?: Date | null;
}

export interface IssuedKey {
  key: ApiKeyRow;
  /** The key itself: kept nowhere. */
  secret: string;
}

export interface ApiKeyIssuerParts {
  repository: ApiKeyRepository;
  clock: Clock;
  /** For this process to know of it when the call resolves. */
  onChanged: () => Promise<void>;
}

const NAME_MAX = 100;
const DAY_MS = 24 * 3_600_000;
const YEARS_MAX = 10;
/** All of them stand in the memory of each process. */
const USABLE_MAX = 10_000;
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

export class ApiKeyIssuer {
  constructor(private readonly parts: ApiKeyIssuerParts) {}

  /** @throws BadUserInput, ScopesNotHeld, TooManyApiKeys */
  async issue(draft: KeyDraft, by: Account): Promise<IssuedKey> {
    const { repository, clock, onChanged } = this.parts;
    const now = new Date(clock.nowMs());
    const checked = checkedDraft(draft, now);
    refuseScopesNotHeld(checked, by);
    if ((await repository.countUsable(now)) >= USABLE_MAX) throw new TooManyApiKeys(USABLE_MAX);
    const { id, secretHash, text } = drawApiKey();
    const row: KeyToWrite = { ...checked, id, secretHash, createdAt: now, createdBy: by.name };
    await repository.create(row, by);
    await onChanged();
    return { key: { ...row, revokedAt: null, lastUsedAt: null }, secret: text };
  }

  /** A key that was revoked before stays as it is. @throws ApiKeyNotFound */
  async revoke(id: string, by: Account): Promise<{ key: ApiKeyRow; wasRevokedNow: boolean }> {
    const { repository, clock, onChanged } = this.parts;
    const wasRevokedNow = isKeyId(id) && (await repository.revoke(id, new Date(clock.nowMs()), by));
    const key = isKeyId(id) ? await repository.byId(id) : undefined;
    if (key === undefined) throw new ApiKeyNotFound(id);
    await onChanged();
    return { key, wasRevokedNow };
  }
}

/** @throws BadUserInput */
export function checkedDraft(
  draft: KeyDraft,
  now: Date,
): Pick<ApiKeyRow, 'name' | 'role' | 'scopes' | 'expiresAt'> {
  return {
    name: checkedName(draft.name),
    role: draft.role,
    scopes: checkedScopes(draft),
    expiresAt: checkedEnd(draft.expiresAt ?? null, now),
  };
}

function checkedName(written: string): string {
  const name = written.trim();
  if (name === '') throw new BadUserInput('name', '"name" is empty. Say what the key is for.');
  if ([...name].length > NAME_MAX) {
    throw new BadUserInput('name', `"name" has ${[...name].length} characters; it may have ${NAME_MAX}.`);
  }
  if (unprintable.test(name)) {
    throw new BadUserInput('name', '"name" has characters that cannot be shown, such as line ends.');
  }
  return name;
}

function checkedScopes({ role, scopes }: KeyDraft): Scope[] | null {
  if (scopes === undefined || scopes === null) return null;
  if (scopes.length === 0) {
    throw new BadUserInput(
      'scopes',
      '"scopes" is empty. Name one or more, or leave it out for all of the role.',
    );
  }
  const stray = scopes.find((scope) => !scopesOfRole[role].includes(scope));
  if (stray !== undefined) {
    const known = scopesOfRole[role].join(', ');
    throw new BadUserInput('scopes', `The role ${role} does not have the scope ${stray}. It has ${known}.`);
  }
  return [...new Set(scopes)];
}

function checkedEnd(expiresAt: Date | null, now: Date): Date | null {
  if (expiresAt === null) return null;
  if (!(expiresAt.getTime() > now.getTime())) {
    throw new BadUserInput('expiresAt', '"expiresAt" is not in the future.');
  }
  if (expiresAt.getTime() > now.getTime() + YEARS_MAX * 366 * DAY_MS) {
    throw new BadUserInput(
      'expiresAt',
      `"expiresAt" is more than ${YEARS_MAX} years away. Leave it out for no end.`,
    );
  }
  return expiresAt;
}

/** Nobody makes themselves more than they are. */
function refuseScopesNotHeld({ role, scopes }: Pick<ApiKeyRow, 'role' | 'scopes'>, by: Account): void {
  const wanted = scopes ?? scopesOfRole[role];
  const missing = wanted.filter((scope) => !by.may(scope) && !scopesOfAnyone.includes(scope));
  if (missing.length > 0) throw new ScopesNotHeld(missing, scopes === null ? 'role' : 'scopes');
}
