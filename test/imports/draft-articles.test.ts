import { join } from 'node:path';
import { type DraftRules, draftArticles } from '../../src/imports/draft-articles';
import type { Feed, FeedItem } from '../../src/imports/feed';
import { readFeed } from '../../src/imports/read-feed';
import { systemClock } from '../../src/platform/clock';
import { checkDraft } from '../../src/publishing/check-draft';

const nowMs = Date.UTC(2026, 2, 4, 12);
const rules: DraftRules = { place: 'given.xml', nowMs, section: undefined, language: undefined };
const stored = (name: string) =>
  readFeed(join(__dirname, 'feeds', name), {
    clock: systemClock,
    maxBytes: 1_000_000,
    timeoutMs: 30_000,
    addresses: 'public',
  });

const anItem = (own: Partial<FeedItem> = {}): FeedItem => ({
  id: '1',
  link: 'https://a.example/1',
  title: { value: 'A title', type: 'text' },
  summary: undefined,
  content: undefined,
  authors: [],
  categories: [],
  published: '2026-03-01T10:00:00Z',
  updated: undefined,
  pictures: [],
  language: undefined,
  base: 'https://a.example/1',
  ...own,
});
const aFeed = (items: FeedItem[], own: Partial<Feed> = {}): Feed => ({
  title: 'A feed',
  identity: 'https://a.example/feed',
  base: undefined,
  language: 'en',
  authors: [],
  items,
  ...own,
});
const draftOf = (own: Partial<FeedItem>) => {
  const [draft] = draftArticles(aFeed([anItem(own)]), rules).drafts;
  if (!draft) throw new Error('the item was skipped');
  return draft;
};

describe('the drafts of a stored feed', () => {
  test('hold everything that an article page shows', async () => {
    const { drafts, source, section } = draftArticles(await stored('harbour.rss'), rules);
    expect({ source, section }).toEqual({
      source: 'https://harbour.example/feed.xml',
      section: { slug: 'harbour-coast', name: 'Harbour & Coast' },
    });
    expect(drafts[0]).toEqual({
      source,
      section,
      externalId: 'harbour-101',
      headline: 'Ferry returns after nine years',
      standfirst: 'The Maren sails again on Monday.',
      bodyHtml: expect.any(String),
      language: 'en',
      status: 'PUBLISHED',
      publishedAt: new Date('2026-03-03T07:15:00Z'),
      canonicalUrl: 'https://harbour.example/2026/ferry?from=feed&a=1',
      authors: [{ name: 'Ines Okafor', email: 'ines@harbour.example' }],
      tags: ['Ferries', 'Pier 3'],
      leadImage: {
        url: 'https://harbour.example/pictures/maren.jpg',
        alt: 'A white ferry',
        caption: 'The Maren at Pier 3',
        credit: '',
        width: 1200,
        height: 800,
      },
      inlineImages: [
        { url: 'https://harbour.example/2026/deck.png', alt: 'The deck', caption: '', credit: '' },
      ],
    });
    expect(drafts[0]?.bodyHtml).toContain('<a href="https://harbour.example/tags/maren">Maren</a> left.');
    expect(drafts[0]?.bodyHtml).not.toMatch(/maren\.jpg|pixel|share\.example/);
    expect(drafts[1]).toMatchObject({
      bodyHtml: '<p>Ships wait.</p>\n<p>The pilots go home.</p>',
      standfirst: 'Ships wait. The pilots go home.',
      authors: [{ name: 'desk', email: 'desk@harbour.example' }],
      leadImage: { url: 'https://img.example/fog-900.jpg', credit: 'T. Lindqvist' },
    });
  });

  test('leave out what cannot be an article, and say why', async () => {
    const { drafts, skipped, undated } = draftArticles(await stored('harbour.rss'), rules);
    expect(drafts.map(({ headline }) => headline)).toEqual([
      'Ferry returns after nine years',
      'Fog closes the strait',
      'A title and a day',
      'Never dated',
      'Dated the 31st of February',
      'Dated in another age',
    ]);
    expect(Object.fromEntries(skipped)).toEqual({
      'the id of one before it': 1,
      'no title': 1,
      'no id, no link and no date': 1,
    });
    expect(Object.fromEntries(undated)).toEqual({
      'harbour-102': 'no date',
      'harbour-103': 'a date that cannot be read',
      'harbour-104': 'a date in the future',
    });
  });

  test.each(['harbour.rss', 'old.rdf', 'first.rss', 'observatory.atom'])(
    'are all fit to be written: %s',
    async (name) => {
      const { drafts } = draftArticles(await stored(name), rules);
      expect(drafts.length).toBeGreaterThan(0);
      for (const draft of drafts) expect(() => checkDraft(draft)).not.toThrow();
    },
  );
});

