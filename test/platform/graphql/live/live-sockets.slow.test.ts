// A client that reads nothing, and 50,000 events for it.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { WebSocket } from 'ws';
import { SimulatedClock, systemClock } from '../../../../src/platform/clock';
import { LiveConnections } from '../../../../src/platform/graphql/live/live-connections';
import { type DropReason, noFigures } from '../../../../src/platform/graphql/live/live-figures';
import { LiveSockets } from '../../../../src/platform/graphql/live/live-sockets';
import type { LiveSubscriber } from '../../../../src/platform/graphql/live/live-subscriber';
import type { Visitor } from '../../../../src/platform/graphql/live/live-visitor';
import { until } from '../../../setup/until';

const BUFFER_BYTES = 1_048_576;
const clock = new SimulatedClock(1_000_000);
const dropped: DropReason[] = [];
const members = new Set<LiveSubscriber>();
const connections = new LiveConnections({
  ...{ clock, connectionsMax: 10, connectionsPerNetwork: 10, bufferBytes: BUFFER_BYTES },
  figures: { ...noFigures, dropped: (reason) => dropped.push(reason) },
  networkOf: () => undefined,
});
const sockets = new LiveSockets({
  ...{ connections, clock, log: pino({ enabled: false }), subscriptionsMax: 20, messageBytes: 65_536 },
  messagesPerSecond: 200,
  operations: {
    prepare: () => ({
      key: '',
      field: 'f',
      document: { kind: 'Document' as never, definitions: [] },
      operationName: undefined,
      variables: {},
      points: 1,
    }),
    tell: () => ({ errors: [] }),
  },
  executions: {
    join: (_operation, _context, member) => {
      members.add(member);
      return () => void members.delete(member);
    },
  },
});
let server: Server;

beforeAll(async () => {
  connections.start();
  server = createServer();
  server.on('upgrade', (raw, socket, head) => {
    const context = { clientIp: '', headers: {}, caller: {} as never, memory: new Map() };
    const visitor = {
      raw,
      clientIp: '127.0.0.1',
      introduce: async () => context,
      credential: undefined,
    };
    sockets.open(visitor as unknown as Visitor, { socket, head });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  const stopped = connections.stop();
  await clock.advanceBy(2_000);
  await stopped;
  server.close();
});

beforeEach(() => {
  dropped.length = 0;
});

async function connected(): Promise<WebSocket> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  socket.on('error', () => undefined);
  socket.send('{"type":"connection_init"}');
  await new Promise((resolve) => socket.once('message', resolve));
  const before = members.size;
  socket.send('{"type":"subscribe","id":"1","payload":{"query":"subscription { f }"}}');
  await until(() => members.size === before + 1, { what: 'it follows' });
  return socket;
}

const payload = JSON.stringify({ data: { f: 'x'.repeat(2_000) } });

test('one that reads nothing is cut, and what waits for it has a bound', async () => {
  const slow = await connected();
  slow.pause();
  let most = 0;
  let pushed = 0;
  for (; pushed < 50_000 && members.size > 0; pushed++) {
    for (const member of members) member.push(payload);
    most = Math.max(most, connections.waitingBytes);
    // What the network takes in it takes between two turns.
    if (pushed % 100 === 0) await systemClock.wait(0);
  }
  expect(pushed).toBeLessThan(50_000);
  expect(most).toBeLessThanOrEqual(BUFFER_BYTES + payload.length + 100);
  expect(dropped).toEqual(['BUFFER_FULL']);
  expect(connections.count).toBe(0);
  // It never hears of it, so it is ended.
  await clock.advanceBy(1_500);
  const closed = new Promise((resolve) => slow.once('close', resolve));
  slow.resume();
  await closed;
}, 180_000);

test('one that reads, however much comes, is not cut and gets all of it', async () => {
  const socket = await connected();
  let received = 0;
  socket.on('message', () => {
    received += 1;
  });
  for (let sent = 0; sent < 5_000; sent++) {
    for (const member of members) member.push(payload);
    if (sent % 50 === 0) await until(() => received >= sent - 100, { what: 'it keeps up' });
  }
  await until(() => received === 5_000, { what: 'all have come' });
  expect(dropped).toEqual([]);
  socket.terminate();
  await until(() => connections.count === 0, { what: 'it is gone' });
  expect(members.size).toBe(0);
}, 180_000);

test('one for which something waits for ten seconds is cut, however little', async () => {
  const slow = await connected();
  slow.pause();
  // As much as the network itself holds, and a little more.
  while (connections.waitingBytes === 0) {
    for (const member of members) member.push(payload);
    await systemClock.wait(0);
  }
  expect(connections.waitingBytes).toBeLessThan(BUFFER_BYTES);
  await clock.advanceBy(9_000);
  expect(dropped).toEqual([]);
  await clock.advanceBy(3_000);
  expect(dropped).toEqual(['NOT_DRAINED']);
  expect(members.size).toBe(0);
  slow.terminate();
}, 180_000);

test('one that answers no ping is cut', async () => {
  const silent = await connected();
  silent.pause();
  await clock.advanceBy(31_000);
  expect(dropped).toEqual(['NO_PONG']);
  silent.terminate();
}, 180_000);
