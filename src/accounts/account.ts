import type { Caller, RequestContext } from '../platform/graphql/per-request';
import { Role, scopesOfAnyone, scopesOfRole } from './role';
import type { Scope } from './scope';

export type AccountKind = 'ANYONE' | 'API_KEY' | 'TOKEN' | 'PROGRAM';

export interface AccountParts {
  kind: AccountKind;
  id: string;
  name: string;
  roles: readonly Role[];
  /** Only these of what the roles give; absent means all of it. */
  scopes?: readonly Scope[];
  /** When the credential that came with the request ends; absent when it does not. */
  expiresAt?: Date;
}

/** Whoever sends a request: what rules, limits and the audit log need to know. */
export class Account implements Caller {
  readonly kind: AccountKind;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<Scope>;
  readonly expiresAt: Date | undefined;

  constructor({ kind, id, name, roles, scopes, expiresAt }: AccountParts) {
    this.kind = kind;
    this.id = id;
    this.name = name;
    this.roles = roles;
    this.expiresAt = expiresAt;
    const given = new Set([...scopesOfAnyone, ...roles.flatMap((role) => scopesOfRole[role])]);
    this.scopes = scopes === undefined ? given : new Set(scopes.filter((scope) => given.has(scope)));
  }

  get isKnown(): boolean {
    return this.kind !== 'ANYONE';
  }

  get rights(): string {
    return [this.isKnown ? 'known' : 'anyone', ...[...this.scopes].sort()].join(' ');
  }

  may(scope: string): boolean {
    return this.scopes.has(scope as Scope);
  }
}

/** A request without a credential. */
export const anyone: Account = new Account({ kind: 'ANYONE', id: 'anyone', name: 'anyone', roles: [] });

/** What the program does by itself: jobs, imports, the command line. */
export const theProgram = new Account({
  kind: 'PROGRAM',
  id: 'mostread',
  name: 'mostread',
  roles: [Role.ADMIN],
});

/** Who sent this request, whole: the platform's own view of a caller knows neither roles nor credentials. */
export function accountOf({ caller }: Pick<RequestContext, 'caller'>): Account {
  if (caller instanceof Account) return caller;
  throw new Error(`The caller "${caller.name}" is no account`);
}
