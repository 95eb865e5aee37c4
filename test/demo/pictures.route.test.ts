import Fastify, { type FastifyInstance } from 'fastify';
import { registerPictures } from '../../src/demo/pictures.route';

describe('GET /pictures', () => {
  let fastify: FastifyInstance;

  beforeAll(() => {
    fastify = Fastify();
    registerPictures(fastify);
  });

  afterAll(() => fastify.close());

  test('gives an SVG that may be kept', async () => {
    const answer = await fastify.inject('/pictures/harbour-first-light.svg');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('public, max-age=86400');
    expect(answer.body).toMatch(/^<svg /);
  });

  test('answers 304 to whoever has it already', async () => {
    const { etag } = (await fastify.inject('/pictures/comet-a.svg')).headers;
    const again = await fastify.inject({ url: '/pictures/comet-a.svg', headers: { 'if-none-match': etag } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  test.each([
    '/pictures/volcano-a.svg',
    '/pictures/harbour-a.png',
    '/pictures/harbour-a',
    '/pictures/..%2f..%2fpackage.json',
    '/pictures/harbour-%00.svg',
    '/pictures/harbour-%3Cscript%3E.svg',
  ])('answers 404 to %s', async (url) => {
    expect((await fastify.inject(url)).statusCode).toBe(404);
  });

  test('lets a picture run nothing', async () => {
    const answer = await fastify.inject('/pictures/portrait-a.svg');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});
