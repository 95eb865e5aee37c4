import { Field, ID, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { UserError } from '../platform/graphql/user-error.type';
import type { ApiKeyRow } from './api-key.entity';
import { writeKeyCursor } from './api-key-cursor';
import { Role, scopesOfRole } from './role';
import { Scope } from './scope';

@ObjectType({ description: 'An API key, as far as it is kept: the secret part of it is not.' })
export class ApiKey {
  @Field(() => ID, { description: 'The public part of the key: mostread_<id>_...' })
  readonly id: string;

  @Field(() => String, { description: 'What it is for, as whoever created it wrote.' })
  readonly name: string;

  @Field(() => Role, { description: 'The role of whoever sends it.' })
  readonly role: Role;

  @Field(() => [Scope], { description: 'What whoever sends it may do: all of the role, or less.' })
  readonly scopes: Scope[];

  @Field(() => Date, { description: 'When it was created.' })
  readonly createdAt: Date;

  @Field(() => String, { description: 'The name of who created it.' })
  readonly createdBy: string;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself; null when it does not.' })
  readonly expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked; null when it was not.' })
  readonly revokedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was last sent, right to a minute or two; null when it never was.',
  })
  readonly lastUsedAt: Date | null;

  constructor(row: Omit<ApiKeyRow, 'secretHash'>) {
    this.id = row.id;
    this.name = row.name;
    this.role = row.role;
    this.scopes = scopesOfRole[row.role].filter((scope) => row.scopes?.includes(scope) ?? true);
    this.createdAt = row.createdAt;
    this.createdBy = row.createdBy;
    this.expiresAt = row.expiresAt;
    this.revokedAt = row.revokedAt;
    this.lastUsedAt = row.lastUsedAt;
  }
}

@ObjectType({ description: 'An API key in a list.' })
export class ApiKeyEdge {
  @Field(() => ApiKey, { description: 'The key.' })
  readonly node: ApiKey;

  constructor(node: ApiKey) {
    this.node = node;
  }

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  get cursor(): string {
    return writeKeyCursor(this.node);
  }
}

export interface ApiKeyPage {
  keys: readonly ApiKey[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of the API keys.' })
export class ApiKeyConnection {
  @Field(() => [ApiKeyEdge], { description: 'The keys of this page, newest first.' })
  readonly edges: readonly ApiKeyEdge[];

  constructor(private readonly page: ApiKeyPage) {
    this.edges = page.keys.map((key) => new ApiKeyEdge(key));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many keys the whole list has.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}

@ObjectType({ description: 'The API key that was created.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'What is kept of it; null when it was not created.' })
  apiKey!: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key as it is sent, "Authorization: Bearer <secret>": shown now and never again; null when none was created.',
  })
  secret!: string | null;

  @Field(() => [UserError], { description: 'Why it was not created; else empty.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'The API key that was revoked.' })
export class RevokeApiKeyPayload {
  @Field(() => ApiKey, {
    nullable: true,
    description: 'The key, revoked now or before; null when there is none.',
  })
  apiKey!: ApiKey | null;

  @Field(() => [UserError], { description: 'Why it was not revoked; else empty.' })
  userErrors!: UserError[];
}
