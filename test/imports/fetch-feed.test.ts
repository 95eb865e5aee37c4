import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type FetchRules, fetchFeed } from '../../src/imports/fetch-feed';
import { systemClock } from '../../src/platform/clock';

const own: FetchRules = { clock: systemClock, maxBytes: 100_000, timeoutMs: 5_000, addresses: 'all' };

describe('fetching a feed', () => {
  let server: Server;
  let origin = '';
  const asked: string[] = [];

  const answers: Record<string, RequestListener> = {
    '/feed': (_, answer) => answer.setHeader('content-type', 'application/xml; charset=EUC-KR').end('<rss/>'),
    '/packed': (_, answer) => answer.setHeader('content-encoding', 'gzip').end(gzipSync('<rss/>')),
    '/moved': (_, answer) => answer.writeHead(301, { location: '/feed' }).end(),
    '/around': (_, answer) => answer.writeHead(302, { location: '/around' }).end(),
    '/elsewhere': (_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/inside': (_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/meta-data' }).end(),
    '/long': (_, answer) => answer.end(Buffer.alloc(200_000)),
    '/bomb': (_, answer) => answer.end(gzipSync(Buffer.alloc(5_000_000))),
    '/silent': (_, answer) => answer.write('<rss>'),
  };

  beforeAll(async () => {
    server = createServer((request, answer) => {
      asked.push(request.url ?? '');
      const give = answers[request.url ?? ''];
      if (give) give(request, answer);
      else answer.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('gives the bytes, the character set and where they were in the end', async () => {
    const { bytes, charset, url } = await fetchFeed(`${origin}/moved`, own);
    expect({ text: bytes.toString(), charset, url }).toEqual({
      text: '<rss/>',
      charset: 'EUC-KR',
      url: `${origin}/feed`,
    });
  });

  test('unpacks what is sent packed', async () => {
    expect((await fetchFeed(`${origin}/packed`, own)).bytes.toString()).toBe('<rss/>');
  });

  test.each([
    ['/none', /was not given: the server answered 404\.$/],
    ['/around', /is redirected more than 5 times\.$/],
    ['/elsewhere', /leads to a file: address; only http: and https: are fetched\.$/],
    ['/long', /is larger than 97 kB\./],
    ['/bomb', /is larger than 97 kB when it is unpacked\./],
  ])('%s is refused', async (path, message) => {
    await expect(fetchFeed(origin + path, own)).rejects.toThrow(message);
  });

  test('waits no longer than it may', async () => {
    await expect(fetchFeed(`${origin}/silent`, { ...own, timeoutMs: 300 })).rejects.toThrow(
      /took longer than 0\.3 s/,
    );
  });

  describe('from public addresses alone', () => {
    const strangers: FetchRules = { ...own, addresses: 'public' };

    test.each([
      ['an address', () => `${origin}/feed`],
      ['a name that leads there', () => `${origin.replace('127.0.0.1', 'localhost')}/feed`],
      ['a number that is one', () => `${origin.replace('127.0.0.1', '2130706433')}/feed`],
      ['IPv4 in IPv6', () => `${origin.replace('127.0.0.1', '[::ffff:127.0.0.1]')}/feed`],
    ])('refuses %s of this machine without a word to it', async (_, address) => {
      asked.length = 0;
      await expect(fetchFeed(address(), strangers)).rejects.toThrow(
        /leads to \S+, a private or local address\. If that is meant, add --allow-private\.$/,
      );
      expect(asked).toEqual([]);
    });
  });

  test.each([
    ['ftp://a.example/feed', /leads to a ftp: address/],
    ['http://', /is not an address/],
    ['http://nobody.invalid/feed', /is at a host that has no address/],
    ['http://127.0.0.1:9/feed', /is at a host that takes no connection there/],
  ])('%s is refused', async (address, message) => {
    await expect(fetchFeed(address, own)).rejects.toThrow(message);
  });

  test('shows no password', async () => {
    await expect(fetchFeed('http://me:secret@127.0.0.1:9/feed', own)).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:9\/feed /,
    );
  });
});
