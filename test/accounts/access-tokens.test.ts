import { exportSPKI, generateKeyPair } from 'jose';
import pino from 'pino';
import { AccessTokens, type AccessTokensParts, KEPT_MAX } from '../../src/accounts/access-tokens';
import { Role } from '../../src/accounts/role';
import { SimulatedClock } from '../../src/platform/clock';
import { liveSettings } from '../../src/platform/graphql/live/live.settings';
import { AUDIENCE, aToken, ISSUER } from '../builders/a-token';

const secret = 'a secret of more than thirty-two characters';
const bytes = new TextEncoder().encode(secret);
const log = pino({ level: 'silent' });
const roleNames = new Map([
  ['EDITOR', Role.EDITOR],
  ['desk', Role.WRITER],
]);

function tokensOf(changes: Partial<AccessTokensParts> = {}): AccessTokens {
  return new AccessTokens({
    ...{ keys: { secret }, issuer: ISSUER, audience: AUDIENCE, clockToleranceSeconds: 0 },
    ...{ rolesClaim: 'roles', roleNames, clock: new SimulatedClock(Date.now()), log },
    ...changes,
  });
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const withoutSignature = (header: object, claims: object) =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

describe('a token that holds', () => {
  test('is its subject’s, with roles, name and end', async () => {
    const exp = nowSeconds() + 60;
    const token = await aToken(bytes, { claims: { name: 'Ada Lantern', exp } });
    const account = await tokensOf().accountOf(token);
    expect({ ...account, scopes: undefined }).toEqual({
      ...{ kind: 'TOKEN', id: 'token:ada', name: 'Ada Lantern', roles: [Role.EDITOR], scopes: undefined },
      expiresAt: new Date(exp * 1_000),
    });
    expect(account.may('ARTICLES_PUBLISH')).toBe(true);
    expect(account.may('KEYS_MANAGE')).toBe(false);
  });

  test('is known the second time without its signature, until it ends', async () => {
    const startMs = Date.now();
    const clock = new SimulatedClock(startMs);
    let asked = 0;
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const publicKeys = async () => {
      asked += 1;
      return publicKey;
    };
    const tokens = tokensOf({ clock, keys: { publicKeys } });
    const token = await aToken(privateKey, { alg: 'ES256', claims: { exp: nowSeconds() + 30 } });
    const account = await tokens.accountOf(token);
    expect(tokens.accountOf(token)).toBe(account);
    expect(asked).toBe(1);
    await clock.advanceBy(31_000);
    await expect(tokens.accountOf(token)).rejects.toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
  });

  test('is still known when all that may be followed with have had their turn', () => {
    expect(KEPT_MAX).toBeGreaterThanOrEqual(liveSettings.connectionsMax.default as number);
  });

  test('is taken a little early or late where clocks may differ', async () => {
    const late = await aToken(bytes, { claims: { exp: nowSeconds() - 3 } });
    const early = await aToken(bytes, { claims: { nbf: nowSeconds() + 3 } });
    const tokens = tokensOf({ clockToleranceSeconds: 10 });
    await expect(tokens.accountOf(late)).resolves.toMatchObject({ id: 'token:ada' });
    await expect(tokens.accountOf(early)).resolves.toMatchObject({ id: 'token:ada' });
  });
});

describe('a token is refused', () => {
  test.each([
    { why: 'of another issuer', claims: { iss: 'https://other.example' }, words: /claim "iss"/ },
    { why: 'for another API', claims: { aud: 'https://other.example' }, words: /claim "aud"/ },
    { why: 'without an issuer', claims: { iss: null }, words: /claim "iss"/ },
    { why: 'without an audience', claims: { aud: null }, words: /claim "aud"/ },
    { why: 'without a subject', claims: { sub: null }, words: /claim "sub"/ },
    { why: 'with an empty subject', claims: { sub: ' ' }, words: /claim "sub"/ },
    { why: 'with a subject of NUL', claims: { sub: 'a\0b' }, words: /claim "sub"/ },
    { why: 'with a subject that is no text', claims: { sub: 7 }, words: /claim "sub"|"sub"/ },
    { why: 'without an end', claims: { exp: null }, words: /claim "exp"/ },
    { why: 'with an end that is no time', claims: { exp: 'tomorrow' }, words: /claim "exp"/ },
    { why: 'not valid yet', claims: { nbf: nowSeconds() + 3_600 }, words: /not valid yet/ },
  ])('$why', async ({ claims, words }) => {
    const refused = await Promise.resolve(tokensOf().accountOf(await aToken(bytes, { claims }))).catch(
      (e) => e,
    );
    expect(refused).toMatchObject({ code: 'CREDENTIAL_REFUSED', status: 401 });
    expect(refused.message).toMatch(words);
  });

  test('past its end', async () => {
    const token = await aToken(bytes, { claims: { exp: nowSeconds() - 1 } });
    await expect(tokensOf().accountOf(token)).rejects.toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
  });

  test('signed by another secret, though its claims would tell more', async () => {
    const other = new TextEncoder().encode('another secret of more than thirty-two characters');
    const token = await aToken(other, { claims: { exp: nowSeconds() - 1 } });
    await expect(tokensOf().accountOf(token)).rejects.toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      message: 'The token is not one of the issuer that this API trusts.',
    });
  });

  test('by another algorithm of the same secret', async () => {
    const token = await aToken(new TextEncoder().encode(secret.repeat(2)), { alg: 'HS512' });
    await expect(tokensOf({ keys: { secret: secret.repeat(2) } }).accountOf(token)).rejects.toMatchObject({
      code: 'CREDENTIAL_REFUSED',
    });
  });

  test.each(['none', 'None', 'nOnE'])('by the algorithm %s', async (alg) => {
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: nowSeconds() + 60, roles: ['EDITOR'] };
    const token = withoutSignature({ alg, typ: 'JWT' }, claims);
    await expect(tokensOf().accountOf(token)).rejects.toMatchObject({ code: 'CREDENTIAL_REFUSED' });
  });

  test('by a public key used as a secret', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const token = await aToken(new TextEncoder().encode(await exportSPKI(publicKey)), { alg: 'HS256' });
    const tokens = tokensOf({ keys: { publicKeys: async () => publicKey } });
    await expect(tokens.accountOf(token)).rejects.toMatchObject({ code: 'CREDENTIAL_REFUSED' });
  });
});
