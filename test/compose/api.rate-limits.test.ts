import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi({
  TRUST_PROXY: 'loopback',
  RATE_LIMIT_NETWORK: '200',
  RATE_LIMIT_STAFF: '100',
  RATE_LIMIT_SERVICE: '0',
});
const query = '{ article(slug: "the-page") { slug } }';
let network = 0;
let address = '';

beforeAll(() => api.publish([anArticleDraft({ number: 1, slug: 'the-page' })]));
beforeEach(() => {
  address = `203.0.${++network}.7`;
});

const from = (clientIp: string) => ({ 'x-forwarded-for': clientIp });

function send(body: unknown, headers: Record<string, string>): Promise<Response> {
  return fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Asks until it is refused. */
async function refusalOf(
  body: unknown,
  headers: Record<string, string>,
): Promise<{ after: number; response: Response }> {
  for (let after = 0; after < 100; after++) {
    const response = await send(body, headers);
    if (response.status === 429) return { after, response };
  }
  throw new Error('never refused');
}

describe('who has spent what a minute may cost', () => {
  test('is refused with 429, in fields and in headers, before anything is run', async () => {
    const { after, response } = await refusalOf({ query }, from(address));
    expect(after).toBeGreaterThan(3);
    expect(after).toBeLessThanOrEqual(200 / 21);
    const body = (await response.json()) as { errors: [{ extensions: { retryAfterMs: number } }] };
    expect(body).toEqual({
      errors: [
        {
          message: expect.stringContaining('200 points a minute'),
          extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) },
        },
      ],
    });
    const { retryAfterMs } = body.errors[0].extensions;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(Number(response.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1_000));
    expect(response.headers.get('ratelimit-policy')).toBe('"points";q=200;w=60');
    expect(response.headers.get('ratelimit')).toMatch(/^"points";r=\d+;t=\d+$/);
  });

  test('is refused with all of the network, and no other', async () => {
    await refusalOf({ query }, from(address));
    expect((await send({ query }, from(address.replace(/7$/, '99')))).status).toBe(429);
    expect((await send({ query }, from(`203.0.${network + 100}.7`))).status).toBe(200);
    expect((await send({ query }, {})).status).toBe(200);
  });

  test('by documents that are none is refused as well', async () => {
    const { after } = await refusalOf({ query: `{ ${'nothing '.repeat(40)} }` }, from(address));
    expect(after).toBeLessThanOrEqual(200 / 20);
  });

  test('by polls that are told that nothing has changed is refused as well', async () => {
    const url = `${api.url}/graphql?${new URLSearchParams({ query: '{ article(slug: "the-page") { slug } }' })}`;
    const poll = (headers: Record<string, string>) =>
      fetch(url, { headers: { 'apollo-require-preflight': 'true', ...headers } });
    // By others, so that it is known and kept.
    const tag = String((await poll({})).headers.get('etag'));
    for (let time = 0; time < 4; time++) await poll({ 'if-none-match': tag });
    const statuses: number[] = [];
    for (let time = 0; time < 21; time++)
      statuses.push((await poll({ ...from(address), 'if-none-match': tag })).status);
    const unchanged = statuses.indexOf(429);
    expect(unchanged).toBeGreaterThan(0);
    // Ten points each, and its price where it had to be run again.
    expect(unchanged).toBeLessThanOrEqual(20);
    expect(statuses).toEqual([...Array(unchanged).fill(304), ...Array(21 - unchanged).fill(429)]);
    expect((await poll({ ...from(`203.0.${network + 100}.7`), 'if-none-match': tag })).status).toBe(304);
  });

  test('by views that are counted is refused as well', async () => {
    const mutation = 'mutation { recordView(input: { articleId: "a" }) { status } }';
    expect((await refusalOf({ query: mutation }, from(address))).after).toBeLessThanOrEqual(200 / 20);
  });

  test('by beacons is refused as well', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 12; sent++) {
      const { status } = await fetch(`${api.url}/beacon`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', ...from(address) },
        body: JSON.stringify({ articleId: '00000000-0000-4000-8000-000000000000' }),
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(10).fill(204), 429, 429]);
    expect((await send({ query }, from(address))).status).toBe(429);
  });

  test('cannot buy what costs more than the minute', async () => {
    const dear = '{ articles(first: 100) { edges { node { slug } } } }';
    const response = await send({ query: dear }, from(address));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await send({ query }, from(address))).status).toBe(200);
  });
});

describe('who sends a credential', () => {
  test('spends by it, not by the network', async () => {
    const writer = { authorization: `Bearer ${await keyOf(api, Role.WRITER)}` };
    const { after } = await refusalOf({ query }, { ...writer, ...from(address) });
    expect(after).toBeLessThanOrEqual(100 / 21);
    expect((await send({ query }, { ...writer, ...from('198.51.100.1') })).status).toBe(429);
    expect((await send({ query }, from(address))).status).toBe(200);
  });

  test('whose role has no limit is never refused', async () => {
    const service = { authorization: `Bearer ${await keyOf(api, Role.SERVICE)}` };
    for (let sent = 0; sent < 20; sent++) {
      const response = await send({ query }, { ...service, ...from(address) });
      expect(response.status).toBe(200);
      expect(response.headers.get('ratelimit')).toBeNull();
    }
  });
});

test('no address of a reader is kept in Redis', async () => {
  await refusalOf({ query }, from(address));
  const keys = await api.stores.redis.client.keys(`${api.stores.keySpace}limit:*`);
  expect(keys.length).toBeGreaterThan(0);
  const text = JSON.stringify(keys);
  expect(text).not.toContain('203.0');
});
