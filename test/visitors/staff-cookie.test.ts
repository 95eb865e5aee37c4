import { SimulatedClock } from '../../src/platform/clock';
import { STAFF_COOKIE, StaffCookies } from '../../src/visitors/staff-cookie';

const clock = new SimulatedClock(1_764_000_000_000);
const OLD = 'o'.repeat(32);
const NEW = 'n'.repeat(32);
const issued = new StaffCookies([OLD], clock).issue(3_600)!;
const header = `session=a=b; ${STAFF_COOKIE}=${issued.value}; theme=dark`;

test.each([
  { secrets: [OLD], holds: true },
  { secrets: [NEW, OLD], holds: true },
  { secrets: [NEW], holds: false },
  { secrets: [], holds: false },
])('with the secrets $secrets it holds: $holds', ({ secrets, holds }) => {
  expect(new StaffCookies(secrets, clock).holdsIn(header)).toBe(holds);
});

test('it ends when it says so', () => {
  const later = new SimulatedClock(issued.expiresAt.getTime());
  expect(new StaffCookies([OLD], later).holdsIn(header)).toBe(false);
  const before = new SimulatedClock(issued.expiresAt.getTime() - 1);
  expect(new StaffCookies([OLD], before).holdsIn(header)).toBe(true);
});

const [until = '', signature = ''] = issued.value.split('.');
test.each([
  { title: 'a later end', text: `${Number(until) + 1}.${signature}` },
  { title: 'a leading zero', text: `0${until}.${signature}` },
  { title: 'no signature', text: `${until}.` },
  { title: 'half a signature', text: `${until}.${signature.slice(0, 20)}` },
  { title: 'another signature', text: `${until}.${'A'.repeat(43)}` },
  { title: 'nothing', text: '' },
  { title: '20 kB', text: 'x'.repeat(20_000) },
])('$title does not hold', ({ text }) => {
  expect(new StaffCookies([OLD], clock).holdsIn(`${STAFF_COOKIE}=${text}`)).toBe(false);
});

test('without a secret there is none', () => {
  expect(new StaffCookies([], clock).issue(60)).toBeUndefined();
});
