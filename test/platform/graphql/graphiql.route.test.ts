import { systemClock } from '../../../src/platform/clock';
import { registerGraphiql } from '../../../src/platform/graphql/graphiql.route';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

const http = new HttpServer(
  { port: 0, host: '127.0.0.1', bodyLimit: 1_024, requestSeconds: 5, drainSeconds: 0, trustProxy: [] },
  systemClock,
  createLog('silent'),
);
let slug = 'first';
let url = '';

beforeAll(async () => {
  await registerGraphiql(http.fastify, {
    title: 'Newsroom',
    example: () => ({ query: '{ __typename }', variables: { slug } }),
  });
  url = await http.start();
});
afterAll(() => http.stop());

describe('GraphiQL', () => {
  test('shows the example of the moment, which cannot end its element', async () => {
    slug = '</script><script>alert(1)</script>';
    const page = await (await fetch(`${url}/graphiql`)).text();
    expect(page).toContain('\\u003c/script>');
    expect(page).not.toContain('<script>alert');
  });

  test('names no other host, and lets no other script run', async () => {
    const response = await fetch(`${url}/graphiql/`);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(await response.text()).not.toMatch(/https?:/);
  });

  test.each([
    { file: 'graphiql.js', type: 'javascript' },
    { file: 'graphiql.css', type: 'css' },
    { file: 'react.js', type: 'javascript' },
    { file: 'react-dom.js', type: 'javascript' },
    { file: 'start.js', type: 'javascript' },
  ])('serves $file', async ({ file, type }) => {
    const response = await fetch(`${url}/graphiql/${file}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect((await response.text()).length).toBeGreaterThan(100);
  });

  test.each(['package.json', '../package.json', '%2e%2e/package.json', 'graphiql.min.js.map', '%00'])(
    'serves no %s',
    async (path) => {
      expect((await fetch(`${url}/graphiql/${path}`)).status).toBe(404);
    },
  );
});
