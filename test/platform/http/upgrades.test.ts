import { type AddressInfo, connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { Upgrades } from '../../../src/platform/http/upgrades';

let fastify: FastifyInstance;
let port = 0;

beforeAll(async () => {
  fastify = Fastify();
  const upgrades = new Upgrades(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-refused'] !== undefined) return reply.code(403).send('refused');
  });
  fastify.post('/echo', (request, reply) =>
    reply.send({ echo: request.body, upgrade: request.headers.upgrade }),
  );
  fastify.get('/socket', (request, reply) => {
    if (!upgrades.has(request)) return reply.send('no socket');
    const { socket, head } = upgrades.takeOver(request, reply);
    socket.end(`HTTP/1.1 101 Switching Protocols\r\n\r\n${head}`);
    return reply;
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  port = (fastify.server.address() as AddressInfo).port;
});

afterAll(() => fastify.close());

/** All that comes back until the other side closes, or the text asked for is there. */
function exchange(parts: readonly string[], { until }: { until?: string } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (until !== undefined && text.includes(until)) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    for (const part of parts) socket.write(part);
  });
}

const head = (line: string, headers: string[]) => [line, 'host: here', ...headers, '', ''].join('\r\n');
const websocket = ['connection: Upgrade', 'upgrade: websocket'];

test('a request for a WebSocket comes to its route, with what stood behind its head', async () => {
  const answer = await exchange([`${head('GET /socket HTTP/1.1', websocket)}more`]);
  expect(answer).toBe('HTTP/1.1 101 Switching Protocols\r\n\r\nmore');
});

test('hooks may refuse it, in HTTP, and the socket is closed', async () => {
  const answer = await exchange([head('GET /socket HTTP/1.1', [...websocket, 'x-refused: yes'])]);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toContain('refused');
});

test('at a path without a route it hears 404', async () => {
  expect(await exchange([head('GET /nowhere HTTP/1.1', websocket)])).toMatch(/^HTTP\/1\.1 404 /);
});

// As java.net.http.HttpClient and curl --http2 send every request over a plain connection.
test.each([
  { title: 'at once', cut: 0 },
  { title: 'in pieces', cut: 5 },
])('a wish for HTTP/2 is passed over, and the request answered: its body comes $title', async ({ cut }) => {
  const body = '{"a":"twelve"}';
  const headers = [
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  const first = head('POST /echo HTTP/1.1', headers) + body.slice(0, cut === 0 ? undefined : cut);
  const answer = await exchange(cut === 0 ? [first] : [first, body.slice(cut)], { until: '}' });
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('{"echo":{"a":"twelve"}}');
});

test('the connection of such a request serves the next one', async () => {
  const asked = head('POST /echo HTTP/1.1', [
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'content-type: application/json',
    'content-length: 2',
  ]);
  const next = head('GET /socket HTTP/1.1', []);
  const answer = await exchange([`${asked}{}`, next], { until: 'no socket' });
  expect(answer).toContain('{"echo":{}}');
  expect(answer).toContain('no socket');
});