describe('a draft', () => {
  test.each([
    ['by its id', {}, '1'],
    ['by its link without one', { id: undefined }, 'https://a.example/1'],
    ['by title and date without either', { id: undefined, link: undefined }, /^sha256:[0-9a-f]{64}$/],
    ['by a digest of an id that is too long', { id: 'x'.repeat(501) }, /^sha256:[0-9a-f]{64}$/],
  ])('is known %s', (_, own, id) => {
    expect(draftOf(own).externalId).toMatch(id);
  });

  test.each([
    ['what its feed is called', 'x'.repeat(600), '1', /^x{600}$/, /^1$/],
    ['a digest of what is longer', 'x'.repeat(601), '1', /^sha256:[0-9a-f]{64}$/, /^1$/],
    ['a digest of its id beside a long name', '한'.repeat(600), '글'.repeat(500), /^한{600}$/, /^sha256:/],
  ])('is known within %s', (_, identity, id, source, externalId) => {
    const [draft] = draftArticles(aFeed([anItem({ id })], { identity }), rules).drafts;
    expect(draft?.source).toMatch(source);
    expect(draft?.externalId).toMatch(externalId);
  });

  test('does without addresses that are too long', () => {
    const long = `https://a.example/${'x'.repeat(2_000)}.jpg`;
    const picture = { url: long, width: 900, height: 600, alt: '', caption: '', credit: '' };
    const content = { value: `<img src="${long}"><p>x</p><img src="${long}">`, type: 'html' as const };
    const draft = draftOf({ link: long, pictures: [picture], content });
    expect(draft.canonicalUrl).toBeUndefined();
    expect(draft.leadImage).toBeUndefined();
    expect(draft.inlineImages).toBeUndefined();
    expect(draft.bodyHtml).toBe('<p>x</p>');
  });

  test.each([
    [{ value: 'AT&T <3 "quotes"', type: 'text' as const }, 'AT&T <3 "quotes"'],
    [{ value: 'Tom &amp; <i>Jerry</i>', type: 'html' as const }, 'Tom & Jerry'],
    [{ value: '  two\n  lines ', type: 'text' as const }, 'two lines'],
    [{ value: `${'word '.repeat(100)}end`, type: 'text' as const }, /^(word ){58}word…$/],
    [{ value: `${'x'.repeat(298)}👍👍`, type: 'text' as const }, /^x{298}…$/],
  ])('has a headline in plain words: %j', (title, headline) => {
    expect(draftOf({ title }).headline).toMatch(headline);
  });

  test('has the beginning of its body for a standfirst, where there is no summary', () => {
    const content = { value: `<p>${'Some words of it. '.repeat(40)}</p>`, type: 'html' as const };
    expect(draftOf({ content }).standfirst).toMatch(/^(Some words of it\. ){15}Some…$/);
  });

  test.each([
    ['the option', { language: 'ko' }, 'de', 'sv', 'ko'],
    ['the item', { language: undefined }, 'de-AT', 'sv', 'de'],
    ['the feed', { language: undefined }, undefined, 'pt_BR', 'pt'],
    ['nothing', { language: undefined }, undefined, undefined, 'und'],
    ['nothing that is one', { language: undefined }, 'english, mostly', '', 'und'],
  ])('has its language from %s', (_, option, ofItem, ofFeed, expected) => {
    const feed = aFeed([anItem({ language: ofItem })], { language: ofFeed });
    expect(draftArticles(feed, { ...rules, ...option }).drafts[0]?.language).toBe(expected);
  });

  test.each([
    ['of the same file goes out of the text', 'https://img.example/a.jpg?w=900', '<p>x</p>', 0],
    [
      'of another file stays in it',
      'https://img.example/b.jpg',
      '<p><img src="https://a.example/a.jpg" alt="A"></p>',
      1,
    ],
  ])('has the picture of the feed on top; one that opens the text %s', (_, url, html, inline) => {
    const given = { url, width: undefined, height: undefined, alt: '', caption: '', credit: '' };
    const content = { value: '<img src="/a.jpg" alt="A"><p>x</p>', type: 'html' as const };
    const draft = draftOf({ content, pictures: [given] });
    expect(draft.leadImage?.url).toBe(url);
    expect(draft.bodyHtml).toContain(html);
    expect(draft.inlineImages ?? []).toHaveLength(inline);
  });

  test('was updated when the feed says so, if that can be', () => {
    const updated = (written: string) => draftOf({ updated: written }).updatedAt?.toISOString();
    expect(updated('2026-03-02T10:00:00Z')).toBe('2026-03-02T10:00:00.000Z');
    expect(updated('2026-02-01T10:00:00Z')).toBeUndefined();
    expect(updated('2036-03-02T10:00:00Z')).toBeUndefined();
  });
});

