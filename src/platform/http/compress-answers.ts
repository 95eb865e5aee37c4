import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Below it the encoding costs more than it saves: what is smaller fits in one packet anyway. */
const SMALLEST_BYTES = 1_024;

/**
 * For every route that is registered after it. Bodies of requests are taken as they are: one that unpacks to a thousand
 * times its size would pass the limit of bodies.
 */
export async function compressAnswers(fastify: FastifyInstance): Promise<void> {
  await fastify.register(compress, {
    encodings: ['br', 'gzip', 'identity'],
    threshold: SMALLEST_BYTES,
    globalDecompression: false,
  });
}
