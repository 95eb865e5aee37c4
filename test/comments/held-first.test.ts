import { HeldReason } from '../../src/comments/comment-status';
import { heldFor, isReserved, linksIn } from '../../src/comments/held-first';

const harmless = { text: 'Well said.', authorName: 'Ines', byline: ['Ada Quill'], isMachine: false };
const rules = { moderation: 'after', linksMax: 1 } as const;

test.each([
  { what: 'a harmless one', comment: {}, held: null },
  { what: 'one link', comment: { text: 'See https://a.example/b' }, held: null },
  { what: 'two links', comment: { text: 'See https://a.example and www.b.example' }, held: HeldReason.LINKS },
  {
    what: 'one in the name and one in the text',
    comment: { text: 'pills.shop', authorName: 'pills.biz' },
    held: HeldReason.LINKS,
  },
  { what: 'a machine', comment: { isMachine: true }, held: HeldReason.MACHINE },
  { what: 'the name of an author', comment: { authorName: 'ADA  Quíll' }, held: HeldReason.BYLINE },
  { what: 'what looks like it', comment: { authorName: 'Ad\u0430 Qu1ll' }, held: HeldReason.BYLINE },
  { what: 'part of such a name', comment: { authorName: 'Ada' }, held: null },
])('$what: $held', ({ comment, held }) => {
  expect(heldFor({ ...harmless, ...comment }, rules)).toBe(held);
});

test('every comment is held where moderators look first', () => {
  expect(heldFor(harmless, { ...rules, moderation: 'before' })).toBe(HeldReason.ALL);
});

test.each([
  { text: 'https://a.example/b?c=d', links: 1 },
  { text: 'HTTP://A.EXAMPLE', links: 1 },
  { text: 'example.com and 한국.kr/news', links: 2 },
  { text: 'At 10.30 I said e.g. this.And so on... v1.2/x', links: 0 },
  { text: 'Two in one word: http://a.example,http://b.example', links: 1 },
  { text: '', links: 0 },
])('"$text" has $links links', ({ text, links }) => {
  expect(linksIn(text)).toBe(links);
});

test.each([
  { name: 'Admin', reserved: true },
  { name: 'Ａｄｍｉｎ', reserved: true },
  { name: '✓ a.d.m.i.n', reserved: true },
  { name: 'Ädmin', reserved: true },
  { name: '\u0410dm\u0456n', reserved: true },
  { name: 'ADM1N', reserved: true },
  { name: '\u0391\u0501\u043c\u03b9\u03b7', reserved: true },
  { name: '\u0410\u043d\u043d\u0430', reserved: false },
  { name: 'Administer', reserved: false },
  { name: '★', reserved: false },
])('the name "$name" is reserved: $reserved', ({ name, reserved }) => {
  expect(isReserved(name, ['admin', '!'])).toBe(reserved);
});
