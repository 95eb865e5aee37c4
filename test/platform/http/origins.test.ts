import { isOriginPattern, isOwnOrigin, Origins } from '../../../src/platform/http/origins';

describe('a list of origins', () => {
  const origins = new Origins([
    'https://news.example',
    'http://localhost:3000',
    'https://*.apps.example:8443',
  ]);

  test.each([
    { origin: 'https://news.example', isAllowed: true },
    { origin: 'http://localhost:3000', isAllowed: true },
    { origin: 'https://a.apps.example:8443', isAllowed: true },
    { origin: 'https://a.b.apps.example:8443', isAllowed: true },
    { origin: 'http://news.example', isAllowed: false },
    { origin: 'https://news.example:444', isAllowed: false },
    { origin: 'https://a.news.example', isAllowed: false },
    { origin: 'https://news.example.evil.example', isAllowed: false },
    { origin: 'https://apps.example:8443', isAllowed: false },
    { origin: 'https://.apps.example:8443', isAllowed: false },
    { origin: 'https://evil.example/.apps.example:8443', isAllowed: false },
    { origin: 'https://evil.example#.apps.example:8443', isAllowed: false },
    { origin: 'https://evilapps.example:8443', isAllowed: false },
    { origin: 'null', isAllowed: false },
    { origin: '', isAllowed: false },
  ])('$origin: $isAllowed', ({ origin, isAllowed }) => {
    expect(origins.allows(origin)).toBe(isAllowed);
  });

  test('with * lets everyone in, and one that is empty nobody', () => {
    expect(new Origins(['*']).allows('null')).toBe(true);
    expect(new Origins([]).allows('https://news.example')).toBe(false);
  });
});

test.each([
  { text: '*', may: true },
  { text: 'https://news.example', may: true },
  { text: 'http://127.0.0.1:8080', may: true },
  { text: 'https://*.news.example', may: true },
  { text: 'https://news.example/', may: false },
  { text: 'https://news.example:443', may: false },
  { text: 'news.example', may: false },
  { text: 'https://*', may: false },
  { text: 'https://news.*', may: false },
  { text: 'https://*.*.example', may: false },
  { text: 'ftp://news.example', may: false },
  { text: 'null', may: false },
  { text: '', may: false },
])('$text may stand on the list: $may', ({ text, may }) => {
  expect(isOriginPattern(text)).toBe(may);
});

test('a page of this very server is known by its host', () => {
  expect(isOwnOrigin('https://api.example', 'api.example')).toBe(true);
  expect(isOwnOrigin('https://api.example:444', 'api.example')).toBe(false);
  expect(isOwnOrigin('null', 'null')).toBe(false);
});
