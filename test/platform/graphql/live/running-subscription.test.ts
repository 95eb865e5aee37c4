import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import pino from 'pino';
import { SimulatedClock } from '../../../../src/platform/clock';
import { maskErrors } from '../../../../src/platform/graphql/error-masking';
import { noFigures } from '../../../../src/platform/graphql/live/live-figures';
import { type LiveListener, LiveStream } from '../../../../src/platform/graphql/live/live-stream';
import { RunningSubscription } from '../../../../src/platform/graphql/live/running-subscription';
import { tellErrors } from '../../../../src/platform/graphql/told-errors';
import { aPurse } from '../../../builders/a-purse';

interface Counted {
  count: number;
  /** Of a change alone. */
  note?: string;
  /** Settles the field when it is called. */
  hold?: Promise<void>;
}

function running({ subscribe }: { subscribe?: () => unknown } = {}) {
  const schema = buildSchema(
    'type Query { a: Int } type Subscription { counted: Counted } type Counted { count: String }',
  );
  const source = { count: 0, listener: undefined as LiveListener<Counted> | undefined, stopped: 0 };
  const field = schema.getSubscriptionType()!.getFields()['counted']!;
  field.subscribe =
    subscribe ??
    (() =>
      new LiveStream<Counted>({
        present: () => ({ count: source.count }),
        listen: (listener) => {
          source.listener = listener;
          return () => {
            source.stopped += 1;
          };
        },
      }));
  field.resolve = (event) => event;
  const counted = schema.getType('Counted') as GraphQLObjectType;
  counted.getFields()['count']!.resolve = async ({ count, note, hold }: Counted) => {
    await hold;
    if (count === 13) throw new Error('password of the database');
    return note === undefined ? count : `${count} ${note}`;
  };
  const clock = new SimulatedClock(0);
  let executed = 0;
  let ended = 0;
  const formatError = maskErrors(pino({ enabled: false }));
  const subscription = new RunningSubscription(
    {
      schema,
      tell: (thrown) => ({ errors: tellErrors(thrown, formatError).errors }),
      figures: {
        ...noFigures,
        executed: () => {
          executed += 1;
        },
      },
      clock,
      onEnd: () => {
        ended += 1;
      },
    },
    {
      ...{ key: '', field: 'counted', operationName: undefined, variables: {}, points: 100 },
      document: parse('subscription { counted { count } }'),
    },
    { id: 'anyone', name: 'anyone', isKnown: false, rights: '', may: () => false },
  );
  const change = (event: Counted) => {
    source.count = event.count;
    source.listener?.changed(event);
  };
  return { subscription, source, change, clock, executed: () => executed, ended: () => ended };
}

/** As a number, unless a change says more. */
function countIn(payload: { data?: { counted?: { count?: string } } }): unknown {
  const count = payload.data?.counted?.count;
  return count === undefined || count === null
    ? payload
    : Number.isNaN(Number(count))
      ? count
      : Number(count);
}

function aMember() {
  const heard: unknown[] = [];
  return {
    heard,
    push: (payload: string) => void heard.push(countIn(JSON.parse(payload))),
    finish: () => void heard.push('finished'),
    // biome-ignore lint/suspicious/noExplicitAny: as it is sent.
    fail: (errors: readonly any[]) => void heard.push(errors.map(({ extensions }) => extensions.code)),
  };
}

const settled = () => new Promise(setImmediate);

test('executes once for all, the state and each change', async () => {
  const { subscription, change, executed } = running();
  const members = Array.from({ length: 200 }, aMember);
  for (const member of members) subscription.join(member);
  await settled();
  expect(executed()).toBe(1);
  change({ count: 1 });
  change({ count: 2 });
  await settled();
  expect(executed()).toBe(3);
  for (const { heard } of members) expect(heard).toEqual([0, 1, 2]);
});

test('who joins while a change is under way gets the state with it, and not the change', async () => {
  const { subscription, change } = running();
  const [early, late] = [aMember(), aMember()];
  subscription.join(early);
  await settled();
  let release: () => void = () => undefined;
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  change({ count: 1, hold });
  subscription.join(late);
  await settled();
  change({ count: 2 });
  release();
  await settled();
  expect(early.heard).toEqual([0, 1, 2]);
  expect(late.heard).toEqual([1, 2]);
});

