import { canonicalAddress } from '../../src/visitors/address';

test.each([
  { written: '203.0.113.7', form: '203.0.113.7' },
  { written: ' 203.0.113.7 ', form: '203.0.113.7' },
  { written: '::ffff:203.0.113.7', form: '203.0.113.7' },
  { written: '::FFFF:203.0.113.7', form: '203.0.113.7' },
  { written: '0:0:0:0:0:ffff:203.0.113.7', form: '203.0.113.7' },
  { written: '::ffff:cb00:7107', form: '203.0.113.7' },
  { written: '::ffff:203.0.113.7%eth0', form: '203.0.113.7' },
  { written: '2001:db8:1:2:0:0:0:7', form: '2001:db8:1:2::7' },
  { written: '2001:0DB8:0001:0002:0000:0000:0000:0007', form: '2001:db8:1:2::7' },
  { written: '2001:db8:1:2::7', form: '2001:db8:1:2::7' },
  { written: '64:ff9b::192.0.2.1', form: '64:ff9b::c000:201' },
  { written: 'FE80::1%eth0', form: 'fe80::1' },
  { written: '::1', form: '::1' },
  { written: 'unknown', form: 'unknown' },
  { written: '1.2.3', form: '1.2.3' },
  { written: '203.0.113.7:443', form: '203.0.113.7:443' },
  { written: '::ffff:999.0.0.1', form: '::ffff:999.0.0.1' },
  { written: '', form: '' },
])('$written is $form', ({ written, form }) => {
  expect(canonicalAddress(written)).toBe(form);
});
