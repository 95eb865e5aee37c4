import { Role } from '../../src/accounts/role';
import { tokenIssuerOf } from '../../src/accounts/token-issuer';
import { settingsFrom } from '../../src/compose/settings';

const secret = 'a secret of more than thirty-two characters';
const url = 'https://login.example/jwks.json';
const named = { JWT_ISSUER: 'https://login.example', JWT_AUDIENCE: 'news' };

describe('the settings of tokens', () => {
  test.each([
    [{ JWT_SECRET: 'too short' }, /JWT_SECRET is a value that is not shown here; it may be 32 characters/],
    [
      { JWT_SECRET: secret },
      /JWT_ISSUER is not set; with JWT_SECRET it must be\.\n.*JWT_AUDIENCE is not set/,
    ],
    [{ JWT_JWKS_URL: url, JWT_ISSUER: 'x' }, /JWT_AUDIENCE is not set; with JWT_JWKS_URL/],
    [{ JWT_JWKS_URL: url, JWT_SECRET: secret, ...named }, /are both set/],
    [named, /tokens are not checked without JWT_SECRET or JWT_JWKS_URL/],
    [{ JWT_JWKS_URL: 'http://login.example/jwks.json', ...named }, /JWT_JWKS_URL is .*begins with https/],
    [{ JWT_JWKS_URL: 'file:///etc/passwd', ...named }, /JWT_JWKS_URL is/],
    [
      { JWT_SECRET: secret, ...named, JWT_ROLE_NAMES: 'desk=CHIEF' },
      /makes "desk" a "CHIEF"; roles are READER/,
    ],
    [
      { JWT_SECRET: secret, ...named, JWT_ROLE_NAMES: 'EDITOR' },
      /JWT_ROLE_NAMES is "EDITOR"; it may be pairs/,
    ],
  ])('%j are refused', (environment, message) => {
    expect(() => settingsFrom(environment)).toThrow(message);
    expect(() => settingsFrom(environment)).not.toThrow(/a secret of more|too short/);
  });

  test('give the issuer', () => {
    const { accounts } = settingsFrom({
      JWT_SECRET: secret,
      ...named,
      JWT_ROLE_NAMES: 'cn=desk=EDITOR, boss=ADMIN',
    });
    expect(tokenIssuerOf(accounts)).toEqual({
      ...{ keys: { secret }, issuer: 'https://login.example', audience: 'news' },
      roleNames: new Map([
        ['cn=desk', Role.EDITOR],
        ['boss', Role.ADMIN],
      ]),
    });
  });

  test('take a provider’s roles by our names unless they are mapped', () => {
    const { accounts } = settingsFrom({ JWT_JWKS_URL: url, ...named });
    expect(tokenIssuerOf(accounts)).toMatchObject({ keys: { url } });
    expect(tokenIssuerOf(accounts)?.roleNames.get('ADMIN')).toBe(Role.ADMIN);
    expect(tokenIssuerOf(accounts)?.roleNames.get('admin')).toBeUndefined();
  });

  test('are absent where the API takes keys alone', () => {
    expect(tokenIssuerOf(settingsFrom({}).accounts)).toBeUndefined();
  });
});
