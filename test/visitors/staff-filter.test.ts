import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { StaffFilter } from '../../src/visitors/staff-filter';

const filter = new StaffFilter(['192.0.2.0/24', '198.51.100.7/32', '2001:db8:1::/48']);

test.each([
  { address: '192.0.2.200', isStaff: true },
  { address: '192.0.3.1', isStaff: false },
  { address: '198.51.100.7', isStaff: true },
  { address: '198.51.100.8', isStaff: false },
  { address: '2001:db8:1:2::3', isStaff: true },
  { address: '2001:db8:2::3', isStaff: false },
  { address: '::ffff:192.0.2.5', isStaff: true },
  { address: '::ffff:c000:205', isStaff: true },
  { address: '2001:0DB8:0001:0:0:0:0:3', isStaff: true },
  { address: '', isStaff: false },
  { address: 'unknown', isStaff: false },
])('$address is of the staff: $isStaff', ({ address, isStaff }) => {
  expect(filter.isStaff({ clientIp: address, headers: {} })).toBe(isStaff);
});

test('a network of IPv4 addresses inside IPv6 is that of the addresses', () => {
  const mapped = new StaffFilter(['::ffff:192.0.2.0/120']);
  expect(mapped.isStaff({ clientIp: '192.0.2.9', headers: {} })).toBe(true);
  expect(mapped.isStaff({ clientIp: '192.0.3.9', headers: {} })).toBe(false);
});

test.each([
  { role: Role.SERVICE, isStaff: false },
  { role: Role.READER_CLIENT, isStaff: false },
  { role: Role.WRITER, isStaff: true },
  { role: Role.EDITOR, isStaff: true },
  { role: Role.ADMIN, isStaff: true },
])('a caller with the role $role is of the staff: $isStaff', ({ role, isStaff }) => {
  const caller = new Account({ kind: 'TOKEN', id: 'a', name: 'a', roles: [role] });
  expect(filter.isStaff({ clientIp: '203.0.113.1', headers: {}, caller })).toBe(isStaff);
});
