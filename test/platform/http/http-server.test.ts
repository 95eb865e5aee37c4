import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/platform/clock';
import { HttpServer, type HttpServerOptions } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';
import { until } from '../../setup/until';

const log = createLog('silent');
const options: HttpServerOptions = {
  port: 0,
  host: '127.0.0.1',
  bodyLimit: 1_024,
  requestSeconds: 5,
  drainSeconds: 5,
  trustProxy: [],
};

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function aServer(
  change: Partial<HttpServerOptions> = {},
  routes: (server: HttpServer) => void = () => {},
): Promise<{ server: HttpServer; url: string }> {
  const server = new HttpServer({ ...options, ...change }, systemClock, log);
  running.push(server);
  server.fastify.post('/echo', async (request) => ({ body: request.body }));
  server.fastify.get('/ip', async (request) => ({ ip: request.ip }));
  routes(server);
  return { server, url: await server.start() };
}

describe('HttpServer', () => {
  test('says at which URL it listens', async () => {
    const { url } = await aServer();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(`${url}/ip`)).status).toBe(200);
  });

  test('names the variable to change when the port is in use', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(aServer({ port })).rejects.toMatchObject({
      code: 'CANNOT_LISTEN',
      message: expect.stringMatching(
        `Port ${port} is in use by another program. .*PORT=${port + 1} npm start`,
      ),
    });
    await new Promise((resolve) => other.close(resolve));
  });

  test.each([
    { host: '203.0.113.7', words: 'no address of this machine. Set HOST' },
    { host: 'no-such-host.invalid', words: /Set HOST|cannot be listened on/ },
  ])('names HOST when $host is not here', async ({ host, words }) => {
    await expect(aServer({ host })).rejects.toThrow(words);
  });

  test.each([
    { title: 'nothing there', path: '/nowhere', status: 404, code: 'NOT_FOUND' },
    { title: 'a URL that is none', path: '/%', status: 400, code: 'BAD_REQUEST' },
    { title: 'a NUL in the URL', path: '/%00', status: 404, code: 'NOT_FOUND' },
    { title: 'half a surrogate pair in the URL', path: '/%ED%A0%80', status: 400, code: 'BAD_REQUEST' },
  ])('answers $title in the shape of GraphQL', async ({ path, status, code }) => {
    const { url } = await aServer();
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code } }],
    });
  });

  test.each([
    {
      title: 'a body that is no JSON',
      type: 'application/json',
      body: '{',
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      title: 'a body over the limit',
      type: 'application/json',
      body: `"${'a'.repeat(2_000)}"`,
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    { title: 'an unknown type', type: 'image/png', body: 'x', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  ])('refuses $title', async ({ type, body, status, code }) => {
    const { url } = await aServer();
    const response = await fetch(`${url}/echo`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test('tells nothing of the inside when a route fails by accident', async () => {
    const { url } = await aServer({}, ({ fastify }) => {
      fastify.get('/accident', async () => {
        throw new Error('secret of the inside');
      });
    });
    const response = await fetch(`${url}/accident`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });

  test.each([
    { trustProxy: [], ip: '127.0.0.1' },
    { trustProxy: ['loopback'], ip: '198.51.100.9' },
    { trustProxy: ['10.0.0.0/8'], ip: '127.0.0.1' },
  ])('believes X-Forwarded-For of $trustProxy only', async ({ trustProxy, ip }) => {
    const { url } = await aServer({ trustProxy });
    const response = await fetch(`${url}/ip`, {
      headers: { 'x-forwarded-for': '203.0.113.1, 198.51.100.9' },
    });
    expect(await response.json()).toEqual({ ip });
  });

  test.each([
    { proxyHeader: 'X-Forwarded-For' as const, ip: '198.51.100.9' },
    { proxyHeader: 'Forwarded' as const, ip: '2001:db8::7' },
  ])('reads $proxyHeader alone', async ({ proxyHeader, ip }) => {
    const { url } = await aServer({ trustProxy: ['loopback'], proxyHeader });
    const headers = {
      'x-forwarded-for': '198.51.100.9:51234',
      forwarded: 'for=192.0.2.1;proto=https, for="[2001:db8::7]:443"',
    };
    expect(await (await fetch(`${url}/ip`, { headers })).json()).toEqual({ ip });
    const none = await fetch(`${url}/ip`, { headers: { ...headers, [proxyHeader.toLowerCase()]: '' } });
    expect(await none.json()).toEqual({ ip: '127.0.0.1' });
  });
});

describe('stopping an HttpServer', () => {
  test('finishes the request under way, refuses new connections, and does not wait for idle ones', async () => {
    const { server, url } = await aServer({}, ({ fastify }) => {
      fastify.get('/slow', async () => {
        await systemClock.wait(400);
        return { done: true };
      });
    });
    const idle = await keptOpen(url);
    const slow = fetch(`${url}/slow`);
    await systemClock.wait(100);

    const startedMs = systemClock.nowMs();
    const stopped = server.stop();
    const response = await slow;
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({ done: true });
    await stopped;
    expect(systemClock.nowMs() - startedMs).toBeLessThan(2_000);
    await expect(fetch(`${url}/ip`)).rejects.toThrow();
    idle.destroy();
  });

  test('cuts what is still under way when the time for it is over', async () => {
    const { server, url } = await aServer({ drainSeconds: 0 }, ({ fastify }) => {
      fastify.get('/endless', () => new Promise(() => {}));
    });
    const endless = fetch(`${url}/endless`).then(
      () => 'answered',
      () => 'cut',
    );
    await systemClock.wait(100);
    await server.stop();
    expect(await endless).toBe('cut');
  });
});

/** A connection on which one request was answered and which is then left open, as browsers do. */
async function keptOpen(url: string): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /ip HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

describe('a look before Fastify', () => {
  test('answers what it likes, and leaves the rest as it came', async () => {
    const { url } = await aServer({}, (server) =>
      server.lookFirst(({ url: path }, response) => {
        if (path !== '/first') return false;
        response.writeHead(204, ['x-first', 'yes']).end();
        return true;
      }),
    );
    const first = await fetch(`${url}/first`);
    expect([first.status, first.headers.get('x-first')]).toEqual([204, 'yes']);
    expect(await (await fetch(`${url}/ip`)).json()).toEqual({ ip: '127.0.0.1' });
    const echoed = await fetch(`${url}/echo`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
    });
    expect(await echoed.json()).toEqual({ body: { a: 1 } });
  });

  test('that fails before it has answered is made up for by Fastify; afterwards its connection is cut', async () => {
    const { url } = await aServer({}, (server) =>
      server.lookFirst((request, response) => {
        if (request.url === '/half') response.writeHead(200, ['content-length', '5']).flushHeaders();
        throw new Error('by accident');
      }),
    );
    expect((await fetch(`${url}/ip`)).status).toBe(200);
    await expect(fetch(`${url}/half`).then((answer) => answer.text())).rejects.toThrow();
    expect((await fetch(`${url}/ip`)).status).toBe(200);
  });

  test('is not taken once the server stops, which then says so', async () => {
    let looks = 0;
    let letGo: () => void = () => undefined;
    const byFastify: string[] = [];
    const { server, url } = await aServer({}, (started) => {
      started.fastify.addHook('onRequest', async (request) => void byFastify.push(request.url));
      started.fastify.get('/slow', () => new Promise((answer) => (letGo = () => answer({}))));
      started.lookFirst(() => {
        looks += 1;
        return false;
      });
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const heard = text(socket);
    socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => byFastify.length === 1);
    const stopped = server.stop();
    socket.write('GET /ip HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => byFastify.length === 2);
    letGo();
    await stopped;
    expect(await heard).toMatch(/^connection: close/m);
    expect([looks, byFastify]).toEqual([1, ['/slow', '/ip']]);
  });
});
