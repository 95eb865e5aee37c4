import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { type ReadRules, readFeed } from '../../src/imports/read-feed';
import { systemClock } from '../../src/platform/clock';

const rules: ReadRules = { clock: systemClock, maxBytes: 1_000_000, timeoutMs: 30_000, addresses: 'public' };
const stored = (name: string) => join(__dirname, 'feeds', name);

describe('a feed', () => {
  test('in RSS 2.0 gives its texts, people, pictures and topics', async () => {
    const feed = await readFeed(stored('harbour.rss'), rules);
    expect(feed).toMatchObject({
      title: 'Harbour & Coast',
      identity: 'https://harbour.example/feed.xml',
      language: 'en-GB',
    });
    const [ferry, fog] = feed.items;
    expect(ferry).toMatchObject({
      id: 'harbour-101',
      link: 'https://harbour.example/2026/ferry?from=feed&a=1',
      title: { value: 'Ferry returns after <em>nine</em> years' },
      summary: { value: '<p>The <b>Maren</b> sails again on Monday.</p>' },
      content: { type: 'html', value: expect.stringContaining('Nine years ago') },
      authors: [{ name: 'Ines Okafor', email: 'ines@harbour.example' }],
      categories: ['Ferries', 'ferries', 'Pier 3'],
    });
    expect(fog?.pictures.map(({ url, credit, caption }) => ({ url, credit, caption }))).toEqual([
      { url: 'https://img.example/fog-140.jpg', credit: '', caption: '' },
      { url: 'https://img.example/fog-900.jpg', credit: 'T. Lindqvist', caption: 'Nothing to be seen' },
    ]);
    expect(fog?.authors).toEqual([{ name: undefined, email: 'desk@harbour.example' }]);
    expect(feed.items[6]?.pictures.map(({ url }) => url)).toEqual(['https://img.example/buoy.png']);
  });

  test('in RSS 1.0 gives every item, listed by the channel or not', async () => {
    const feed = await readFeed(stored('old.rdf'), rules);
    expect(feed).toMatchObject({ identity: 'https://valley.example/index.rdf', language: 'de-at' });
    expect(feed.items.map(({ id }) => id)).toEqual(['https://valley.example/1', 'https://valley.example/2']);
    expect(feed.items[0]).toMatchObject({
      link: 'https://valley.example/1',
      authors: [{ name: 'Jonas Amsel' }],
      categories: ['Bridges'],
      published: '2026-01-05T09:30+01:00',
    });
  });

  test('in RSS 0.91 may name an outer document type', async () => {
    const feed = await readFeed(stored('first.rss'), rules);
    expect(feed.items).toMatchObject([
      { title: { value: '첫 기사' }, link: 'http://early.example/1', id: undefined },
    ]);
  });

  test('in Atom follows xml:base, prefixes, types of text and its own author', async () => {
    const feed = await readFeed(stored('observatory.atom'), rules);
    expect(feed).toMatchObject({
      identity: 'urn:example:sky',
      language: 'sv',
      authors: [{ name: 'Observatory desk' }],
    });
    expect(feed.items[0]).toMatchObject({
      link: 'https://sky.example/notes/comet',
      base: 'https://sky.example/notes/',
      title: { value: 'A comet, 5 < 6 days old', type: 'text' },
      content: { value: '<p>It has <a href="tail">a tail</a> &amp; a name.</p>', type: 'html' },
      categories: ['Comets'],
      published: '2026-02-01T20:00:00Z',
      pictures: [{ url: 'comet.png' }],
    });
    expect(feed.items[1]).toMatchObject({
      language: 'en-US',
      title: { value: 'Dome <i>closed</i>', type: 'html' },
      content: { type: 'text' },
      authors: [{ name: 'Rui Sato', email: 'rui@sky.example' }],
      published: '2026-02-03T06:00:00Z',
    });
  });
});

describe('what is no feed', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-feed-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (bytes: string | Buffer, other: Partial<ReadRules> = {}) => {
    const path = join(folder, 'given.xml');
    await writeFile(path, bytes);
    return readFeed(path, { ...rules, ...other });
  };
  const rss = (inner: string) => `<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`;
  const item = (inner: string) => rss(`<item><title>a</title><guid>1</guid>${inner}</item>`);

  test.each([
    ['is a page', '<!doctype html><html></html>', /is a web page \(HTML\), not a feed\.$/],
    ['is empty', '', /is empty\.$/],
    ['is binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /it holds binary data\.$/],
    ['is cut off', rss('<item><title>a').slice(0, -20), /ends in the middle: there is no <\/rss>\./],
    [
      'is cut off, packed',
      gzipSync(item('x'.repeat(9_000))).subarray(0, 90),
      /is gzip that is damaged or ends/,
    ],
    ['leaves CDATA open', item('<description><![CDATA[ x'), /an element in it is never closed/],
    [
      'is an entity bomb',
      `<!DOCTYPE r [<!ENTITY a "aa">]>${rss('')}`,
      /defines XML entities of its own \(&a;\)/,
    ],
    [
      'is nested too deeply',
      item('<x>'.repeat(20_000) + '</x>'.repeat(20_000)),
      /its tags are nested too deeply\.$/,
    ],
    ['names an object by __proto__', item('<__proto__>1</__proto__>'), /__proto__/],
    [
      'is too long',
      item('x'.repeat(2_000_000)),
      /is larger than 976 kB\. Split it, or raise IMPORT_MAX_BYTES\.$/,
    ],
  ])('%s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'FEED_REFUSED',
      message: expect.stringMatching(message),
    });
  });

  test('takes too long', async () => {
    const slow = item(`<author>${'('.repeat(300_000)}a@b.example</author>`);
    await expect(read(slow, { timeoutMs: 1_000 })).rejects.toThrow(
      /takes longer than 1 s to read\. Split it\.$/,
    );
  });

  test.each([
    ['an & by itself', item('<link>http://a.example/?a=1&b=2</link>')],
    ['an item within an item', rss('<item><title>a</title><guid>1</guid><item /></item>')],
    ['characters that XML has not', item('<description>a\u0000\u0008b</description>')],
    ['an external entity that nobody reads', `<!DOCTYPE r SYSTEM "file:///etc/passwd">${item('')}`],
    ['UTF-16', iconv.encode(item(''), 'utf16le', { addBOM: true })],
    ['gzip', gzipSync(item(''))],
  ])('is not the same as a feed with %s', async (_, bytes) => {
    expect((await read(bytes)).items).toHaveLength(1);
  });

  test('holds no item, which is a feed still', async () => {
    expect((await read(rss(''))).items).toEqual([]);
  });
});
