// The 41 feeds that were collected for their oddities lie beside the project, not in it. Where they are absent this is
// skipped, and says so.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DraftedFeed, draftArticles } from '../../src/imports/draft-articles';
import { readFeed } from '../../src/imports/read-feed';
import { systemClock } from '../../src/platform/clock';
import { checkDraft } from '../../src/publishing/check-draft';

const folder = join(__dirname, '../../../shared/data/feeds/rss-atom');
const isThere = existsSync(folder);
// The feeds are others' and lie beside the project, where not everyone has them; the name says so when they are left out.
const describeIfThere = isThere ? describe : describe.skip;
const absent = isThere ? '' : ' (SKIPPED: ../shared/data/feeds/rss-atom IS NOT THERE)';

/** Articles made of each, and items left out. */
const expected: Record<string, [articles: number, skipped: number]> = {
  'atom-customfields.atom': [15, 0],
  'atom-with-tag-uri-links.xml': [1, 0],
  'category-feed.xml': [1, 0],
  'complexNamespaceFeed.xml': [1, 0],
  'compressed.xml': [10, 0],
  'content-encoded.rss': [7, 0],
  'craigslist.rss': [25, 0],
  'encoding.rss': [40, 0],
  'feedburner.atom': [25, 0],
  'guardian.rss': [55, 0],
  'guid-dupes.xml': [1, 0],
  'heise.atom': [15, 0],
  'iconv.xml': [10, 0],
  'illegally-nested.xml': [10, 0],
  'intertwingly.atom': [20, 0],
  'invalid-characters-gzipped.xml': [25, 0],
  'many-links.rss': [25, 0],
  'mediacontent-dupes.xml': [1, 0],
  'non-text-alternate-links.xml': [1, 0],
  'nondefaultnamespace-baseline.atom': [1, 0],
  'nondefaultnamespace-xhtml.atom': [1, 0],
  'nondefaultnamespace.atom': [1, 0],
  'reddit-atom.rss': [24, 0],
  'reddit.rss': [24, 0],
  'relative-channel-image-url.xml': [0, 1],
  'rss-1.rss': [69, 0],
  'rss-with-item-scoped-html-base.xml': [2, 0],
  'rss-with-relative-html-urls-no-base.xml': [1, 0],
  'rss-with-relative-html-urls.xml': [1, 0],
  'rss-with-relative-urls-with-absolute-xmlurl.xml': [2, 0],
  'rss-with-relative-urls.xml': [2, 0],
  'rss-with-trailing-meta.xml': [1, 0],
  'rss2sample.xml': [3, 1],
  'saxerror.xml': [3, 0],
  'tpm-with-empty-base.atom': [20, 0],
  'tpm-with-fragment-base.atom': [20, 0],
  'tpm.atom': [20, 0],
  'unknown-namespace.atom': [1, 0],
  'uolNoticias.rss': [15, 0],
  'wapowellness.xml': [29, 0],
};

const read = (name: string) =>
  readFeed(join(folder, name), {
    clock: systemClock,
    maxBytes: 16 * 1024 * 1024,
    timeoutMs: 60_000,
    addresses: 'public',
  });
const once = new Map<string, Promise<DraftedFeed>>();
const drafted = (name: string): Promise<DraftedFeed> => {
  const rules = { place: name, nowMs: Date.UTC(2026, 0, 1), section: undefined, language: undefined };
  const known = once.get(name) ?? read(name).then((feed) => draftArticles(feed, rules));
  once.set(name, known);
  return known;
};

describeIfThere(`the collected feeds${absent}`, () => {
  test('are these, and one page that is no feed', () => {
    expect(readdirSync(folder).sort()).toEqual([...Object.keys(expected), 'notafeed.html'].sort());
  });

  test.each(Object.entries(expected))('%s gives %j', async (name, [articles, skipped]) => {
    const { drafts, skipped: reasons } = await drafted(name);
    expect([drafts.length, [...reasons.values()].reduce((sum, count) => sum + count, 0)]).toEqual([
      articles,
      skipped,
    ]);
    for (const draft of drafts) expect(() => checkDraft(draft)).not.toThrow();
    for (const { headline } of drafts) expect(headline).not.toMatch(/\ufffd|&#?\w+;|<\w/);
  });

  test('the page is refused', async () => {
    await expect(read('notafeed.html')).rejects.toThrow(/is a web page \(HTML\), not a feed/);
  });

  test.each([
    ['compressed.xml', { headline: 'В Бузулуке главные стройплощадки – детсад и Ледовый дворец' }],
    [
      'encoding.rss',
      { headline: 'Mãe de utente é a nova presidente da Raríssimas', language: 'pt', tags: ['Nacional'] },
    ],
    ['mediacontent-dupes.xml', { leadImage: { credit: '© Bettmann/CORBIS', width: 154 } }],
    ['guardian.rss', { authors: [{ name: 'David Smith in Washington' }], leadImage: { width: 460 } }],
    ['content-encoded.rss', { authors: [{ name: 'Jeremy Puma' }], leadImage: { alt: '' } }],
    ['intertwingly.atom', { canonicalUrl: 'http://intertwingly.net/blog/2012/07/16/Inhibiting-Suspend' }],
    ['uolNoticias.rss', { publishedAt: new Date('2018-09-24T22:42:40Z') }],
    ['rss2sample.xml', { authors: [{ name: 'Writer', email: 'writer@example.com' }] }],
    [
      'rss-with-item-scoped-html-base.xml',
      { bodyHtml: '<p><a href="https://example.com/first/post">First</a></p>' },
    ],
    [
      'tpm-with-fragment-base.atom',
      { canonicalUrl: expect.stringMatching(/^http:\/\/talkingpointsmemo\.com\/livewire/) },
    ],
    [
      'nondefaultnamespace-xhtml.atom',
      { bodyHtml: expect.stringMatching(/^<p>For information, see:<\/p>\s+<ul>/) },
    ],
    ['complexNamespaceFeed.xml', { bodyHtml: '<p>Hello World</p>', authors: [{ name: 'John Doe' }] }],
    ['craigslist.rss', { headline: expect.stringContaining('$4300 3bd 1930ft2') }],
  ])('%s begins with %j', async (name, article) => {
    expect((await drafted(name)).drafts[0]).toMatchObject(article);
  });
});
