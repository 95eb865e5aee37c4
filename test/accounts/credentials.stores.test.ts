// What a credential costs the stores, and what is said when its issuer cannot be asked.

import { Client } from 'pg';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { AUDIENCE, aToken, ISSUER } from '../builders/a-token';

// Nobody listens there.
const api = useApi({
  JWT_JWKS_URL: 'http://127.0.0.1:9/jwks.json',
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: AUDIENCE,
});
const secret = new TextEncoder().encode('a secret of more than thirty-two characters');

let statements: string[] = [];
const send = Client.prototype.query as (...values: unknown[]) => unknown;
beforeAll(() => {
  jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...values: unknown[]) {
    const [first] = values as [string | { text: string }];
    statements.push(typeof first === 'string' ? first : first.text);
    return send.apply(this, values);
  } as never);
});
afterAll(() => jest.restoreAllMocks());

describe('a request with a key', () => {
  test('asks Postgres nothing on its account', async () => {
    const key = await keyOf(api, Role.SERVICE);
    await api.ask('{ me { name } }', {}, { as: key });
    statements = [];
    for (let at = 0; at < 200; at += 1) {
      const { data } = await api.ask('{ me { name } }', {}, { as: key });
      expect(data).toEqual({ me: { name: 'the service' } });
    }
    // What the process does at its own pace: it follows changes, and the keys by their fingerprint.
    const ofItsOwn = /article_change|must_read_pick|concat_ws\(' ', count\(\*\), count\(revoked_at\)/;
    const others = statements.filter((text) => !ofItsOwn.test(text) && /api_key|audit_entry/.test(text));
    expect(others).toEqual([]);
    expect(statements.length).toBeLessThan(200);
  });
});

describe('a token', () => {
  test('whose keys cannot be had may be sent again: it is not called forged', async () => {
    const token = await aToken(secret, { claims: {} });
    const forged = token.replace(/^[^.]+/, Buffer.from('{"alg":"RS256","kid":"a"}').toString('base64url'));
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${forged}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'TOKEN_KEYS_UNAVAILABLE', retryable: true } }],
    });
  });

  test('of an algorithm that is not taken is refused without asking for keys', async () => {
    expect(await api.ask('{ me { name } }', {}, { as: await aToken(secret) })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'CREDENTIAL_REFUSED' } }],
    });
  });

  test('changes nothing for others meanwhile', async () => {
    expect(await api.ask('{ me { kind } }')).toMatchObject({ data: { me: { kind: 'ANYONE' } } });
    const key = await keyOf(api, Role.EDITOR);
    expect(await api.ask('{ me { kind } }', {}, { as: key })).toMatchObject({
      data: { me: { kind: 'API_KEY' } },
    });
  });
});
