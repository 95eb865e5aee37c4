// The bytes of a feed, from a file or from the network, never more of them than the limit. Feeds are often stored or
// sent as gzip without saying so (a name that ends in .xml), so the first bytes decide, not the name.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FeedRefused } from './imports.errors';

/** What was read, before anyone asks what it is. */
export interface FeedBytes {
  /** The file or address as it was given: for messages. */
  place: string;
  /** Where it was in the end, after redirects; a file has no address. */
  url: string | undefined;
  /** The character set that the server named. */
  charset: string | undefined;
  bytes: Buffer;
}

// A page compressed by gzip shrinks ten to forty times. What grows two hundred times is there to fill the memory.
const MAX_INFLATE_RATIO = 200;
const RATIO_COUNTS_FROM_BYTES = 4 * 1024 * 1024;
// A gzip file that a server has compressed once more.
const MAX_INFLATE_ROUNDS = 2;

/** @throws FeedRefused when there is no such file, when it may not be read, or when it is larger than `maxBytes`. */
export async function readFeedFile(path: string, maxBytes: number): Promise<FeedBytes> {
  try {
    const bytes = await collect(createReadStream(path), { place: path, maxBytes });
    return { place: path, url: undefined, charset: undefined, bytes: await inflate(bytes, path, maxBytes) };
  } catch (error) {
    if (error instanceof FeedRefused) throw error;
    throw new FeedRefused(path, fileTrouble(error as NodeJS.ErrnoException), error);
  }
}

function fileTrouble(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'does not exist.';
  if (error.code === 'EISDIR') return 'is a folder. Name the files in it.';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'may not be read by this user.';
  return `cannot be read: ${error.message}.`;
}

export interface Limit {
  place: string;
  maxBytes: number;
  /** Refuse what has become this many times larger than it was packed. */
  packedBytes?: number;
}

/** All of a stream, which is left and closed as soon as it is too long. */
export async function collect(stream: AsyncIterable<unknown>, limit: Limit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array);
    length += piece.length;
    if (length > limit.maxBytes) throw new FeedRefused(limit.place, tooLarge(limit));
    if (length > RATIO_COUNTS_FROM_BYTES && length > (limit.packedBytes ?? length) * MAX_INFLATE_RATIO) {
      throw new FeedRefused(limit.place, `is a zip bomb: it grows more than ${MAX_INFLATE_RATIO} times.`);
    }
    chunks.push(piece);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge({ maxBytes, packedBytes }: Limit): string {
  const unpacked = packedBytes === undefined ? '' : ' when it is unpacked';
  return `is larger than ${sizeOf(maxBytes)}${unpacked}. Split it, or raise IMPORT_MAX_BYTES.`;
}

function sizeOf(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} kB`;
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Unpacks gzip; anything else stays as it is. */
export async function inflate(bytes: Buffer, place: string, maxBytes: number): Promise<Buffer> {
  let unpacked = bytes;
  for (let round = 0; round < MAX_INFLATE_ROUNDS && isGzip(unpacked); round++) {
    const packed = unpacked;
    const gunzip = Readable.from([packed]).pipe(createGunzip());
    try {
      unpacked = await collect(gunzip, { place, maxBytes, packedBytes: packed.length });
    } catch (error) {
      if (error instanceof FeedRefused) throw error;
      throw new FeedRefused(place, 'is gzip that is damaged or ends in the middle. Fetch it again.', error);
    }
  }
  return unpacked;
}
