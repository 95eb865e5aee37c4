import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFeedFile } from '../../src/imports/feed-bytes';

const MB = 1024 * 1024;

describe('the bytes of a feed', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-feed-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (name: string, bytes: Buffer | string, maxBytes = 16 * MB) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return (await readFeedFile(path, maxBytes)).bytes.toString();
  };

  test.each([
    ['plain', Buffer.from('text')],
    ['gzip', gzipSync('text')],
    ['gzip twice over', gzipSync(gzipSync('text'))],
    ['gzip with something behind it', Buffer.concat([gzipSync('text'), Buffer.alloc(100)])],
  ])('are unpacked: %s', async (_, bytes) => {
    expect(await read('feed.xml', bytes)).toBe('text');
  });

  test.each([
    [
      'longer than allowed',
      Buffer.alloc(2 * MB, 'x'),
      /is larger than 1 MB\. Split it, or raise IMPORT_MAX_BYTES\.$/,
    ],
    [
      'longer than allowed once unpacked',
      gzipSync(Buffer.alloc(2 * MB, 'x')),
      /larger than 1 MB when it is unpacked/,
    ],
    [
      'cut off',
      gzipSync(Buffer.alloc(5_000, 'abc')).subarray(0, 30),
      /is gzip that is damaged or ends in the middle/,
    ],
    ['damaged', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9]), /is gzip that is damaged/],
  ])('are refused when %s', async (_, bytes, message) => {
    await expect(read('feed.xml', bytes, MB)).rejects.toThrow(message);
  });

  test('that grow without measure are refused before they are many', async () => {
    await expect(read('feed.xml', gzipSync(Buffer.alloc(12 * MB)), 512 * MB)).rejects.toThrow(
      /is a zip bomb/,
    );
  });

  test.each([
    ['nothing.xml', /nothing\.xml does not exist\.$/],
    ['', /is a folder\. Name the files in it\.$/],
  ])('are refused of "%s"', async (name, message) => {
    await expect(readFeedFile(join(folder, name), MB)).rejects.toThrow(message);
  });
});
