import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { drawPicture } from './draw-picture';

/** Some 25 KB each; a page of the demo shows about twenty of them. */
const MAX_KEPT_PICTURES = 256;
const KEEP_SECONDS = 24 * 60 * 60;

interface Picture {
  svg: string;
  etag: string;
}

/** Serves /pictures/<scene>-<seed>.svg. A name that is none is answered like every unknown path. */
export function registerPictures(fastify: FastifyInstance): void {
  const kept = new LRUCache<string, Picture>({ max: MAX_KEPT_PICTURES });

  const pictureOf = (file: string): Picture | undefined => {
    const known = kept.get(file);
    if (known !== undefined) return known;
    const svg = file.endsWith('.svg') ? drawPicture(file.slice(0, -'.svg'.length)) : undefined;
    if (svg === undefined) return undefined;
    const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
    kept.set(file, { svg, etag });
    return { svg, etag };
  };

  fastify.get<{ Params: { file: string } }>('/pictures/:file', (request, reply) => {
    const picture = pictureOf(request.params.file);
    if (picture === undefined) {
      reply.callNotFound();
      return reply;
    }
    reply.headers({
      etag: picture.etag,
      'cache-control': `public, max-age=${KEEP_SECONDS}`,
      // An SVG opened by itself is a document: it may run nothing and load nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    });
    if (request.headers['if-none-match']?.includes(picture.etag)) return reply.code(304).send();
    return reply.type('image/svg+xml; charset=utf-8').send(picture.svg);
  });
}
