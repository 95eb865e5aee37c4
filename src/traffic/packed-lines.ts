// The lines of a file of any size, plain or packed with gzip or zstd, in bounded memory. The first bytes say how it is
// packed, not the name. (Node 20 has no zstd of its own.)

import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { LogRefused } from './traffic.errors';

const CHUNK_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
// The window that the zstd program itself takes without being asked twice; a larger one has to be kept in memory.
const MAX_ZSTD_WINDOW = 128 * 1024 * 1024;
const HEADER_BYTES = 18;

export interface ByteProgress {
  /** Bytes of the file as it lies on the disk. */
  done: number;
  all: number;
}

/** The unpacked bytes, piece by piece. `progress` is told how far the file has been read. */
export async function* unpackedChunks(
  path: string,
  progress?: (bytes: ByteProgress) => void,
): AsyncGenerator<Buffer> {
  const { header, size } = await beginningOf(path);
  const packed = diskChunks(path, size, progress);
  if (header[0] === 0x1f && header[1] === 0x8b) yield* gunzipped(packed, path);
  else if (header.readUInt32LE(0) === 0xfd2fb528) yield* unzstd(packed, path, header);
  else yield* packed;
}

async function* diskChunks(
  path: string,
  all: number,
  progress: ((bytes: ByteProgress) => void) | undefined,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    yield chunk as Buffer;
    done += (chunk as Buffer).length;
    progress?.({ done, all });
  }
}

/** Lines without their ends, in groups as they come; the whole file is never in memory. */
export async function* lineGroups(
  path: string,
  progress?: (bytes: ByteProgress) => void,
): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of unpackedChunks(path, progress)) {
    const lastEnd = chunk.lastIndexOf(0x0a);
    if (lastEnd === -1) {
      rest.push(chunk);
      restBytes += chunk.length;
      if (restBytes > MAX_LINE_BYTES) throw tooLongLine(path);
      continue;
    }
    const whole = Buffer.concat([...rest, chunk.subarray(0, lastEnd)]);
    rest = [Buffer.from(chunk.subarray(lastEnd + 1))];
    restBytes = chunk.length - lastEnd - 1;
    if (restBytes > MAX_LINE_BYTES) throw tooLongLine(path);
    yield whole.toString('utf8').split('\n');
  }
  if (restBytes > 0) yield [Buffer.concat(rest).toString('utf8')];
}

function tooLongLine(path: string): LogRefused {
  return new LogRefused(path, 'has a line of more than 1 MB: it is no log of views.');
}

async function beginningOf(path: string): Promise<{ header: Buffer; size: number }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES, 0);
    return { header, size };
  } catch (error) {
    throw new LogRefused(path, fileTrouble(error as NodeJS.ErrnoException), error);
  } finally {
    await file?.close();
  }
}

function fileTrouble(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'does not exist.';
  if (error.code === 'EISDIR') return 'is a folder. Name the file in it.';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'may not be read by this user.';
  return `cannot be read: ${error.message}.`;
}

async function* gunzipped(packed: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(packed), gunzip, () => undefined); // its error comes out of the loop below
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw damaged(path, 'gzip', error);
  }
}

async function* unzstd(packed: AsyncIterable<Buffer>, path: string, header: Buffer): AsyncGenerator<Buffer> {
  if (zstdWindow(header) > MAX_ZSTD_WINDOW) {
    throw new LogRefused(
      path,
      'needs more than 128 MB of memory to unpack. Pack it again without --long or --ultra.',
    );
  }
  let unpacked: Buffer[] = [];
  const zstd = new Decompress((data) =>
    unpacked.push(Buffer.from(data.buffer, data.byteOffset, data.length)),
  );
  const take = (): Buffer[] => {
    const taken = unpacked;
    unpacked = [];
    return taken;
  };
  try {
    for await (const chunk of packed) {
      zstd.push(chunk);
      yield* take();
    }
    zstd.push(new Uint8Array(0), true);
  } catch (error) {
    throw damaged(path, 'zstd', error);
  }
  yield* take();
}

/** RFC 8878, 3.1.1.1: the window of the first frame, in bytes. */
function zstdWindow(header: Buffer): number {
  const descriptor = header[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) {
    const window = header[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const sizeFlag = descriptor >> 6;
  if (sizeFlag === 0) return header[at] ?? 0;
  if (sizeFlag === 1) return header.readUInt16LE(at) + 256;
  return sizeFlag === 2 ? header.readUInt32LE(at) : Number(header.readBigUInt64LE(at));
}

function damaged(path: string, packing: string, cause: unknown): LogRefused {
  return new LogRefused(path, `is ${packing} that is damaged or ends in the middle. Fetch it again.`, cause);
}
