import type { Caller } from '../platform/graphql/per-request';
import { type Role, scopesOfAnyone, scopesOfRole } from './role';
import type { Scope } from './scope';

export type AccountKind = 'ANYONE' | 'API_KEY' | 'TOKEN' | 'PROGRAM';

export interface AccountParts {
  kind: AccountKind;
  id: string;
  name: string;
  roles: readonly Role[];
  /** Only these of what the roles give; absent means all of it. */
  scopes?: readonly Scope[];
}

/** Whoever sends a request: what rules, limits and the audit log need to know. */
export class Account implements Caller {
  readonly kind: AccountKind;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<Scope>;

  constructor({ kind, id, name, roles, scopes }: AccountParts) {
    this.kind = kind;
    this.id = id;
    this.name = name;
    this.roles = roles;
    const given = new Set(roles.flatMap((role) => scopesOfRole[role]));
    this.scopes = scopes === undefined ? given : new Set(scopes.filter((scope) => given.has(scope)));
  }

  get isKnown(): boolean {
    return this.kind !== 'ANYONE';
  }

  may(scope: string): boolean {
    return this.scopes.has(scope as Scope);
  }
}

class Anyone extends Account {
  constructor() {
    super({ kind: 'ANYONE', id: 'anyone', name: 'anyone', roles: [] });
  }

  override may(scope: string): boolean {
    return (scopesOfAnyone as readonly string[]).includes(scope);
  }
}

/** A request without a credential. */
export const anyone: Account = new Anyone();

/** What the program does by itself: jobs, imports, the command line. */
export const theProgram = new Account({
  kind: 'PROGRAM',
  id: 'mostread',
  name: 'mostread',
  roles: ['ADMIN' as Role],
});
