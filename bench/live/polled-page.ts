// What a dashboard polls: Popular Now with the fields of a page, by the hash of its document.

import { createHash } from 'node:crypto';
import type { ServerProcess } from '../http/server-process';

const query = `query PolledPopularNow {
  popularNow(first: 5) {
    edges {
      rank
      node { id slug headline standfirst publishedAt section { name slug } leadImage { url alt } authors { name } }
    }
  }
}`;

export interface PolledPage {
  /** What follows the path of the API. */
  search: string;
  headers: Readonly<Record<string, string>>;
}

export const pollingHeaders = { accept: 'application/json', 'apollo-require-preflight': 'true' };

export interface Polled {
  status: number;
  tag: string;
  text: string;
}

export async function poll(url: string, headers: Readonly<Record<string, string>>): Promise<Polled> {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  if (answer.status !== 200 && answer.status !== 304)
    throw new Error(`${url} answers ${answer.status}: ${text}`);
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', text };
}

/** Registers the document of a poll, and gives what stands for it from then on. */
export async function register(api: ServerProcess, document: string, variables?: object): Promise<string> {
  const sha256Hash = createHash('sha256').update(document).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const registered = await api.ask(JSON.stringify({ query: document, extensions, variables }), {
    'content-type': 'application/json',
  });
  if (registered.includes('"errors"')) throw new Error(`The document is refused: ${registered}`);
  const asked = new URLSearchParams({ extensions: JSON.stringify(extensions) });
  if (variables !== undefined) asked.set('variables', JSON.stringify(variables));
  return `?${asked}`;
}

/** @throws when its answer is not whole, or is not answered with 304 to whoever has it */
export async function polledPage(api: ServerProcess): Promise<PolledPage> {
  const search = await register(api, query);
  const url = `${api.url}${search}`;
  const first = await poll(url, pollingHeaders);
  const { data } = JSON.parse(first.text) as { data?: { popularNow: { edges: unknown[] } } };
  if (data?.popularNow.edges.length !== 5) throw new Error(`The list is not whole: ${first.text}`);
  const headers = { ...pollingHeaders, 'if-none-match': first.tag };
  const again = await poll(url, headers);
  if (again.status !== 304) throw new Error(`The list has changed meanwhile: ${again.text}`);
  return { search, headers };
}
