import { request } from 'undici';
import { useApi } from '../builders/a-running-api';

const allowed = 'https://news.example';
const api = useApi({ CORS_ORIGINS: `${allowed}, https://*.apps.news.example` });
const open = useApi({ CORS_ORIGINS: '*' });
const closed = useApi();

type Headers = Record<string, string | string[] | undefined>;

async function preflight(
  url: string,
  origin: string,
  path = '/graphql',
): Promise<{ status: number; headers: Headers }> {
  const answer = await request(`${url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  await answer.body.dump();
  return { status: answer.statusCode, headers: answer.headers };
}

async function ask(
  url: string,
  origin: string,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const answer = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.json() };
}

describe('a page of an origin on the list', () => {
  test.each([allowed, 'https://a.apps.news.example'])(
    '%s is let in, and told for how long',
    async (origin) => {
      for (const path of ['/graphql', '/beacon']) {
        const { status, headers } = await preflight(api.url, origin, path);
        expect(status).toBe(204);
        expect(headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
          'access-control-max-age': '7200',
        });
        const names = String(headers['access-control-allow-headers']).split(', ');
        expect(names).toEqual(
          expect.arrayContaining([
            ...['content-type', 'authorization', 'x-api-key', 'x-visitor-id', 'apollo-require-preflight'],
            ...['apollographql-client-name', 'apollographql-client-version', 'if-none-match'],
          ]),
        );
        expect(headers['access-control-allow-credentials']).toBeUndefined();
        expect(headers['vary']).toMatch(/\bOrigin\b/);
      }
    },
  );

  test('reads the answer and the headers that it needs', async () => {
    const { headers, body } = await ask(api.url, allowed);
    expect(body).toEqual({ data: { __typename: 'Query' } });
    expect(headers).toMatchObject({
      'access-control-allow-origin': allowed,
      'access-control-expose-headers': 'etag, retry-after, age',
    });
    expect(headers['vary']).toMatch(/\bOrigin\b/);
  });
});

describe('a page of another origin', () => {
  test.each(['https://evil.example', 'http://news.example', 'https://news.example.evil.example', 'null'])(
    '%s is not let in',
    async (origin) => {
      for (const url of [api.url, closed.url]) {
        const { status, headers } = await preflight(url, origin);
        expect(status).toBe(204);
        expect(headers['access-control-allow-origin']).toBeUndefined();
        expect(headers['vary']).toMatch(/\bOrigin\b/);
        expect((await ask(url, origin)).headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  test('is let in everywhere where everyone is', async () => {
    expect((await preflight(open.url, 'https://any.example')).headers['access-control-allow-origin']).toBe(
      '*',
    );
    expect((await ask(open.url, 'null')).headers['access-control-allow-origin']).toBe('*');
  });

  test('may not send a beacon, though no browser would ask first', async () => {
    const answer = await request(`${api.url}/beacon`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
      body: '{"articleId":"none"}',
    });
    expect(answer.statusCode).toBe(403);
    expect(await answer.body.json()).toMatchObject({
      errors: [{ extensions: { code: 'ORIGIN_NOT_ALLOWED' } }],
    });
  });
});

test('OPTIONS that is no preflight says what may be sent', async () => {
  for (const path of ['/graphql', '/beacon']) {
    const answer = await request(`${closed.url}${path}`, { method: 'OPTIONS' });
    await answer.body.dump();
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['allow']).toMatch(/\bPOST\b/);
  }
  const nowhere = await request(`${closed.url}/nowhere`, { method: 'OPTIONS' });
  await nowhere.body.dump();
  expect(nowhere.statusCode).toBe(404);
});
