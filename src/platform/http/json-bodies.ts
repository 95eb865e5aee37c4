import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { MostreadError } from '../errors';

/** The body of the request is no text: JSON is UTF-8 (RFC 8259), and other bytes would be stored as U+FFFD. */
export class BodyNotUtf8 extends MostreadError {
  readonly code = 'BODY_NOT_UTF8';

  constructor() {
    super('The body of the request is not UTF-8. Send JSON in UTF-8.');
  }
}

/**
 * Reads JSON as Fastify does, keys such as __proto__ refused, but not what is no text. The bytes are looked at whole,
 * which costs less than to decode them.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isUtf8(body)) done(new BodyNotUtf8());
    else parseJson(request, body.toString('utf8'), done);
  });
}
