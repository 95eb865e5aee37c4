import Fastify from 'fastify';
import { allowOrigins, mayCall } from '../../../src/platform/http/cors';
import { Origins } from '../../../src/platform/http/origins';

const origins = new Origins(['https://news.example']);
const named: string[] = [];
const fastify = Fastify();

beforeAll(async () => {
  await allowOrigins(fastify, {
    origins,
    refused: { tell: (origin) => void named.push(origin) },
  });
  fastify.post('/', async () => 'answer');
});
afterAll(() => fastify.close());
beforeEach(() => {
  named.length = 0;
});

test.each([
  { origin: 'https://news.example', names: [] },
  { origin: 'http://localhost:80', names: [] },
  { origin: undefined, names: [] },
  { origin: 'https://evil.example', names: ['https://evil.example'] },
  { origin: 'null', names: ['null'] },
])(
  'a request of $origin is answered, and named where its page may not call: $names',
  async ({ origin, names }) => {
    const headers = { host: 'localhost', ...(origin !== undefined && { origin }) };
    const answer = await fastify.inject({ method: 'POST', url: '/', headers });
    expect(answer.body).toBe('answer');
    expect(named).toEqual(names);
  },
);

test('behind a proxy, the host is the one that the proxy names', () => {
  const headers = { origin: 'https://news.example.com' };
  expect(mayCall({ headers, host: 'news.example.com' }, origins)).toBe(true);
  expect(mayCall({ headers, host: 'api.internal' }, origins)).toBe(false);
});
