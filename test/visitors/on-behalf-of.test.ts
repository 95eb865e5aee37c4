import { Account, anyone } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { originOfVisitor } from '../../src/visitors/on-behalf-of';

const server = new Account({ kind: 'API_KEY', id: 'k', name: 'the server', roles: [Role.SERVICE] });
const visitor = { clientIp: '203.0.113.9', userAgent: 'Mozilla/5.0' };

test('what the visitor has sent stands in place of what the server sends', () => {
  const whole = { ...visitor, asksForPrivacy: true, secPurpose: 'prefetch', staffCookie: 'v' };
  expect(originOfVisitor(server, whole)).toEqual({
    clientIp: '203.0.113.9',
    headers: {
      ...{ 'user-agent': 'Mozilla/5.0', 'sec-gpc': '1', 'sec-purpose': 'prefetch' },
      cookie: 'mostread_staff=v',
    },
  });
});

test('an account is not the visitor: its role makes nobody staff', () => {
  const editor = new Account({ kind: 'API_KEY', id: 'e', name: 'e', roles: [Role.ADMIN] });
  expect(originOfVisitor(editor, visitor).caller).toBeUndefined();
});

test.each([
  { who: 'anyone', caller: anyone },
  {
    who: 'a site',
    caller: new Account({ kind: 'API_KEY', id: 's', name: 's', roles: [Role.READER_CLIENT] }),
  },
  { who: 'nobody', caller: undefined },
])('$who may not', ({ caller }) => {
  expect(() => originOfVisitor(caller, visitor)).toThrow(
    expect.objectContaining({ code: 'MAY_NOT_REPORT_FOR_OTHERS', field: 'onBehalfOf' }),
  );
});

test.each([
  { changes: { clientIp: '' }, field: 'clientIp' },
  { changes: { clientIp: 'unknown' }, field: 'clientIp' },
  { changes: { clientIp: '203.0.113.9:443' }, field: 'clientIp' },
  { changes: { clientIp: '203.0.113.9, 10.0.0.1' }, field: 'clientIp' },
  { changes: { clientIp: '1'.repeat(10_000) }, field: 'clientIp' },
  { changes: { userAgent: 'x'.repeat(1_001) }, field: 'userAgent' },
  { changes: { staffCookie: 'x'.repeat(1_001) }, field: 'staffCookie' },
])('its $field is wrong', ({ changes, field }) => {
  expect(() => originOfVisitor(server, { ...visitor, ...changes })).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', field: `onBehalfOf.${field}` }),
  );
});
