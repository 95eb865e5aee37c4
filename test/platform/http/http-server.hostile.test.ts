import { connect } from 'node:net';
import { systemClock } from '../../../src/platform/clock';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

const server = new HttpServer(
  {
    ...{ port: 0, host: '127.0.0.1', bodyLimit: 1_048_576, requestSeconds: 1, drainSeconds: 0 },
    ...{ trustProxy: [], hstsSeconds: 3_600 },
  },
  systemClock,
  createLog('silent'),
);
let url = '';

beforeAll(async () => {
  server.fastify.post('/echo', async (request) => ({ body: request.body }));
  server.fastify.get('/page', async (_request, reply) =>
    reply.header('content-security-policy', "default-src 'self'").send('page'),
  );
  server.fastify.get('/accident', async () => {
    throw new Error('secret of the inside');
  });
  url = await server.start();
});
afterAll(() => server.stop());
afterEach(async () => {
  const { status } = await send('"still there"');
  expect(status).toBe(200);
});

async function send(body: string | Buffer): Promise<{ status: number; answer: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/echo`, { method: 'POST', headers, body });
  return { status: response.status, answer: await response.json() };
}

/** What the server says to bytes on a connection of their own, from the first to its closing. */
function answerTo(write: (send: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    const stopWaiting = systemClock.after(20_000, () => {
      socket.destroy(new Error('it was never closed'));
    });
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      stopWaiting();
      resolve(answer);
    });
    write((text) => {
      if (socket.writable) socket.write(text);
    });
  });
}

describe('a client that takes its time', () => {
  test.each([
    { part: 'headers', begin: 'POST /echo HTTP/1.1\r\nHost: a\r\n', more: 'X-More: 1\r\n' },
    {
      part: 'body',
      begin:
        'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"',
      more: 'a',
    },
  ])(
    'to send its $part is told that it was too slow, however often it sends a little',
    async ({ begin, more }) => {
      let stop = () => {};
      const answer = await answerTo((write) => {
        write(begin);
        stop = systemClock.every(100, () => write(more));
      });
      stop();
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
    },
  );
});

describe('a request that is none', () => {
  test.each([
    {
      title: 'headers of 100 kB',
      text: `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`,
      status: 431,
      code: 'HEADERS_TOO_LARGE',
    },
    { title: 'no HTTP', text: '\x16\x03\x01 hello\r\n\r\n', status: 400, code: 'BAD_REQUEST' },
    {
      title: 'two lengths',
      text: 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      title: 'a length beside chunks',
      text: 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      status: 400,
      code: 'BAD_REQUEST',
    },
  ])('for its $title is refused in the shape of GraphQL', async ({ text, status, code }) => {
    const answer = await answerTo((write) => write(text));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const [, body = ''] = answer.split('\r\n\r\n');
    expect(JSON.parse(body)).toEqual({ errors: [{ message: expect.any(String), extensions: { code } }] });
  });
});

describe('a body', () => {
  test.each([
    { title: 'that is not UTF-8', body: Buffer.from([0x22, 0xc3, 0x28, 0x22]), code: 'BODY_NOT_UTF8' },
    {
      title: 'with half a character at its end',
      body: Buffer.from([0x22, 0xf0, 0x9f, 0x22]),
      code: 'BODY_NOT_UTF8',
    },
    { title: 'with the key __proto__', body: '{"__proto__": {"isAdmin": true}}', code: 'BAD_REQUEST' },
    {
      title: 'with the key constructor',
      body: '{"constructor": {"prototype": {"isAdmin": true}}}',
      code: 'BAD_REQUEST',
    },
    { title: 'that is cut', body: '{"query": "{ a', code: 'BAD_REQUEST' },
    { title: 'that is empty', body: '', code: 'BAD_REQUEST' },
  ])('$title is refused', async ({ body, code }) => {
    expect(await send(body)).toEqual({
      status: 400,
      answer: { errors: [{ message: expect.stringMatching(/\w/), extensions: { code } }] },
    });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test('of 20 MB is refused before it has been read', async () => {
    const head = `POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${20 * 1_048_576}\r\n\r\n`;
    const answer = await answerTo((write) => {
      write(head);
      const stop = systemClock.every(5, () => write('a'.repeat(65_536)));
      systemClock.after(2_000, stop);
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"code":"BODY_TOO_LARGE"');
  });

  test('of any script is read', async () => {
    expect(await send('"기사 👨‍👩‍👧"')).toEqual({ status: 200, answer: { body: '기사 👨‍👩‍👧' } });
  });
});

describe('every answer', () => {
  test.each(['/page', '/nowhere', '/accident'])('is for its reader alone: %s', async (path) => {
    const { headers } = await fetch(`${url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'cross-origin',
      'strict-transport-security': 'max-age=3600',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('lets a browser do nothing with it, unless a page says more of itself', async () => {
    const { headers } = await fetch(`${url}/nowhere`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect((await fetch(`${url}/page`)).headers.get('content-security-policy')).toBe("default-src 'self'");
  });
});
