import { generateKeyPair } from 'jose';
import pino from 'pino';
import { AccessTokens } from '../../src/accounts/access-tokens';
import { IssuerKeys } from '../../src/accounts/issuer-keys';
import { SimulatedClock } from '../../src/platform/clock';
import { type AnIssuer, AUDIENCE, anIssuer, aToken, ISSUER } from '../builders/a-token';

const MINUTE_MS = 60_000;
const log = pino({ level: 'silent' });
let issuer: AnIssuer;
let clock: SimulatedClock;
let tokens: AccessTokens;

beforeEach(async () => {
  issuer = await anIssuer();
  clock = new SimulatedClock(Date.now());
  const publicKeys = new IssuerKeys({ url: issuer.url, clock, log }).keyOf;
  tokens = new AccessTokens({
    ...{ keys: { publicKeys }, issuer: ISSUER, audience: AUDIENCE, clockToleranceSeconds: 0, clock, log },
    ...{ rolesClaim: 'roles', roleNames: new Map() },
  });
});
afterEach(() => issuer.close());

const laterThan = (ms: number) => ({ exp: Math.floor((Date.now() + ms) / 1_000) + 3_600 });
const codeOf = async (token: string): Promise<string> => {
  try {
    return (await tokens.accountOf(token)).id;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the keys of an issuer', () => {
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('check a token of %s', async (alg) => {
    const key = await issuer.rotate('first', alg);
    expect(await codeOf(await aToken(key, { alg, kid: 'first' }))).toBe('token:ada');
  });

  test.each(['RS384', 'ES384'])('check no token of %s', async (alg) => {
    const key = await issuer.rotate('first', alg);
    expect(await codeOf(await aToken(key, { alg, kid: 'first' }))).toBe('CREDENTIAL_REFUSED');
  });

  test('are asked for once, however many tokens come at a time', async () => {
    const key = await issuer.rotate('first');
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        aToken(key, { alg: 'RS256', kid: 'first', claims: { jti: `${index}` } }),
      ),
    );
    expect(new Set(await Promise.all(all.map(codeOf)))).toEqual(new Set(['token:ada']));
    expect(issuer.asked).toBe(1);
  });

  test('are asked for again when a token names a new one, and not for each invented one', async () => {
    const first = await issuer.rotate('first');
    expect(await codeOf(await aToken(first, { alg: 'RS256', kid: 'first' }))).toBe('token:ada');
    const second = await issuer.rotate('second');
    await clock.advanceBy(6_000);
    expect(await codeOf(await aToken(second, { alg: 'RS256', kid: 'second' }))).toBe('token:ada');
    const { privateKey } = await generateKeyPair('RS256');
    for (const kid of ['a', 'b', 'c'])
      expect(await codeOf(await aToken(privateKey, { alg: 'RS256', kid }))).toBe('CREDENTIAL_REFUSED');
    expect(issuer.asked).toBe(2);
  });

  test('go on for an hour when the issuer is away, and no longer', async () => {
    const key = await issuer.rotate('first');
    const claims = laterThan(2 * 60 * MINUTE_MS);
    const of = (jti: string) => aToken(key, { alg: 'RS256', kid: 'first', claims: { ...claims, jti } });
    expect(await codeOf(await of('1'))).toBe('token:ada');
    issuer.answer = { status: 500, body: 'sorry' };
    await clock.advanceBy(59 * MINUTE_MS);
    expect(await codeOf(await of('2'))).toBe('token:ada');
    await clock.advanceBy(2 * MINUTE_MS);
    expect(await codeOf(await of('3'))).toBe('TOKEN_KEYS_UNAVAILABLE');
  });

  test('of before that are gone are forgotten when the issuer shows others', async () => {
    const key = await issuer.rotate('first');
    const claims = laterThan(60 * MINUTE_MS);
    const of = (jti: string) => aToken(key, { alg: 'RS256', kid: 'first', claims: { ...claims, jti } });
    expect(await codeOf(await of('1'))).toBe('token:ada');
    const second = await issuer.rotate('second');
    await clock.advanceBy(11 * MINUTE_MS);
    expect(await codeOf(await aToken(second, { alg: 'RS256', kid: 'second', claims }))).toBe('token:ada');
    expect(await codeOf(await of('2'))).toBe('CREDENTIAL_REFUSED');
  });

  test.each([
    { why: 'answers with an error', answer: { status: 503, body: '' } },
    { why: 'answers with a page', answer: { status: 200, body: '<html>' } },
    { why: 'answers with other JSON', answer: { status: 200, body: '{"key":[]}' } },
    { why: 'answers with too much', answer: { status: 200, body: ' '.repeat(1_100_000) } },
    { why: 'sends elsewhere', answer: { status: 302, body: '' } },
  ])('cannot be had when it $why: try again, asked once in five seconds', async ({ answer }) => {
    const key = await issuer.rotate('first');
    const good = { ...issuer.answer };
    issuer.answer = answer;
    const token = await aToken(key, { alg: 'RS256', kid: 'first' });
    const failure = await Promise.resolve(tokens.accountOf(token)).catch((error) => error);
    expect(failure).toMatchObject({ code: 'TOKEN_KEYS_UNAVAILABLE', status: 503, retryable: true });
    expect(await codeOf(token)).toBe('TOKEN_KEYS_UNAVAILABLE');
    expect(issuer.asked).toBe(1);
    issuer.answer = good;
    await clock.advanceBy(6_000);
    expect(await codeOf(token)).toBe('token:ada');
  });

  test('that a token does not name are tried in turn', async () => {
    const first = await issuer.rotate('first');
    const jwk = issuer.publicJwk();
    const second = await issuer.rotate('second');
    issuer.answer.body = JSON.stringify({ keys: [jwk, issuer.publicJwk()] });
    expect(await codeOf(await aToken(first, { alg: 'RS256' }))).toBe('token:ada');
    expect(await codeOf(await aToken(second, { alg: 'RS256' }))).toBe('token:ada');
    const { privateKey } = await generateKeyPair('RS256');
    expect(await codeOf(await aToken(privateKey, { alg: 'RS256' }))).toBe('CREDENTIAL_REFUSED');
  });
});
