import { networkOf } from '../../src/visitors/network-of';

test.each([
  { address: '203.0.113.77', network: '203.0.113.0/24' },
  { address: '::ffff:203.0.113.77', network: '203.0.113.0/24' },
  { address: '::ffff:cb00:714d', network: '203.0.113.0/24' },
  { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', network: '2001:db8:85a3::/48' },
  { address: '2001:0DB8:85A3::1', network: '2001:db8:85a3::/48' },
  { address: '2001:db8::1', network: '2001:db8:0::/48' },
  { address: '2001:db8:0:7::1', network: '2001:db8:0::/48' },
  { address: '127.0.0.1', network: undefined },
  { address: '::1', network: undefined },
  { address: '::ffff:127.0.0.1', network: undefined },
  { address: '0:0:0:0:0:0:0:1', network: undefined },
  { address: '::ffff:7f00:1', network: undefined },
  { address: '10.1.2.3', network: undefined },
  { address: '172.31.0.9', network: undefined },
  { address: '172.32.0.9', network: '172.32.0.0/24' },
  { address: '192.168.4.5', network: undefined },
  { address: '100.64.1.1', network: undefined },
  { address: 'fe80::1%eth0', network: undefined },
  { address: 'fd12:3456::1', network: undefined },
  { address: 'not an address', network: undefined },
])('$address is in $network', ({ address, network }) => {
  expect(networkOf(address)).toBe(network);
});
