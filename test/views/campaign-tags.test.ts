import { sourceOfTags } from '../../src/views/campaign-tags';
import { loadKnownReferrers } from '../../src/views/known-referrers';
import { Referrers } from '../../src/views/referrer';

const referrers = new Referrers(['news.example'], loadKnownReferrers);
const page = 'https://news.example/a-story';

test.each([
  { query: '', source: undefined },
  { query: '?', source: undefined },
  { query: '?page=2', source: undefined },
  { query: '?utm_source=', source: undefined },
  { query: '?utm_campaign=spring', source: undefined },
  { query: '?utm_source=google&utm_medium=cpc', source: 'SEARCH' },
  { query: '?utm_source=google&utm_medium=organic', source: 'SEARCH' },
  { query: '?utm_source=Bing&utm_medium=PPC', source: 'SEARCH' },
  { query: '?utm_source=yahoo', source: 'SEARCH' },
  { query: '?utm_source=chatgpt.com', source: 'SEARCH' },
  { query: '?utm_source=www.perplexity.ai', source: 'SEARCH' },
  { query: '?utm_medium=organic', source: 'SEARCH' },
  { query: '?utm_source=facebook&utm_medium=paid', source: 'SOCIAL' },
  { query: '?utm_source=fb', source: 'SOCIAL' },
  { query: '?utm_source=IG&utm_medium=story', source: 'SOCIAL' },
  { query: '?utm_source=desk&utm_medium=social', source: 'SOCIAL' },
  { query: '?utm_source=desk&utm_medium=paid_social', source: 'SOCIAL' },
  { query: '?utm_source=Hacker%20News', source: 'SOCIAL' },
  { query: '?utm_source=whatsapp&utm_medium=share', source: 'SOCIAL' },
  { query: '?utm_source=morning&utm_medium=email', source: 'OTHER' },
  { query: '?utm_source=facebook&utm_medium=newsletter', source: 'OTHER' },
  { query: '?utm_source=Daily_Newsletter', source: 'OTHER' },
  { query: '?utm_source=gmail', source: 'OTHER' },
  { query: '?utm_source=partner&utm_medium=affiliate', source: 'OTHER' },
  { query: '?utm_source=partner&fbclid=x', source: 'OTHER' },
  { query: '?fbclid=IwAR0', source: 'SOCIAL' },
  { query: '?gclid=Cj0K', source: 'SEARCH' },
  { query: '?ref=twitter', source: 'SOCIAL' },
  { query: '?ref=news.ycombinator.com', source: 'SOCIAL' },
  { query: '?ref=side-menu', source: undefined },
  { query: '?source=world', source: undefined },
  { query: '?source=world&ref=linkedin', source: 'SOCIAL' },
  { query: '?utm_source=%00%ff', source: 'OTHER' },
  { query: '?utm_source=fb#top', source: 'SOCIAL' },
  { query: '#utm_source=fb', source: undefined },
  { query: `?utm_source=${'x'.repeat(10_000)}`, source: undefined },
])('$query is $source', ({ query, source }) => {
  // As nobody else says anything: with a referrer that is empty, what has no tags is DIRECT.
  expect(referrers.sourceOf({ pageUrl: `${page}${query}` })).toBe(source);
  expect(referrers.sourceOf({ pageUrl: query })).toBe(source);
  expect(referrers.sourceOf({ pageUrl: query, referrer: '' })).toBe(source ?? 'DIRECT');
});

test('names are asked for in lower case, without blanks around them', () => {
  const asked: string[] = [];
  sourceOfTags('?ref=%20FaceBook%20', (name) => {
    asked.push(name);
    return undefined;
  });
  expect(asked).toEqual(['', 'facebook']);
});
