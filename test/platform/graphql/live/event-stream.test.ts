import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { SimulatedClock } from '../../../../src/platform/clock';
import { EventStream } from '../../../../src/platform/graphql/live/event-stream';
import type { Visitor } from '../../../../src/platform/graphql/live/live-visitor';

function reserved() {
  const log = { joined: 0, left: 0, text: '' };
  let admit: () => void = () => undefined;
  const admitted = new Promise<void>((resolve) => {
    admit = resolve;
  });
  const visitor = {
    clientIp: '127.0.0.1',
    async context() {
      await admitted;
      return { clientIp: '', headers: {}, caller: {}, memory: new Map() };
    },
  };
  const operation = {
    ...{ key: '', field: 'f', operationName: undefined, variables: {}, points: 1 },
    document: { kind: 'Document' as never, definitions: [] },
  };
  const stream = new EventStream(
    {
      ...{ clock: new SimulatedClock(0), subscriptionsMax: 3 },
      connections: { add: () => undefined, remove: () => undefined, wasWritten: () => undefined } as never,
      operations: { prepare: () => operation, tell: () => ({ errors: [] }) },
      executions: {
        join: () => {
          log.joined += 1;
          return () => {
            log.left += 1;
          };
        },
      },
    },
    visitor as unknown as Visitor,
    'reserved',
  );
  const response = Object.assign(new EventEmitter(), {
    write: (text: string) => {
      log.text += text;
    },
  });
  stream.open(response as unknown as ServerResponse);
  return { stream, log, admit };
}

const request = { query: 'subscription { f }' };

test('an id is taken from the moment that it is asked for, before anything is known of who asks', async () => {
  const { stream, log, admit } = reserved();
  const first = stream.subscribe('a', request);
  expect(stream.has('a')).toBe(true);
  admit();
  await first;
  expect(stream.has('a')).toBe(true);
  await expect(stream.subscribe('a', request)).rejects.toThrow('is taken');
  expect(log.joined).toBe(1);
  stream.closed();
  expect(log.left).toBe(1);
});

test('what is ended before it has begun does not begin, and its id is free', async () => {
  const { stream, log, admit } = reserved();
  const first = stream.subscribe('a', request);
  stream.unsubscribe('a');
  expect(log.text).toContain('event: complete\ndata: {"id":"a"}\n\n');
  expect(stream.has('a')).toBe(false);
  admit();
  await first;
  expect(log.joined).toBe(0);
  await stream.subscribe('a', request);
  expect(log.joined).toBe(1);
});
