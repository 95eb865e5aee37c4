import { Role } from '../../src/accounts/role';
import { accountOfClaims } from '../../src/accounts/token-claims';

const roleNames = new Map([
  ['editor', Role.EDITOR],
  ['desk=night', Role.WRITER],
]);
const exp = 1_800_000_000;

describe('the roles of a token', () => {
  test.each([
    { rolesClaim: 'roles', claims: { roles: ['editor', 'editor', 'cook'] }, roles: ['EDITOR'] },
    { rolesClaim: 'roles', claims: { roles: 'cook editor, desk=night' }, roles: ['EDITOR', 'WRITER'] },
    {
      rolesClaim: 'realm_access.roles',
      claims: { realm_access: { roles: ['desk=night'] } },
      roles: ['WRITER'],
    },
    {
      rolesClaim: 'https://news.example/roles',
      claims: { 'https://news.example/roles': ['editor'] },
      roles: ['EDITOR'],
    },
    { rolesClaim: 'roles', claims: {}, roles: [] },
    { rolesClaim: 'roles', claims: { roles: { editor: true } }, roles: [] },
    { rolesClaim: 'roles', claims: { roles: [['editor'], 7, null] }, roles: [] },
    { rolesClaim: 'roles', claims: { roles: 'EDITOR' }, roles: [] },
    { rolesClaim: 'a.b.c', claims: { a: 'text' }, roles: [] },
    { rolesClaim: 'constructor.name', claims: {}, roles: [] },
    { rolesClaim: '__proto__.roles', claims: JSON.parse('{"x":{}}'), roles: [] },
    { rolesClaim: 'roles', claims: JSON.parse('{"__proto__":{"roles":["editor"]}}'), roles: [] },
  ])('$rolesClaim of $claims: $roles', ({ rolesClaim, claims, roles }) => {
    const account = accountOfClaims({ sub: 'ada', exp, ...claims }, { rolesClaim, roleNames });
    expect(account.roles).toEqual(roles);
  });

  test('may be none: its subject may do what anyone may', () => {
    const account = accountOfClaims({ sub: 'ada', exp }, { rolesClaim: 'roles', roleNames });
    expect([account.may('COMMENTS_WRITE'), account.may('ARTICLES_READ')]).toEqual([true, false]);
  });
});

describe('the name of a token', () => {
  test.each([
    [{ name: 'Ada Lantern', email: 'ada@news.example' }, 'Ada Lantern'],
    [{ preferred_username: 'ada', email: 'ada@news.example' }, 'ada'],
    [{ name: 7, email: 'ada@news.example' }, 'ada@news.example'],
    [{ name: 'Ada\u202eLantern' }, 'auth0|7'],
    [{ name: 'x'.repeat(201) }, 'auth0|7'],
    [{ name: '  ' }, 'auth0|7'],
    [{}, 'auth0|7'],
  ])('%j: %s', (claims, name) => {
    expect(accountOfClaims({ sub: 'auth0|7', exp, ...claims }, { rolesClaim: 'roles', roleNames }).name).toBe(
      name,
    );
  });
});

test('a token without end ends with the year 9999', () => {
  const account = accountOfClaims({ sub: 'ada', exp: 1e20 }, { rolesClaim: 'roles', roleNames });
  expect(account.expiresAt).toEqual(new Date('9999-12-31T23:59:59.999Z'));
});
