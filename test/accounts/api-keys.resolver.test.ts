import { Role } from '../../src/accounts/role';
import { Scope } from '../../src/accounts/scope';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';

const api = useApi();
let admin: string;

beforeAll(async () => {
  admin = await keyOf(api, Role.ADMIN, { name: 'the chief' });
});

interface Shown {
  id: string;
  name: string;
  scopes: string[];
  createdBy: string;
  revokedAt: string | null;
}
interface Created {
  createApiKey: { apiKey: Shown | null; secret: string | null; userErrors: object[] };
}
interface Revoked {
  revokeApiKey: { apiKey: Shown | null; userErrors: object[] };
}
interface Page {
  apiKeys: {
    totalCount: number;
    edges: { cursor: string; node: Shown }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  };
}

const createKey = (input: object, as = admin) =>
  api.ask<Created>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
      apiKey { id name role scopes createdBy createdAt expiresAt revokedAt lastUsedAt }
      secret userErrors { code field message } } }`,
    { input },
    { as },
  );
const revokeKey = (id: string, as = admin) =>
  api.ask<Revoked>(
    `mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id revokedAt } userErrors { code field } } }`,
    { id },
    { as },
  );
const keys = (variables: object) =>
  api.ask<Page>(
    `query ($first: Int!, $after: String) { apiKeys(first: $first, after: $after) {
      totalCount edges { cursor node { id name } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    variables,
    { as: admin },
  );
const auditOf = (id: string) =>
  api.stores.dataSource.query(
    `select act, actor_name as "actorName", details from audit_entry where subject_id = $1 order by at`,
    [id],
  );
const statusOf = async (as: string) => (await api.ask('{ me { name } }', {}, { as })).status;

describe('createApiKey', () => {
  test('gives a key that holds at once, and writes who made it', async () => {
    const { data } = await createKey({
      name: ' the site ',
      role: 'READER_CLIENT',
      expiresAt: '2030-01-01T00:00:00Z',
    });
    const { apiKey, secret, userErrors } = data.createApiKey;
    expect(userErrors).toEqual([]);
    expect(apiKey).toMatchObject({
      ...{ name: 'the site', role: 'READER_CLIENT', scopes: ['VIEWS_REPORT', 'COMMENTS_WRITE'] },
      ...{ createdBy: 'the chief', expiresAt: '2030-01-01T00:00:00.000Z', revokedAt: null, lastUsedAt: null },
    });
    expect(secret).toMatch(/^mostread_/);
    expect(await statusOf(secret!)).toBe(200);
    const entry = {
      name: 'the site',
      role: 'READER_CLIENT',
      scopes: null,
      expiresAt: '2030-01-01T00:00:00.000Z',
    };
    expect(await auditOf(apiKey!.id)).toEqual([{ act: 'CREATED', actorName: 'the chief', details: entry }]);
  });

  test('keeps nothing of which the key could be made', async () => {
    const { data } = await createKey({ name: 'a', role: 'WRITER' });
    const { apiKey, secret } = data.createApiKey;
    const everything = await api.stores.dataSource.query(
      `select (select json_agg(k)::text from api_key k) || (select json_agg(a)::text from audit_entry a) as text`,
    );
    expect(everything[0].text).toContain(apiKey!.id);
    expect(everything[0].text).not.toContain(secret!.split('_')[2]!.slice(0, 20));
  });

  test.each([
    { input: { name: ' ' }, code: 'BAD_USER_INPUT', field: 'name' },
    { input: { name: 'x'.repeat(101) }, code: 'BAD_USER_INPUT', field: 'name' },
    { input: { name: 'a\nb' }, code: 'BAD_USER_INPUT', field: 'name' },
    { input: { scopes: [] }, code: 'BAD_USER_INPUT', field: 'scopes' },
    { input: { scopes: ['KEYS_MANAGE'] }, code: 'BAD_USER_INPUT', field: 'scopes' },
    { input: { expiresAt: '2020-01-01T00:00:00Z' }, code: 'BAD_USER_INPUT', field: 'expiresAt' },
    { input: { expiresAt: '0000-01-01T00:00:00Z' }, code: 'BAD_USER_INPUT', field: 'expiresAt' },
    { input: { expiresAt: '9999-12-31T23:59:59Z' }, code: 'BAD_USER_INPUT', field: 'expiresAt' },
  ])('refuses $input', async ({ input, code, field }) => {
    const { data } = await createKey({ name: 'a', role: 'EDITOR', ...input });
    expect(data.createApiKey).toMatchObject({ apiKey: null, secret: null, userErrors: [{ code, field }] });
  });

  test('gives nobody more than they have', async () => {
    const scopes = [Scope.KEYS_MANAGE, Scope.ARTICLES_READ, Scope.ARTICLES_WRITE, Scope.AUDIENCE_READ];
    const limited = await keyOf(api, Role.ADMIN, { scopes });
    const outcomes = await Promise.all([
      createKey({ name: 'a', role: 'ADMIN' }, limited),
      createKey({ name: 'a', role: 'EDITOR', scopes: ['ARTICLES_PUBLISH'] }, limited),
      createKey({ name: 'a', role: 'WRITER' }, limited),
      createKey({ name: 'a', role: 'ADMIN', scopes: ['KEYS_MANAGE'] }, limited),
    ]);
    expect(outcomes.map(({ data }) => data.createApiKey.userErrors)).toMatchObject([
      [{ code: 'SCOPES_NOT_HELD', field: 'role' }],
      [{ code: 'SCOPES_NOT_HELD', field: 'scopes' }],
      [],
      [],
    ]);
  });
});

describe('revokeApiKey', () => {
  test('ends a key in this process at once, and is written once', async () => {
    const key = await keyOf(api, Role.EDITOR);
    const id = key.split('_')[1]!;
    expect(await statusOf(key)).toBe(200);
    const { data } = await revokeKey(id);
    expect(data.revokeApiKey).toMatchObject({
      apiKey: { id, revokedAt: expect.any(String) },
      userErrors: [],
    });
    expect(await statusOf(key)).toBe(401);
    const again = await revokeKey(id);
    expect(again.data.revokeApiKey.apiKey).toEqual(data.revokeApiKey.apiKey);
    expect(await auditOf(id)).toMatchObject([{ act: 'CREATED' }, { act: 'REVOKED', actorName: 'the chief' }]);
  });

  test('is written once when two revoke at a time', async () => {
    const id = (await keyOf(api, Role.EDITOR)).split('_')[1]!;
    await Promise.all(Array.from({ length: 8 }, () => revokeKey(id)));
    expect(await auditOf(id)).toMatchObject([{ act: 'CREATED' }, { act: 'REVOKED' }]);
  });

  test.each(['AAAAAAAAAAA', 'no such key', "' or true --", '__proto__'])('refuses the id %s', async (id) => {
    const { data } = await revokeKey(id);
    expect(data.revokeApiKey).toEqual({
      apiKey: null,
      userErrors: [{ code: 'API_KEY_NOT_FOUND', field: 'id' }],
    });
  });
});

describe('apiKeys', () => {
  test('pages through all of them, newest first', async () => {
    for (let at = 0; at < 5; at += 1) await keyOf(api, Role.SERVICE, { name: `service ${at}` });
    const whole = (await keys({ first: 200 })).data.apiKeys;
    expect(whole.totalCount).toBe(whole.edges.length);
    expect(whole.edges.slice(0, 2).map(({ node }) => node.name)).toEqual(['service 4', 'service 3']);
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo }: Page['apiKeys'] = (await keys({ first: 3, after })).data.apiKeys;
      paged.push(...edges.map(({ node }) => node.id));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(whole.edges.map(({ node }) => node.id));
  });

  test.each(['', 'x', Buffer.from('["keys:newest","a","b"]').toString('base64url')])(
    'refuses the cursor "%s"',
    async (after) => {
      const { errors } = await keys({ first: 1, after });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'after' } }]);
    },
  );
});
