import fc from 'fast-check';
import { request } from 'undici';
import { systemClock } from '../../../src/platform/clock';
import type { ForwardedHeader } from '../../../src/platform/http/forwarded-for';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

const log = createLog('silent');
const options = { port: 0, host: '127.0.0.1', bodyLimit: 1_024, requestSeconds: 5, drainSeconds: 1 };

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** Says of a request what it believes, and what Fastify does. */
async function aServer(trustProxy: readonly string[], proxyHeader?: ForwardedHeader) {
  const server = new HttpServer(
    { ...options, trustProxy, ...(proxyHeader && { proxyHeader }) },
    systemClock,
    log,
  );
  running.push(server);
  let believed = '';
  server.fastify.get('/ip', async (asked) => ({ byFastify: asked.ip, believed }));
  server.lookFirst((asked) => {
    believed = server.addressOf(asked);
    return false;
  });
  const url = await server.start();
  return async (headers: Record<string, string> = {}) => {
    const answer = await request(`${url}/ip`, { headers });
    return (await answer.body.json()) as { byFastify: string; believed: string };
  };
}

const hop = fc.oneof(
  fc.constantFrom(
    ...[
      '203.0.113.9',
      '203.0.113.9:51234',
      '[2001:db8::1]:443',
      '2001:db8::1',
      '10.0.0.7',
      '127.0.0.1',
      '::1',
    ],
    ...['unknown', '_hidden', '', ' ', '999.1.1.1', '::ffff:10.0.0.7'],
  ),
  fc.stringMatching(/^[ -~]{0,12}$/),
);
const forwardedHop = hop.map((address) => `for="${address}";proto=https`);

test.each([
  { trusted: [] },
  { trusted: ['loopback'] },
  { trusted: ['loopback', '10.0.0.0/8'] },
  { trusted: ['192.0.2.1'] },
])('behind $trusted whoever Fastify says is believed', async ({ trusted }) => {
  for (const header of ['X-Forwarded-For', 'Forwarded'] as const) {
    const ask = await aServer(trusted, header);
    const hops = fc.array(header === 'Forwarded' ? forwardedHop : hop, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(hops, fc.boolean(), async (chain, hasOther) => {
        const other = header === 'Forwarded' ? 'x-forwarded-for' : 'forwarded';
        const { byFastify, believed } = await ask({
          ...(chain.length > 0 && { [header.toLowerCase()]: chain.join(', ') }),
          ...(hasOther && { [other]: '198.51.100.1' }),
        });
        expect(believed).toBe(byFastify);
      }),
      { numRuns: 60 },
    );
  }
});

test('a proxy that is not trusted is taken for the client itself', async () => {
  const ask = await aServer(['192.0.2.1']);
  expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).believed).toBe('127.0.0.1');
  const behind = await aServer(['loopback']);
  expect((await behind({ 'x-forwarded-for': '203.0.113.9' })).believed).toBe('203.0.113.9');
});
