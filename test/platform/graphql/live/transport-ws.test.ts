// The protocol graphql-transport-ws, clause by clause, without a socket.

import { SimulatedClock } from '../../../../src/platform/clock';
import { BadUserInput } from '../../../../src/platform/errors';
import type { LiveSubscriber } from '../../../../src/platform/graphql/live/live-subscriber';
import { TransportWs } from '../../../../src/platform/graphql/live/transport-ws';

const context = { clientIp: '', headers: {}, caller: {} as never, memory: new Map() };
const operation = {
  ...{ key: '', field: 'f', operationName: undefined, variables: {}, points: 1 },
  document: { kind: 'Document' as never, definitions: [] },
};

function connection({ contextOf = async () => context as never, prepare = () => operation } = {}) {
  const clock = new SimulatedClock(0);
  const sent: unknown[] = [];
  const members: LiveSubscriber[] = [];
  const log = { closed: undefined as { code: number; reason: string } | undefined, left: 0 };
  const protocol = new TransportWs(
    {
      ...{ clock, contextOf, subscriptionsMax: 3 },
      operations: {
        prepare,
        tell: (thrown) => ({ errors: thrown.map((error) => ({ message: String(error) })) }),
      },
      executions: {
        join: (_operation, _context, member) => {
          members.push(member);
          return () => {
            log.left += 1;
          };
        },
      },
    },
    {
      send: (text) => sent.push(JSON.parse(text)),
      close: (code, reason) => {
        log.closed = { code, reason };
      },
    },
  );
  const say = async (message: unknown) => {
    protocol.receive(typeof message === 'string' ? message : JSON.stringify(message));
    await new Promise(setImmediate);
  };
  return { protocol, clock, sent, members, log, say };
}

const init = { type: 'connection_init' };
const subscribe = (id: string) => ({ id, type: 'subscribe', payload: { query: 'subscription { f }' } });

test('acknowledges, answers pings with what they bring, and sends results under the id', async () => {
  const { say, sent, members } = connection();
  await say(init);
  await say({ type: 'ping', payload: { at: 1 } });
  await say({ type: 'pong' });
  await say(subscribe('1'));
  members[0]?.push('{"data":{"f":1}}');
  members[0]?.finish();
  expect(sent).toEqual([
    { type: 'connection_ack' },
    { type: 'pong', payload: { at: 1 } },
    { id: '1', type: 'next', payload: { data: { f: 1 } } },
    { id: '1', type: 'complete' },
  ]);
});

test.each([
  { title: 'no JSON', messages: ['{'], code: 4400 },
  { title: 'a message without a type', messages: [{}], code: 4400 },
  { title: 'a type that is none', messages: [{ type: 'start' }], code: 4400 },
  { title: 'a message that only a server sends', messages: [init, { type: 'connection_ack' }], code: 4400 },
  { title: 'a subscription without an id', messages: [init, { type: 'subscribe', payload: {} }], code: 4400 },
  { title: 'a subscription before the first message', messages: [subscribe('1')], code: 4401 },
  { title: 'two subscriptions of one id', messages: [init, subscribe('1'), subscribe('1')], code: 4409 },
  { title: 'a second beginning', messages: [init, init], code: 4429 },
])('closes with $code for $title', async ({ messages, code }) => {
  const { say, log } = connection();
  for (const message of messages) await say(message);
  expect(log.closed?.code).toBe(code);
});

test('closes with 4408 who does not begin within five seconds', async () => {
  const { clock, log } = connection();
  await clock.advanceBy(4_900);
  expect(log.closed).toBeUndefined();
  await clock.advanceBy(200);
  expect(log.closed?.code).toBe(4408);
});

test('closes with 4403 who is refused, and tells why within what a close may hold', async () => {
  const { say, log } = connection({
    contextOf: async () => {
      throw new BadUserInput('apiKey', 'é'.repeat(200));
    },
  });
  await say(init);
  expect(log.closed?.code).toBe(4403);
  expect(log.closed?.reason).toMatch(/^BAD_USER_INPUT: é+$/);
  expect(Buffer.byteLength(log.closed?.reason ?? '')).toBeLessThanOrEqual(123);
});

test('closes with 4500 for an accident, and says nothing of it', async () => {
  const { say, log } = connection({
    contextOf: async () => {
      throw new Error('password of the database');
    },
  });
  await say(init);
  expect(log.closed).toEqual({ code: 4500, reason: 'Internal error' });
});

test('an id may be used again once its subscription has ended, by either side', async () => {
  const { say, sent, members, log } = connection();
  await say(init);
  await say(subscribe('1'));
  await say({ id: '1', type: 'complete' });
  expect(log.left).toBe(1);
  await say(subscribe('1'));
  members[1]?.fail([{ message: 'no' }]);
  await say(subscribe('1'));
  expect(log.closed).toBeUndefined();
  expect(sent.at(-1)).toEqual({ id: '1', type: 'error', payload: [{ message: 'no' }] });
});

test('leaves all that it has joined when the socket goes, and takes nothing after that', async () => {
  const { protocol, say, log, members } = connection();
  await say(init);
  await say(subscribe('1'));
  await say(subscribe('2'));
  protocol.closed();
  expect(log.left).toBe(2);
  await say(subscribe('3'));
  expect(members).toHaveLength(2);
});

test('the fourth of three is refused by an error, and the others go on', async () => {
  const { say, sent, log } = connection();
  await say(init);
  for (const id of ['1', '2', '3', '4']) await say(subscribe(id));
  expect(sent.at(-1)).toMatchObject({ id: '4', type: 'error' });
  expect(log.closed).toBeUndefined();
});
