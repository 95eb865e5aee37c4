import { runScript } from '../../src/platform/redis/script';
import { keepSnapshot } from '../../src/ranking/keep-snapshot.script';
import { holdRankerLease } from '../../src/ranking/ranker-lease.script';
import { useStores } from '../setup/stores';

const stores = useStores();
const LENGTH_MS = 3_000;

beforeEach(async () => {
  await stores.redis.client.del('{ranking}:lease');
});

function ask(holder: string, nowMs: number, given: { seenTerm?: number; lengthMs?: number } = {}) {
  const { seenTerm = 0, lengthMs = LENGTH_MS } = given;
  return runScript(stores.redis, holdRankerLease, { holder, nowMs, lengthMs, seenTerm });
}

describe("the ranker's lease", () => {
  test('goes to the first who asks, and stays with whoever renews it', async () => {
    expect(await ask('one', 0)).toEqual({ held: true, term: 1 });
    expect(await ask('two', 1)).toEqual({ held: false, term: 1 });
    expect(await ask('one', 2_900)).toEqual({ held: true, term: 1 });
    expect(await ask('two', 5_000)).toEqual({ held: false, term: 1 });
  });

  test('goes on with a larger term when it has run out', async () => {
    await ask('one', 0);
    expect(await ask('two', LENGTH_MS)).toEqual({ held: true, term: 2 });
    expect(await ask('one', LENGTH_MS + 1)).toEqual({ held: false, term: 2 });
  });

  test('that its holder has slept over goes on in its term, if nobody has taken it', async () => {
    await ask('one', 0);
    expect(await ask('one', 10_000)).toEqual({ held: true, term: 1 });
    expect(await ask('two', 10_001)).toEqual({ held: false, term: 1 });
  });

  test('has a term larger than every one that was seen, whatever Redis has forgotten', async () => {
    expect(await ask('one', 0, { seenTerm: 41 })).toEqual({ held: true, term: 42 });
    expect(await ask('one', 1, { seenTerm: 42 })).toEqual({ held: true, term: 42 });
    expect(await ask('one', 2, { seenTerm: 50 })).toEqual({ held: true, term: 51 });
  });

  test('that is given back is free at once', async () => {
    await ask('one', 0);
    await ask('one', 1, { lengthMs: 0 });
    expect(await ask('two', 2)).toEqual({ held: true, term: 2 });
  });

  test('cannot be given back by another', async () => {
    await ask('one', 0);
    expect(await ask('two', 1, { lengthMs: 0 })).toEqual({ held: false, term: 1 });
    expect(await ask('one', 2)).toEqual({ held: true, term: 1 });
  });

  test('of a clock that was put back far does not last until then', async () => {
    await ask('one', 10_000_000);
    expect(await ask('two', 0)).toEqual({ held: true, term: 2 });
  });
});

test('only who holds the lease keeps a snapshot', async () => {
  await ask('one', 0);
  const snapshot = { holder: 'one', term: 1, packed: '{}', memories: '{}', keepSeconds: 60 };
  expect(await runScript(stores.redis, keepSnapshot, snapshot)).toBe('kept');
  await ask('two', LENGTH_MS);
  expect(await runScript(stores.redis, keepSnapshot, { ...snapshot, packed: 'old' })).toBe('another-leads');
  expect(await stores.redis.client.get('{ranking}:snapshot')).toBe('{}');
});
