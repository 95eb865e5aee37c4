import { minutesTouchedLateKey } from '../../src/boards/board-keys';
import { partitionOf, tagOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { CountCalls } from '../../src/views/count-calls';
import { visitorPlace } from '../../src/views/dedupe';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import {
  eventSetKey,
  lineagesKey,
  readersKey,
  sliceCountersKey,
  slicesKey,
  totalsKey,
  viewStreamKey,
  visitorSetKey,
} from '../../src/views/view-keys';
import { aCard } from '../builders/a-card';
import { aCounting, aReader, aView, SomeArticles } from '../builders/a-counting';
import { aViewToCount } from '../builders/a-view-to-count';
import { allKeys, lineageAt, useStores } from '../setup/stores';

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const clock = new SimulatedClock(NOW_MS);
let firstNumber = 1;

function aNewsroom(environment: Record<string, string> = {}) {
  const articles = new SomeArticles(10, firstNumber);
  firstNumber += 100;
  return { articles, ...aCounting({ stores, clock, articles, environment }) };
}

const lineageOf = (partition: number) => lineageAt(stores.redis, tagOf(partition));

/** By a script: the client does not know which argument of OBJECT is a key. */
const encodingOf = (key: string) =>
  stores.redis.client.eval("return redis.call('OBJECT', 'ENCODING', KEYS[1])", 1, key);

const fieldsOf = async (key: string) => {
  const { generation, ...fields } = await stores.redis.client.hgetall(key);
  return { generation, fields };
};

test('who has read is kept in sets of integers, whose members Redis packs', async () => {
  const { articles, counter } = aNewsroom();
  const number = articles.number(1);
  const visitors = Array.from({ length: 2_000 }, (_, index) => `reader ${index}`);
  await counter.record(visitors.map((visitor) => aView(visitor, articles.id(1))));
  const sets = new Set(visitors.map((visitor) => visitorPlace(visitor, number).set));
  let members = 0;
  for (const set of sets) {
    const key = visitorSetKey(sliceOf(NOW_MS), set, partitionOf(number));
    expect(await encodingOf(key)).toBe('intset');
    members += await stores.redis.client.scard(key);
  }
  expect(members).toBe(2_000);
});

test('a crowded set stays packed up to 512 members', async () => {
  const partition = partitionOf(firstNumber);
  const calls = new CountCalls({ redis: stores.redis, clock, streamViews: 16_000 });
  const slice = sliceOf(NOW_MS) + 1_000;
  const members = Array.from({ length: 512 }, (_, n) => visitorPlace(`crowd ${n}`, 1).member);
  const views = members.map((member) =>
    aViewToCount(firstNumber, NOW_MS, {
      seenIn: [0, 1, 2].map((back) => ({ slice: slice - back, place: { set: 7, member } })),
    }),
  );
  for (let at = 0; at < views.length; at += 128) await calls.count(partition, views.slice(at, at + 128));
  const key = visitorSetKey(slice, 7, partition);
  expect(await stores.redis.client.scard(key)).toBe(512);
  expect(await encodingOf(key)).toBe('intset');
});

test('a view that has waited is a repeat of one that came after it, and the other way round', async () => {
  const partition = partitionOf(firstNumber);
  const slice = sliceOf(NOW_MS) + 2_000;
  const clock = new SimulatedClock(slice * SLICE_MS);
  const calls = new CountCalls({ redis: stores.redis, clock, streamViews: 16_000 });
  const countAt = async (at: number, visitor: string) => {
    const place = visitorPlace(visitor, 1);
    const seenIn = [0, 1, 2].map((back) => ({ slice: at - back, place }));
    const { views } = await calls.count(partition, [aViewToCount(firstNumber, NOW_MS, { seenIn })]);
    return views[0]?.status;
  };
  await clock.advanceTo((slice + 2) * SLICE_MS);
  for (const later of [1, 2]) {
    expect(await countAt(slice + later, `waits ${later}`)).toBe('COUNTED');
    expect(await countAt(slice, `waits ${later}`)).toBe('REPEAT');
  }
  expect(await countAt(slice, 'is first')).toBe('COUNTED');
  expect(await countAt(slice + 2, 'is first')).toBe('REPEAT');
  // The call of another process, which has taken it in a moment before the quarter ended.
  await clock.advanceTo((slice + 3) * SLICE_MS - 1_000);
  expect(await countAt(slice + 3, 'at the turn')).toBe('COUNTED');
  expect(await countAt(slice + 2, 'at the turn')).toBe('REPEAT');
});

test('what is kept for a while has its expiry from birth: sets, minutes, replies; what must last has none', async () => {
  const { articles, counter } = aNewsroom();
  const number = articles.number(1);
  const partition = partitionOf(number);
  await counter.record([aView('a', articles.id(1), { eventId: 'e', source: 'RAIL', rail: 'POPULAR_NOW' })]);
  const ttls: Record<string, number> = {};
  for (const name of await allKeys(stores)) {
    const kind = /:(seen|events|minute|call|views-lineages|views|slices|slice|board|view-stream)\b/.exec(
      name,
    )?.[1];
    if (kind) ttls[kind] = await stores.redis.client.ttl(name);
  }
  expect(ttls['seen']).toBeGreaterThan(3_590);
  expect(ttls['seen']).toBeLessThanOrEqual(3_900);
  expect(ttls['events']).toBeGreaterThan(48 * 3_600);
  expect(ttls['minute']).toBeGreaterThan(65 * 60);
  expect(ttls['minute']).toBeLessThanOrEqual(66 * 60);
  expect(ttls['call']).toBeGreaterThan(50);
  expect(ttls['call']).toBeLessThanOrEqual(60);
  for (const kind of ['views', 'slice', 'board', 'view-stream', 'slices', 'views-lineages']) {
    expect([kind, ttls[kind]]).toEqual([kind, -1]);
  }
  const eventSets = (await allKeys(stores)).filter((key) => key.includes(':events:'));
  expect(await encodingOf(eventSets[0]!)).toBe('intset');
  expect(eventSetKey(1, 2, partition)).toMatch(/:events:1:2$/);
});

test('the counters of a slice hold views by article and source, under one generation', async () => {
  const { articles, counter } = aNewsroom();
  const number = articles.number(1);
  const partition = partitionOf(number);
  await counter.record([
    aView('a', articles.id(1), { source: 'SEARCH' }),
    aView('b', articles.id(1), { source: 'SEARCH' }),
    aView('c', articles.id(1), { source: 'RAIL', rail: 'POPULAR_NOW', slot: 2 }),
    aView('d', articles.id(1), { eventId: 'late', occurredAtMs: NOW_MS - HOUR_MS }),
  ]);
  const now = sliceCountersKey(sliceOf(NOW_MS), await lineageOf(partition), partition);
  const { generation, fields } = await fieldsOf(now);
  const ofArticle = Object.entries(fields).filter(([field]) => field.startsWith(`${number}:`));
  expect(Object.fromEntries(ofArticle)).toEqual({
    [`${number}:SEARCH`]: '2',
    [`${number}:RAIL.POPULAR_NOW.2`]: '1',
  });
  expect(generation).toMatch(/^[\w-]{13,}$/);

  const anHourAgo = sliceCountersKey(sliceOf(NOW_MS) - 4, await lineageOf(partition), partition);
  expect((await fieldsOf(anHourAgo)).fields).toMatchObject({ [`${number}:OTHER`]: '1' });
  expect(await stores.redis.client.smembers(slicesKey(partition))).toEqual(
    expect.arrayContaining([
      `${sliceOf(NOW_MS)}:${await lineageOf(partition)}`,
      `${sliceOf(NOW_MS) - 4}:${await lineageOf(partition)}`,
    ]),
  );
});

test('totals grow under one generation, which stays, and counters born again have another', async () => {
  const { articles, counter } = aNewsroom();
  const number = articles.number(1);
  const partition = partitionOf(number);
  const totals = totalsKey(await lineageOf(partition), partition);
  await counter.record([aView('a', articles.id(1))]);
  const first = await fieldsOf(totals);
  const slice = sliceCountersKey(sliceOf(NOW_MS), await lineageOf(partition), partition);
  const ofSlice = (await fieldsOf(slice)).generation;
  let neighbour = articles.number(10) + 1;
  while (partitionOf(neighbour) !== partition) neighbour += 1;
  const another = articles.add(aCard({ number: neighbour }));
  // Also where an article, or a source, is counted for the first time.
  await counter.record([aView('b', articles.id(1), { source: 'SOCIAL' }), aView('b', another.id)]);
  const second = await fieldsOf(totals);
  expect(second.generation).toBe(first.generation);
  expect((await fieldsOf(slice)).generation).toBe(ofSlice);
  expect([second.fields[number], second.fields[neighbour]]).toEqual(['2', '1']);
  expect(await stores.redis.client.smembers(lineagesKey(partition))).toEqual([await lineageOf(partition)]);
  await stores.redis.client.del(totals);
  await counter.record([aView('c', articles.id(1))]);
  expect((await fieldsOf(totals)).generation).not.toBe(first.generation);
});

test('each call leaves one entry of its counted views in the stream, which keeps as many views as it should', async () => {
  const { articles, counter } = aNewsroom({ VIEW_STREAM_VIEWS: '16000' });
  const partition = partitionOf(articles.number(1));
  const key = viewStreamKey(partition);
  await stores.redis.client.del(key, `${key}-views`);
  await counter.record([
    aView('a', articles.id(1), { source: 'RAIL', rail: 'LATEST', slot: 3 }),
    aView('a', articles.id(1)),
    { reader: aReader('b', { isPrivate: true }), report: { articleId: articles.id(1) } },
  ]);
  const [entry, ...others] = await stores.redis.client.xrange(key, '-', '+');
  const number = articles.number(1);
  expect(entry).toEqual([
    '2-0',
    ['views', `${number} ${NOW_MS} a RAIL.LATEST.3 1 3\n${number} ${NOW_MS} - OTHER 1 -`],
  ]);
  expect(others).toEqual([]);

  const visitors = Array.from({ length: 3_000 }, (_, index) => `stream ${index}`);
  await counter.record(visitors.map((visitor) => aView(visitor, articles.id(1))));
  const kept = await stores.redis.client.xrange(key, '-', '+');
  const lines = kept.flatMap(([, fields]) => fields[1]!.split('\n'));
  expect(lines.length).toBeGreaterThanOrEqual(1_000);
  expect(lines.length).toBeLessThan(1_000 + 100 * 128);
  expect(kept.at(-1)![0]).toBe('3002-0');
});

test('the stream lets go of what is beyond, a block of a hundred entries at a time', async () => {
  const { articles, counter } = aNewsroom({ VIEW_STREAM_VIEWS: '1600' });
  const key = viewStreamKey(partitionOf(articles.number(1)));
  await stores.redis.client.del(key, `${key}-views`);
  for (let view = 0; view < 400; view++) await counter.record([aView(`one of ${view}`, articles.id(1))]);
  const entries = await stores.redis.client.xlen(key);
  expect(entries).toBeGreaterThanOrEqual(100);
  expect(entries).toBeLessThanOrEqual(200);
  expect((await stores.redis.client.xrevrange(key, '+', '-', 'COUNT', 1))[0]?.[0]).toBe('400-0');
});

test('minutes before the previous one are told of once a view joins them, and not those two', async () => {
  const { articles, boards, counter } = aNewsroom();
  const present = Math.floor(NOW_MS / MINUTE_MS);
  const inMinute = (back: number) => ({
    eventId: `back ${back}`,
    occurredAtMs: (present - back) * MINUTE_MS,
  });
  await boards.takeLateMinutes(1);
  await counter.record([0, 1].map((back) => aView(`a ${back}`, articles.id(1), inMinute(back))));
  expect((await boards.takeLateMinutes(1)).minutes).toEqual([]);
  await counter.record([2, 3, 64, 65].map((back) => aView(`a ${back}`, articles.id(1), inMinute(back))));
  expect((await boards.takeLateMinutes(1)).minutes).toEqual([present - 64, present - 3, present - 2]);
  expect((await boards.takeLateMinutes(1)).minutes).toEqual([]);
  await counter.record([aView('b', articles.id(1), inMinute(4))]);
  const key = minutesTouchedLateKey(partitionOf(articles.number(1)));
  expect(await stores.redis.client.ttl(key)).toBeGreaterThan(60 * 60);
  await boards.takeLateMinutes(1);
});

test('totals are in the form in which Redis finds one field of many, from the first on, and hold nothing else', async () => {
  const { articles, counter } = aNewsroom();
  const partition = partitionOf(articles.number(1));
  const totals = totalsKey(await lineageOf(partition), partition);
  await stores.redis.client.del(totals);
  await counter.record([aView('a', articles.id(1))]);
  expect(await encodingOf(totals)).toBe('hashtable');
  const { fields } = await fieldsOf(totals);
  expect(Object.keys(fields).every((field) => /^\d+$/.test(field))).toBe(true);
});

test('an hour and a day of boards are in the form that Redis searches by halves, from the first member on', async () => {
  const { articles, counter } = aNewsroom();
  await counter.record([aView('a', articles.id(1))]);
  const boards = (await allKeys(stores)).filter((key) => key.includes(':board:'));
  expect(boards.length).toBeGreaterThan(0);
  for (const name of boards) {
    expect(await encodingOf(name)).toBe('skiplist');
    expect(await stores.redis.client.zrangebyscore(name, '-inf', 0)).toEqual([]);
  }
});

test('an event id is good for one view: the same again is a repeat, anything else under it is refused', async () => {
  const { articles, counter, totals } = aNewsroom();
  const number = articles.number(1);
  const report = { eventId: 'used', source: 'SEARCH' as const, occurredAtMs: NOW_MS - 1_000 };
  const outcomes = await counter.record([
    aView('a', articles.id(1), report),
    aView('b', articles.id(1), report),
    aView('b', articles.id(1), { ...report, source: 'SOCIAL' }),
    aView('b', articles.id(1), { ...report, occurredAtMs: NOW_MS - 2_000 }),
    aView('b', articles.id(1), { ...report, eventId: 'another' }),
  ]);
  expect(outcomes.map(({ status, refusal }) => refusal?.code ?? status)).toEqual([
    ...['COUNTED', 'REPEAT', 'EVENT_ID_REUSED', 'EVENT_ID_REUSED', 'COUNTED'],
  ]);
  expect(await totals.totals([number])).toEqual([2]);
});

test('an event id used again for another article of the partition is refused', async () => {
  const { articles, counter } = aNewsroom();
  const partition = partitionOf(articles.number(1));
  let number = articles.number(10) + 1;
  while (partitionOf(number) !== partition) number += 1;
  const another = articles.add(aCard({ number }));
  const [, outcome] = await counter.record([
    aView('a', articles.id(1), { eventId: 'twice' }),
    aView('a', another.id, { eventId: 'twice' }),
  ]);
  expect(outcome?.refusal?.code).toBe('EVENT_ID_REUSED');
});

test('a reader above the cap moves no ranking and is a reader; who comes later keeps nobody for longer', async () => {
  const { articles, counter } = aNewsroom({ VISITOR_VIEW_CAP: '1', TIME_ZONE: 'Asia/Seoul' });
  const number = articles.number(2);
  await counter.record([aView('keen', articles.id(1)), aView('keen', articles.id(2))]);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(NOW_MS);
  const key = readersKey(day, number, partitionOf(number));
  expect(await stores.redis.client.pfcount(key)).toBe(1);
  await stores.redis.client.expire(key, 100);
  await counter.record([aView('another', articles.id(2))]);
  expect(await stores.redis.client.pfcount(key)).toBe(2);
  expect(await stores.redis.client.ttl(key)).toBeLessThanOrEqual(100);
});

test('readers are those of a day and an article, each once, for three days; without those who asked for privacy', async () => {
  const { articles, counter } = aNewsroom({ TIME_ZONE: 'Asia/Seoul' });
  const number = articles.number(1);
  await counter.record([
    ...Array.from({ length: 50 }, (_, index) => aView(`reader ${index}`, articles.id(1))),
    ...Array.from({ length: 50 }, (_, index) =>
      aView(`reader ${index}`, articles.id(1), { eventId: `${index}`, occurredAtMs: NOW_MS - HOUR_MS }),
    ),
    { reader: aReader('private', { isPrivate: true }), report: { articleId: articles.id(1) } },
  ]);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(NOW_MS);
  const key = readersKey(day, number, partitionOf(number));
  const readers = await stores.redis.client.pfcount(key);
  expect(readers).toBe(50);
  const seconds = await stores.redis.client.ttl(key);
  expect(seconds).toBeGreaterThan(3 * 86_400 - 10);
  expect(seconds).toBeLessThanOrEqual(3 * 86_400 + 300);
});
