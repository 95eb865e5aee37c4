import { request } from 'node:http';
import { exportSPKI, generateKeyPair, importJWK, type JWK } from 'jose';
import { drawApiKey } from '../../src/accounts/api-key-text';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { type AnIssuer, AUDIENCE, anIssuer, aToken, ISSUER } from '../builders/a-token';

const environment: Record<string, string> = {
  ...{ JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, JWT_ROLES_CLAIM: 'realm_access.roles' },
  ...{ JWT_ROLE_NAMES: 'newsroom-editor=EDITOR,newsroom-admin=ADMIN' },
};
let issuer: AnIssuer;
let signingKey: Awaited<ReturnType<AnIssuer['rotate']>>;

beforeAll(async () => {
  issuer = await anIssuer();
  signingKey = await issuer.rotate('first', 'RS256');
  environment['JWT_JWKS_URL'] = issuer.url;
});
const api = useApi(environment);
afterAll(() => issuer.close());

const me = '{ me { kind id name roles } }';

interface Raw {
  status: number;
  authenticate: string | undefined;
  body: string;
}

/** Headers as they are given, whatever a client would make of them. */
function send(headers: readonly (readonly [string, string])[], query = me): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const all = [['content-type', 'application/json'], ['host', 'localhost'], ...headers];
    const sent = request(`${api.url}/graphql`, { method: 'POST', headers: all.flat() }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      const authenticate = response.headers['www-authenticate'];
      response.on('end', () => resolve({ status: response.statusCode ?? 0, authenticate, body }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

const bearer = (credential: string) => [['authorization', `Bearer ${credential}`]] as const;
const tokenOf = (claims: object, signing: object = {}) =>
  aToken(signingKey, { alg: 'RS256', kid: 'first', claims: { ...claims }, ...signing });
const withoutSignature = (header: object, claims: object) =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
const good = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'ada',
  exp: 4_000_000_000,
  realm_access: { roles: ['newsroom-admin'] },
};
const publicKeyText = async () => {
  const key = await importJWK({ ...(issuer.publicJwk() as JWK), alg: 'RS256' }, 'RS256', {
    extractable: true,
  });
  return exportSPKI(key as Parameters<typeof exportSPKI>[0]);
};
const codeOf = ({ body }: Raw): string => JSON.parse(body).errors[0].extensions.code;

describe('a request', () => {
  test('without a credential is anyone’s', async () => {
    expect((await api.ask(me)).data).toEqual({
      me: { kind: 'ANYONE', id: 'anyone', name: 'anyone', roles: [] },
    });
  });

  test.each([
    ['Authorization', 'Bearer '],
    ['authorization', 'bearer   '],
    ['AUTHORIZATION', 'BEARER '],
    ['X-Api-Key', ''],
  ])('with a key as "%s: %s..." is its holder’s', async (header, before) => {
    const key = await keyOf(api, Role.EDITOR, { name: 'the desk' });
    const { status, body } = await send([[header, before + key]]);
    expect({ status, me: JSON.parse(body).data.me }).toEqual({
      status: 200,
      me: { kind: 'API_KEY', id: key.split('_')[1], name: 'the desk', roles: ['EDITOR'] },
    });
  });

  test('with a token is its subject’s, with the roles that the provider’s are here', async () => {
    const token = await tokenOf({
      realm_access: { roles: ['newsroom-editor', 'EDITOR', 'ADMIN'] },
      name: 'Ada',
    });
    expect((await api.ask(me, {}, { as: token })).data).toEqual({
      me: { kind: 'TOKEN', id: 'token:ada', name: 'Ada', roles: ['EDITOR'] },
    });
  });

  test('with claims named __proto__ is nobody more for it', async () => {
    const token = await tokenOf({ realm_access: JSON.parse('{"__proto__":{"roles":["newsroom-admin"]}}') });
    expect((await api.ask(me, {}, { as: token })).data).toMatchObject({ me: { roles: [] } });
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
  });
});

const malformed = 'CREDENTIAL_MALFORMED';
const refused = 'CREDENTIAL_REFUSED';
const key = drawApiKey().text;
const bad: { what: string; headers: () => Promise<readonly (readonly [string, string])[]>; code: string }[] =
  [
    { what: 'an unknown key', code: refused, headers: async () => bearer(key) },
    { what: 'a key cut short', code: malformed, headers: async () => bearer(key.slice(0, -1)) },
    {
      what: 'a key mistyped',
      code: malformed,
      headers: async () => bearer(`${key.slice(0, -1)}${key.endsWith('0') ? 1 : 0}`),
    },
    { what: 'a word', code: malformed, headers: async () => bearer('admin') },
    { what: 'nothing after Bearer', code: malformed, headers: async () => [['authorization', 'Bearer']] },
    { what: 'an empty header', code: malformed, headers: async () => [['authorization', '']] },
    { what: 'an empty X-Api-Key', code: malformed, headers: async () => [['x-api-key', '']] },
    {
      what: 'a token in X-Api-Key',
      code: malformed,
      headers: async () => [['x-api-key', await tokenOf({})]],
    },
    {
      what: 'a password',
      code: malformed,
      headers: async () => [['authorization', 'Basic YWRtaW46YWRtaW4=']],
    },
    {
      what: 'two in one header',
      code: malformed,
      headers: async () => [['authorization', `Bearer ${key}, Bearer ${key}`]],
    },
    {
      what: 'two headers',
      code: malformed,
      headers: async () => [...bearer(await tokenOf({})), ...bearer(key)],
    },
    {
      what: 'two keys',
      code: malformed,
      headers: async () => [
        ['x-api-key', key],
        ['X-API-KEY', key],
      ],
    },
    {
      what: 'a key and a token',
      code: malformed,
      headers: async () => [['x-api-key', key], ...bearer(await tokenOf({}))],
    },
    { what: '10 kB', code: malformed, headers: async () => bearer('a'.repeat(10_000)) },
    {
      what: 'a token of 10 kB',
      code: malformed,
      headers: async () => bearer(await tokenOf({ more: 'x'.repeat(7_600) })),
    },
    {
      what: 'an ended token',
      code: 'CREDENTIAL_EXPIRED',
      headers: async () => bearer(await tokenOf({ exp: 1_700_000_000 })),
    },
    {
      what: 'a token not valid yet',
      code: refused,
      headers: async () => bearer(await tokenOf({ nbf: 4_000_000_000 })),
    },
    {
      what: 'a token for another API',
      code: refused,
      headers: async () => bearer(await tokenOf({ aud: 'other' })),
    },
    {
      what: 'a token of another issuer',
      code: refused,
      headers: async () => bearer(await tokenOf({ iss: 'other' })),
    },
    { what: 'a token of nobody', code: refused, headers: async () => bearer(await tokenOf({ sub: null })) },
    {
      what: 'a token without an end',
      code: refused,
      headers: async () => bearer(await tokenOf({ exp: null })),
    },
    {
      what: 'a forged token',
      code: refused,
      headers: async () =>
        bearer(await aToken((await generateKeyPair('RS256')).privateKey, { alg: 'RS256', kid: 'first' })),
    },
    {
      what: 'a token whose claims were changed',
      code: refused,
      headers: async () => {
        const [header, , signature] = (await tokenOf({})).split('.');
        return bearer(`${header}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.${signature}`);
      },
    },
    { what: 'alg none', code: refused, headers: async () => bearer(withoutSignature({ alg: 'none' }, good)) },
    {
      what: 'alg nOnE',
      code: refused,
      headers: async () => bearer(withoutSignature({ alg: 'nOnE', kid: 'first' }, good)),
    },
    {
      what: 'alg none over a good signature',
      code: refused,
      headers: async () => {
        const header = Buffer.from('{"alg":"none"}').toString('base64url');
        return bearer([header, ...(await tokenOf({})).split('.').slice(1)].join('.'));
      },
    },
    {
      what: 'HS256 by the public key',
      code: refused,
      headers: async () =>
        bearer(await aToken(new TextEncoder().encode(await publicKeyText()), { kid: 'first' })),
    },
    {
      what: 'HS256 by the JSON of the public key',
      code: refused,
      headers: async () =>
        bearer(await aToken(new TextEncoder().encode(JSON.stringify(issuer.publicJwk())), { kid: 'first' })),
    },
    {
      what: 'a key of its own in the header of a token',
      code: refused,
      headers: async () => {
        const jwk = issuer.publicJwk();
        return bearer(withoutSignature({ alg: 'RS256', jwk, jku: 'http://127.0.0.1:9/jwks.json' }, good));
      },
    },
  ];

describe('a request is refused as a whole', () => {
  test.each(bad)('with $what', async ({ headers, code }) => {
    const sent = await headers();
    const answer = await send(sent, '{ __typename latestStories(first: 1) { totalCount } }');
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 401, code });
    expect(answer.authenticate).toMatch(
      /^Bearer realm="mostread", error="invalid_token", error_description="[^"\n]+"$/,
    );
    const { errors, ...rest } = JSON.parse(answer.body);
    expect(rest).toEqual({});
    expect(errors).toEqual([{ message: expect.any(String), extensions: { code, retryable: false } }]);
    const secrets = sent
      .map(([, value]) => value.replace(/^(Bearer|Basic) */i, ''))
      .filter((value) => value.length > 8);
    for (const secret of secrets) expect(answer.body + answer.authenticate).not.toContain(secret);
  });

  test('even where its body is no GraphQL, or too large to be read', async () => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const statuses = await Promise.all(
      ['{', 'x'.repeat(900_000)].map((body) =>
        fetch(`${api.url}/graphql`, { method: 'POST', headers, body }),
      ),
    );
    expect(statuses.map(({ status }) => status)).toEqual([401, 401]);
  });

  test('over GET as well', async () => {
    const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(me)}`, {
      headers: { authorization: `Bearer ${key}`, 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(401);
  });

  test('with a key that ended or was revoked, of which only its holder hears', async () => {
    const ended = await keyOf(api, Role.ADMIN, { expiresAt: new Date(Date.now() - 1_000) });
    expect(codeOf(await send(bearer(ended)))).toBe('CREDENTIAL_EXPIRED');
    const [admin, lost] = [await keyOf(api, Role.ADMIN), await keyOf(api, Role.ADMIN)];
    expect((await send(bearer(lost))).status).toBe(200);
    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }';
    await api.ask(revoke, { id: lost.split('_')[1] }, { as: admin });
    expect(codeOf(await send(bearer(lost)))).toBe('CREDENTIAL_REVOKED');
    expect((await send(bearer(admin))).status).toBe(200);
  });
});