test.each([
  ['its title', { title: 'Sky &amp; Stars' }, { slug: 'sky-stars', name: 'Sky & Stars' }],
  ['its host, where it has none', { title: '' }, { slug: 'a-example', name: 'a.example' }],
  [
    'its file, where it names nothing',
    { title: '', identity: undefined },
    { slug: 'given-xml', name: 'given.xml' },
  ],
])('a feed becomes a section named by %s', (_, own, section) => {
  expect(draftArticles(aFeed([], own), rules).section).toEqual(section);
});

describe('an item that cannot be written', () => {
  const opening = '<img src="/opening.jpg">';
  const other = { url: 'https://a.example/other.jpg', width: 9, height: 9, alt: '', caption: '', credit: '' };
  const textOf = (characters: number) => `<p>${'x'.repeat(characters - '<p></p>'.length)}</p>`;
  test.each<[string, Partial<FeedItem>]>([
    ['over 1 MB of text', { content: { value: textOf(1_000_001), type: 'html' } }],
    [
      'over 1 MB of text', // once its opening picture is back
      { content: { value: opening + textOf(1_000_000), type: 'html' }, pictures: [other] },
    ],
    ['been refused for its externalId', { id: ' ' }],
  ])('has %s, and does not keep the others out', (reason, own) => {
    const { drafts, skipped } = draftArticles(aFeed([anItem(own), anItem({ id: '2' })]), rules);
    expect(Object.fromEntries(skipped)).toEqual({ [reason]: 1 });
    expect(drafts.map(({ externalId }) => externalId)).toEqual(['2']);
    for (const draft of drafts) expect(() => checkDraft(draft)).not.toThrow();
  });
});

test('items without a date keep the order of the feed', () => {
  const items = ['1', '2', '3'].map((id) => anItem({ id, published: undefined }));
  const times = draftArticles(aFeed(items), rules).drafts.map(({ publishedAt }) => publishedAt?.getTime());
  expect(times).toEqual([nowMs, nowMs - 1_000, nowMs - 2_000]);
});

test('categories of nothing but slashes take no time, and good ones lose those around them', () => {
  const startedAt = performance.now();
  const endless = Array.from({ length: 30 }, (_, number) => `${number}${'/'.repeat(20_000)}end`);
  expect(draftOf({ categories: [...endless, ' /Harbour// '] }).tags).toEqual(['Harbour']);
  // At the square of their number they took half a minute.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
