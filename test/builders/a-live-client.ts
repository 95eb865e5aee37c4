// Clients of live updates: one that speaks the protocol by hand, message by message, and what a page would use.

import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { until } from '../setup/until';

export interface LiveMessage {
  id?: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what GraphQL answers has the shape of the document, which each test knows.
  payload?: any;
}

export interface HandClient {
  readonly socket: WebSocket;
  readonly messages: readonly LiveMessage[];
  /** Once it has closed. */
  readonly closed: { code: number; reason: string } | undefined;
  send(message: object | string): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** The results of one subscription so far, each the `data` of it. */
  // biome-ignore lint/suspicious/noExplicitAny: what GraphQL answers has the shape of the document, which each test knows.
  results(id: string): any[];
  errors(id: string): GraphQLFormattedError[];
  untilResults(id: string, count: number): Promise<void>;
  untilClosed(): Promise<{ code: number; reason: string }>;
  close(): void;
}

export interface ConnectOptions {
  headers?: Record<string, string>;
  protocol?: string | null;
  /** What the first message says; null sends none. */
  params?: object | null;
}

/** Resolves when the server has acknowledged it, or at once where nothing is sent. */
export async function connectByHand(
  apiUrl: string,
  { headers = {}, protocol = 'graphql-transport-ws', params = {} }: ConnectOptions = {},
): Promise<HandClient> {
  const url = `${apiUrl.replace(/^http/, 'ws')}/graphql`;
  const socket =
    protocol === null ? new WebSocket(url, { headers }) : new WebSocket(url, protocol, { headers });
  const messages: LiveMessage[] = [];
  let closed: { code: number; reason: string } | undefined;
  socket.on('message', (text) => messages.push(JSON.parse(String(text))));
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const send = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const ofId = (id: string, type: string) =>
    messages.filter((message) => message.id === id && message.type === type);
  const client: HandClient = {
    socket,
    messages,
    get closed() {
      return closed;
    },
    send,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    results: (id) => ofId(id, 'next').map(({ payload }) => payload.data),
    errors: (id) => ofId(id, 'error').flatMap(({ payload }) => payload),
    untilResults: (id, count) =>
      until(() => ofId(id, 'next').length >= count, {
        what: `${count} results of ${id}; there are ${JSON.stringify(messages).slice(0, 2_000)}`,
      }),
    async untilClosed() {
      await until(() => closed !== undefined, { what: 'the socket is closed' });
      return closed!;
    },
    close: () => socket.close(),
  };
  if (params !== null) {
    send({ type: 'connection_init', payload: params });
    const isSettled = () => closed !== undefined || messages.some(({ type }) => type === 'connection_ack');
    await until(isSettled, { what: 'it is acknowledged' });
  }
  return client;
}
