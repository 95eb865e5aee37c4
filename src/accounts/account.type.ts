import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Account } from './account';
import { Role } from './role';
import { Scope } from './scope';

export enum AccountKind {
  ANYONE = 'ANYONE',
  API_KEY = 'API_KEY',
  TOKEN = 'TOKEN',
  PROGRAM = 'PROGRAM',
}

registerEnumType(AccountKind, {
  name: 'AccountKind',
  description: 'How a caller is known.',
  valuesConfig: {
    ANYONE: { description: 'No credential came with the request.' },
    API_KEY: { description: 'An API key.' },
    TOKEN: { description: 'A token of the identity provider.' },
    PROGRAM: { description: 'The program itself: the command line, imports and jobs.' },
  },
});

@ObjectType('Account', { description: 'Who the API takes someone for.' })
export class AccountShown {
  @Field(() => AccountKind, { description: 'How the caller is known.' })
  readonly kind: AccountKind;

  @Field(() => ID, { description: 'Stays the same from request to request; the actor in the audit log.' })
  readonly id: string;

  @Field(() => String, { description: 'For people: the name of the key, or of the subject of the token.' })
  readonly name: string;

  @Field(() => [Role], { description: 'The roles.' })
  readonly roles: readonly Role[];

  @Field(() => [Scope], { description: 'What the caller may do.' })
  readonly scopes: readonly Scope[];

  @Field(() => Date, { nullable: true, description: 'When the credential ends; null when it does not.' })
  readonly expiresAt: Date | null;

  constructor({ kind, id, name, roles, scopes, expiresAt }: Account) {
    this.kind = AccountKind[kind];
    this.id = id;
    this.name = name;
    this.roles = roles;
    this.scopes = [...scopes];
    this.expiresAt = expiresAt ?? null;
  }
}
