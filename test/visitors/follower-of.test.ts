import { Account, anyone } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { followerOf } from '../../src/visitors/follower-of';

const anAccount = (id: string, ...roles: Role[]) => new Account({ kind: 'API_KEY', id, name: id, roles });

test('who has no credential follows with its network', () => {
  const of = (clientIp: string) => followerOf({ clientIp, caller: anyone });
  expect(of('203.0.113.7')).toBe(of('203.0.113.8'));
  expect(of('203.0.113.7')).not.toBe(of('198.51.100.7'));
});

test('a key follows for itself, wherever it comes from, and beside the others of its network', () => {
  const [one, two] = [anAccount('one', Role.SERVICE), anAccount('two', Role.SERVICE)];
  const here = followerOf({ clientIp: '203.0.113.7', caller: one });
  expect(followerOf({ clientIp: '198.51.100.7', caller: one })).toBe(here);
  expect(followerOf({ clientIp: '203.0.113.7', caller: two })).not.toBe(here);
  expect(followerOf({ clientIp: '203.0.113.7', caller: anyone })).not.toBe(here);
});

test('an account without a role is one of its network, as for rates', () => {
  const clientIp = '203.0.113.7';
  expect(followerOf({ clientIp, caller: anAccount('one') })).toBe(followerOf({ clientIp, caller: anyone }));
});

test('private and loopback addresses have no limit, with a key or without', () => {
  for (const clientIp of ['127.0.0.1', '10.1.2.3', '::1'])
    for (const caller of [anyone, anAccount('one', Role.SERVICE)])
      expect(followerOf({ clientIp, caller })).toBeUndefined();
});
