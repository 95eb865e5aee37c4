// The audits of graphql-http hold a server against "GraphQL over HTTP", clause by clause.

import { auditServer, serverAudits } from 'graphql-http';
import { useApi } from '../builders/a-running-api';

const api = useApi();

/** A query over GET, without a header that a foreign web page cannot send: refused on purpose (CSRF). */
const refusedOnPurpose = ['5A70', '6A70', 'D6D5'];

async function failingAudits(headers: Record<string, string> = {}): Promise<string[]> {
  const withHeaders: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: { ...headers, ...(init?.headers as Record<string, string>) } });
  const results = await auditServer({ url: `${api.url}/graphql`, fetchFn: withHeaders });
  expect(results).toHaveLength(61);
  return results
    .filter(({ status }) => status !== 'ok')
    .map(({ id }) => id)
    .sort();
}

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  test('holds but for the three queries over GET that could come from a foreign web page', async () => {
    expect(await failingAudits()).toEqual(refusedOnPurpose);
  });

  test('holds in full for a client that shows it is none', async () => {
    expect(await failingAudits({ 'apollo-require-preflight': 'true' })).toEqual([]);
  });

  test('has no audit more than those', () => {
    expect(serverAudits({ url: '' })).toHaveLength(61);
  });
});
