import { loadKnownReferrers } from '../../src/views/known-referrers';
import { Referrers } from '../../src/views/referrer';

let loads = 0;
const referrers = new Referrers(['news.example', 'Shop.Example'], () => {
  loads += 1;
  return loadKnownReferrers();
});

test('the list is read when it is first needed, and once', () => {
  const before = loads;
  referrers.sourceOf({ referrer: '' });
  referrers.sourceOf({ referrer: 'https://news.example/' });
  expect(loads).toBe(before);
  referrers.sourceOf({ referrer: 'https://a.example/' });
  referrers.sourceOf({ referrer: 'https://b.example/' });
  expect(loads).toBe(1);
});

test.each([
  { referrer: '', source: 'DIRECT' },
  { referrer: 'https://www.google.com/', source: 'SEARCH' },
  { referrer: 'https://www.google.co.kr/search?q=a', source: 'SEARCH' },
  { referrer: 'https://news.google.com/', source: 'SEARCH' },
  { referrer: 'https://mail.google.com/mail/u/0', source: 'OTHER' },
  { referrer: 'https://duckduckgo.com/', source: 'SEARCH' },
  { referrer: 'https://search.naver.com/search.naver?query=a', source: 'SEARCH' },
  { referrer: 'https://www.bing.com/search', source: 'SEARCH' },
  { referrer: 'https://chatgpt.com/', source: 'SEARCH' },
  { referrer: 'android-app://com.google.android.googlequicksearchbox/', source: 'SEARCH' },
  { referrer: 'https://www.perplexity.ai/search/x', source: 'SEARCH' },
  { referrer: 'android-app://com.Slack/', source: 'SOCIAL' },
  { referrer: 'android-app://com.google.android.gm/', source: 'OTHER' },
  { referrer: 'android-app://com.example.reader/', source: 'OTHER' },
  { referrer: 'https://l.facebook.com/l.php?u=a', source: 'SOCIAL' },
  { referrer: 'https://t.co/abc', source: 'SOCIAL' },
  { referrer: 'https://x.com/a/status/1', source: 'SOCIAL' },
  { referrer: 'https://old.reddit.com/r/news', source: 'SOCIAL' },
  { referrer: 'https://bsky.app/', source: 'SOCIAL' },
  { referrer: 'https://news.example/a-story', source: 'INTERNAL' },
  { referrer: 'https://www.NEWS.example/', source: 'INTERNAL' },
  { referrer: 'https://shop.example', source: 'INTERNAL' },
  { referrer: 'https://fakenews.example/', source: 'OTHER' },
  { referrer: 'https://news.example.evil.test/', source: 'OTHER' },
  { referrer: 'https://google.com.evil.test/', source: 'OTHER' },
  { referrer: 'https://notx.com/', source: 'OTHER' },
  { referrer: 'google.com', source: 'OTHER' },
  { referrer: 'javascript:alert(1)', source: 'OTHER' },
  { referrer: 'https://[::1]/', source: 'OTHER' },
  { referrer: `https://google.com/${'x'.repeat(10_000)}`, source: 'OTHER' },
])('$referrer is $source', ({ referrer, source }) => {
  expect(referrers.sourceOf({ referrer })).toBe(source);
});

test.each([
  { referrer: undefined, pageUrl: undefined, source: undefined },
  { referrer: undefined, pageUrl: 'https://news.example/a-story', source: undefined },
  { referrer: undefined, pageUrl: '?utm_source=chatgpt.com', source: 'SEARCH' },
  { referrer: '', pageUrl: 'https://news.example/a-story', source: 'DIRECT' },
  {
    referrer: '',
    pageUrl: 'https://news.example/a-story?utm_source=newsletter&utm_medium=email',
    source: 'OTHER',
  },
  { referrer: 'https://some.example/', pageUrl: '?fbclid=IwAR0', source: 'SOCIAL' },
  { referrer: 'https://t.co/abc', pageUrl: '?utm_source=newsletter&utm_medium=email', source: 'SOCIAL' },
  { referrer: 'https://news.example/other', pageUrl: '?utm_source=facebook', source: 'INTERNAL' },
  { referrer: '', pageUrl: '?ref=www.news.example', source: 'INTERNAL' },
])('$referrer with the page $pageUrl is $source', ({ source, ...way }) => {
  expect(referrers.sourceOf(way)).toBe(source);
});
