import { BotFilter } from '../../src/visitors/bot-filter';
import { BROWSER } from '../setup/running-program';

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const own = ['GazetteApp/', 'okhttp/4.12 Gazette'];

test.each([
  { agent: BROWSER, isBot: false },
  { agent: SAFARI, isBot: false },
  { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', isBot: true },
  {
    agent:
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    isBot: true,
  },
  { agent: 'facebookexternalhit/1.1', isBot: true },
  {
    agent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36',
    isBot: true,
  },
  { agent: 'curl/8.5.0', isBot: true },
  { agent: 'node', isBot: true },
  { agent: 'undici', isBot: true },
  { agent: 'python-requests/2.31', isBot: true },
  { agent: '', isBot: true },
  { agent: '   ', isBot: true },
  { agent: 'Dalvik/2.1.0 (Linux; U; Android 14)', isBot: true },
  { agent: 'okhttp/4.12', isBot: true },
  { agent: 'okhttp/4.12 Gazette 3', isBot: false },
  { agent: 'GazetteApp/3.1 CFNetwork/1490', isBot: false },
  { agent: 'okhttp/4.11 Gazette 3', isBot: true },
])('"$agent" is a bot: $isBot', ({ agent, isBot }) => {
  const filter = new BotFilter(own);
  expect(filter.isBot({ 'user-agent': agent })).toBe(isBot);
  expect(filter.isBot({ 'user-agent': agent })).toBe(isBot);
});

test('who sends no agent at all is a bot', () => {
  expect(new BotFilter([]).isBot({})).toBe(true);
});

test.each([
  { header: 'sec-purpose', value: 'prefetch', isBot: true },
  { header: 'sec-purpose', value: 'prefetch;prerender', isBot: true },
  { header: 'purpose', value: 'prefetch', isBot: true },
  { header: 'x-moz', value: 'prefetch', isBot: true },
  { header: 'x-purpose', value: 'preview', isBot: true },
  { header: 'sec-purpose', value: '', isBot: false },
])('a browser that sends $header: $value is loading ahead: $isBot', ({ header, value, isBot }) => {
  expect(new BotFilter([]).isBot({ 'user-agent': BROWSER, [header]: value })).toBe(isBot);
});

/** As browsers send them by themselves (Fetch Metadata, W3C). */
test.each([
  { how: 'fetch to another site', dest: 'empty', mode: 'cors', isBot: false },
  { how: 'fetch without CORS, sendBeacon', dest: 'empty', mode: 'no-cors', isBot: false },
  { how: 'fetch to the own site', dest: 'empty', mode: 'same-origin', isBot: false },
  { how: 'a fetch of Node', dest: undefined, mode: 'cors', isBot: false },
  { how: 'an app, an old browser', dest: undefined, mode: undefined, isBot: false },
  { how: 'a form that is submitted', dest: 'document', mode: 'navigate', isBot: true },
  { how: 'a form in a frame', dest: 'iframe', mode: 'navigate', isBot: true },
  { how: 'a picture', dest: 'image', mode: 'no-cors', isBot: true },
  { how: 'a report of the browser', dest: 'report', mode: 'no-cors', isBot: true },
  { how: 'a mode that does not fit', dest: 'empty', mode: 'navigate', isBot: true },
  { how: 'a socket', dest: undefined, mode: 'websocket', isBot: true },
])('$how is no script of a page: $isBot', ({ dest, mode, isBot }) => {
  const headers = { 'user-agent': BROWSER, 'sec-fetch-dest': dest, 'sec-fetch-mode': mode };
  expect(new BotFilter([]).isBot(headers)).toBe(isBot);
});
