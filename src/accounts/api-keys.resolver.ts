import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { MostreadError } from '../platform/errors';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import { userErrorOf } from '../platform/graphql/user-error.type';
import { accountOf } from './account';
import type { ApiKeyRepository } from './api-key.repository';
import { ApiKey, ApiKeyConnection, CreateApiKeyPayload, RevokeApiKeyPayload } from './api-key.type';
import { readKeyCursor } from './api-key-cursor';
import { CreateApiKeyInput } from './create-api-key.input';
import type { ApiKeyIssuer } from './issue-api-keys';
import { Scope } from './scope';

@Resolver()
export class ApiKeysResolver {
  constructor(
    private readonly repository: ApiKeyRepository,
    private readonly issuer: ApiKeyIssuer,
  ) {}

  @Authorized(Scope.KEYS_MANAGE)
  @Query(() => ApiKeyConnection, {
    description: 'All API keys, newest first, ended and revoked ones too. Needs the scope KEYS_MANAGE.',
  })
  async apiKeys(
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many at most, from 0 to 200.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null | undefined,
  ): Promise<ApiKeyConnection> {
    const limit = readFirst(first);
    const rows = await this.repository.newest(
      limit + 1,
      typeof after === 'string' ? readKeyCursor(after) : undefined,
    );
    return new ApiKeyConnection({
      keys: rows.slice(0, limit).map((row) => new ApiKey(row)),
      hasNextPage: rows.length > limit,
      hasPreviousPage: typeof after === 'string',
      count: () => this.repository.count(),
    });
  }

  @Authorized(Scope.KEYS_MANAGE)
  @Mutation(() => CreateApiKeyPayload, {
    description:
      'Creates an API key with no more scopes than the caller has, and shows it this once. ' +
      'Needs the scope KEYS_MANAGE.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The key.' }) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateApiKeyPayload> {
    try {
      const { key, secret } = await this.issuer.issue(input, accountOf(context));
      return { apiKey: new ApiKey(key), secret, userErrors: [] };
    } catch (error) {
      return { apiKey: null, secret: null, userErrors: [userErrorOf(wrongOf(error))] };
    }
  }

  @Authorized(Scope.KEYS_MANAGE)
  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Ends an API key, in every process within a second. Needs the scope KEYS_MANAGE.',
  })
  async revokeApiKey(
    @Arg('id', () => ID, { description: 'The id of the key: what stands between the underscores.' })
    id: string,
    @Ctx() context: RequestContext,
  ): Promise<RevokeApiKeyPayload> {
    try {
      const { key } = await this.issuer.revoke(id, accountOf(context));
      return { apiKey: new ApiKey(key), userErrors: [] };
    } catch (error) {
      return { apiKey: null, userErrors: [userErrorOf(wrongOf(error))] };
    }
  }
}

/** What the caller can put right; else it goes on as it came. */
function wrongOf(error: unknown): MostreadError {
  if (error instanceof MostreadError && !error.retryable) return error;
  throw error;
}
