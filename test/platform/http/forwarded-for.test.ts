import fc from 'fast-check';
import { forwardedFor } from '../../../src/platform/http/forwarded-for';

test.each([
  { value: '203.0.113.9', says: '203.0.113.9' },
  { value: ' 198.51.100.7 ,203.0.113.9', says: '198.51.100.7, 203.0.113.9' },
  { value: '203.0.113.9:51234', says: '203.0.113.9' },
  { value: '2001:db8::1', says: '2001:db8::1' },
  { value: '[2001:db8::1]:443', says: '2001:db8::1' },
  { value: '[2001:db8::1]', says: '2001:db8::1' },
  { value: 'unknown, 203.0.113.9', says: 'unknown, 203.0.113.9' },
  { value: '<script>, ;;, %00', says: 'unknown, unknown, unknown' },
  { value: '999.1.1.1', says: 'unknown' },
  { value: ',,,', says: undefined },
  { value: '', says: undefined },
])('X-Forwarded-For of "$value" says $says', ({ value, says }) => {
  expect(forwardedFor(value, 'X-Forwarded-For')).toBe(says);
});

test.each([
  { value: 'for=203.0.113.9', says: '203.0.113.9' },
  { value: 'For="203.0.113.9:4711"', says: '203.0.113.9' },
  { value: 'for="[2001:db8:cafe::17]:4711"', says: '2001:db8:cafe::17' },
  { value: 'for=192.0.2.60;proto=http;by=203.0.113.43', says: '192.0.2.60' },
  { value: 'proto=http; for=192.0.2.60', says: '192.0.2.60' },
  { value: 'for=192.0.2.43, for=198.51.100.17', says: '192.0.2.43, 198.51.100.17' },
  { value: 'for=192.0.2.43,, for=unknown', says: '192.0.2.43, unknown' },
  { value: 'for=_hidden, for=_SEVKISEK', says: 'unknown, unknown' },
  { value: 'by=203.0.113.43', says: 'unknown' },
  { value: 'for=', says: 'unknown' },
  { value: '203.0.113.9', says: 'unknown' },
  { value: '', says: undefined },
])('Forwarded of "$value" says $says', ({ value, says }) => {
  expect(forwardedFor(value, 'Forwarded')).toBe(says);
});

test('whatever a client sends, what the proxy appends is the last', () => {
  const ofClient = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom('"', ',', ';', '\\', '=', 'for=', '1.2.3.4', '[::1]', ' '),
      maxLength: 40,
    }),
  );
  fc.assert(
    fc.property(ofClient, (text) => {
      const last = (said: string | undefined) => said?.split(', ').at(-1);
      expect(last(forwardedFor(`${text}, 203.0.113.9`, 'X-Forwarded-For'))).toBe('203.0.113.9');
      expect(last(forwardedFor(`${text}, for="203.0.113.9:80";proto=https`, 'Forwarded'))).toBe(
        '203.0.113.9',
      );
    }),
    { numRuns: 2_000 },
  );
});

test('a chain of thousands is read from its end', () => {
  const said = forwardedFor(`${'1.1.1.1, '.repeat(5_000)}203.0.113.9`, 'X-Forwarded-For')?.split(', ');
  expect(said).toHaveLength(32);
  expect(said?.at(-1)).toBe('203.0.113.9');
  expect(forwardedFor(`${'for=1.1.1.1,'.repeat(5_000)}for=203.0.113.9`, 'Forwarded')?.split(', ')).toEqual(
    said,
  );
});