test('ends with the last who follows, once', async () => {
  const { subscription, source, ended } = running();
  const stops = [subscription.join(aMember()), subscription.join(aMember())];
  await settled();
  stops[0]?.();
  stops[0]?.();
  expect(ended()).toBe(0);
  stops[1]?.();
  expect(ended()).toBe(1);
  expect(source.stopped).toBe(1);
});

test('ends at once when all have gone before it had begun', async () => {
  const { subscription, source, ended } = running();
  subscription.join(aMember())();
  await settled();
  expect(ended()).toBe(1);
  expect(source.listener).toBeUndefined();
});

test('a field that fails by accident tells nothing of it', async () => {
  const { subscription, change } = running();
  const member = aMember();
  subscription.join(member);
  await settled();
  change({ count: 13 });
  await settled();
  expect(JSON.stringify(member.heard)).not.toContain('password');
  expect(member.heard[1]).toMatchObject({
    errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
});

test('a stream that cannot begin is told as an error to all who wait', async () => {
  const { subscription, ended } = running({
    subscribe: () => {
      throw new Error('password of the database');
    },
  });
  const members = [aMember(), aMember()];
  for (const member of members) subscription.join(member);
  await settled();
  for (const { heard } of members) expect(heard).toEqual([['INTERNAL_SERVER_ERROR']]);
  expect(ended()).toBe(1);
});

test('a stream that ends says so after what has come before', async () => {
  const { subscription, source, change } = running();
  const member = aMember();
  subscription.join(member);
  await settled();
  change({ count: 1 });
  source.listener?.ended();
  await settled();
  expect(member.heard).toEqual([0, 1, 'finished']);
});

test('who cannot pay for a change is sent the state, not the change, with the next that is paid', async () => {
  const { subscription, change, executed, ended } = running();
  const [rich, poor] = [aPurse('rich', 1_000), aPurse('poor', 60)];
  const members = [aMember(), aMember()] as const;
  subscription.join(members[0], rich.spender());
  subscription.join(members[1], poor.spender());
  await settled();
  expect(executed()).toBe(1); // the state has been paid for by who asked
  change({ count: 1 });
  await settled();
  expect([rich.left, poor.left]).toEqual([950, 10]);
  change({ count: 2, note: 'a change' });
  await settled();
  expect(members[1].heard).toEqual([0, 1]);
  expect([rich.left, poor.left]).toEqual([850, 10]);
  poor.left = 200;
  change({ count: 3, note: 'a change' });
  change({ count: 4, note: 'a change' });
  await settled();
  expect(members[0].heard).toEqual([0, 1, '2 a change', '3 a change', '4 a change']);
  expect(members[1].heard).toEqual([0, 1, 3, '4 a change']);
  expect([rich.left, poor.left]).toEqual([850 - 100 - 50, 200 - 100 - 50]);
  expect(executed()).toBe(6);
  expect(ended()).toBe(0);
});

test('who is behind does not wait for the next change, and nothing is run that nobody has paid for', async () => {
  const { subscription, change, executed, clock } = running();
  const purse = aPurse('one', 0);
  const member = aMember();
  subscription.join(member, purse.spender());
  await settled();
  change({ count: 1, note: 'a change' });
  await clock.advanceBy(20_000);
  await settled();
  expect(executed()).toBe(1);
  purse.left = 100;
  await clock.advanceBy(5_000);
  await settled();
  expect(member.heard).toEqual([0, 1]);
  await clock.advanceBy(60_000);
  await settled();
  expect(executed()).toBe(2);
  expect(member.heard).toEqual([0, 1]);
});

test('who could pay for nothing in a minute is told so, and is followed no more', async () => {
  const { subscription, change, executed, ended, clock } = running();
  const member = aMember();
  subscription.join(member, aPurse('one', 0).spender());
  await settled();
  change({ count: 1 });
  await clock.advanceBy(55_000);
  change({ count: 2 });
  await settled();
  expect(member.heard).toEqual([0]);
  await clock.advanceBy(5_000);
  expect(member.heard).toEqual([0, ['RATE_LIMITED']]);
  // Nobody is left to execute anything for.
  expect(ended()).toBe(1);
  expect(executed()).toBe(1);
});

test('changes that nothing can execute do not pile up', async () => {
  const { subscription, change, ended } = running();
  const member = aMember();
  subscription.join(member);
  await settled();
  const never = new Promise<void>(() => undefined);
  for (let count = 1; count <= 60; count++) change({ count, hold: never });
  expect(member.heard.at(-1)).toEqual(['REQUEST_TIMEOUT']);
  expect(ended()).toBe(1);
});
