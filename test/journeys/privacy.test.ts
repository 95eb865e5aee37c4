// A day of readers through the whole API, over midnight: then nothing that either store holds, and no line of the log
// at its most talkative, names an address, a user agent or what a client calls its visitor.

import { Writable } from 'node:stream';
import { composeApi } from '../../src/compose/api';
import { composeCorrections } from '../../src/compose/corrections';
import { type Counting, composeCounting } from '../../src/compose/counting';
import { composeNewsroom } from '../../src/compose/newsroom';
import { composeRails } from '../../src/compose/rails';
import { settingsFrom } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import { type Clock, type Stop, systemClock } from '../../src/platform/clock';
import { createLog } from '../../src/platform/log/log';
import { generateVisits } from '../../src/traffic/generate';
import { aStory } from '../builders/a-story';
import { anArticleDraft } from '../builders/an-article-draft';
import { useStores } from '../setup/stores';
import { everythingKept, type Kept } from './everything-kept';

const stores = useStores();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Half past five in the evening in Seoul: midnight lies within the day that is simulated. */
const BEGIN_MS = Date.UTC(2026, 2, 10, 8, 30);

/** Leaps from reader to reader: what is due now and then is done once a leap, since a day of its ticks takes hours. */
class LeapingClock implements Clock {
  private readonly regular = new Set<() => Promise<void> | void>();

  constructor(private currentMs: number) {}

  nowMs(): number {
    return this.currentMs;
  }

  every(_ms: number, tick: () => Promise<void> | void): Stop {
    this.regular.add(tick);
    return () => void this.regular.delete(tick);
  }

  after(ms: number, act: () => Promise<void> | void): Stop {
    return systemClock.after(Math.min(ms, 10), act);
  }

  wait(ms: number): Promise<void> {
    return systemClock.wait(Math.min(ms, 10));
  }

  async leapTo(atMs: number): Promise<void> {
    this.currentMs = atMs;
    for (const tick of this.regular) await tick();
  }
}

const LEAP_MS = 20 * 60_000;
const clock = new LeapingClock(BEGIN_MS);
const settings = settingsFrom({
  ...{ PORT: '0', TRUST_PROXY: '127.0.0.1', TIME_ZONE: 'Asia/Seoul' },
  ANONYMOUS_POINTS_PER_MINUTE: '1000000',
});
let logged = '';
const log = createLog(
  'trace',
  new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  }),
);
let counting: Counting;
let url = '';
let articles: string[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const connected: Stores = {
    ...{ dataSource: stores.dataSource, redis: stores.redis, clock, places: [] },
    announce: async () => {},
    close: async () => {},
  };
  const newsroom = composeNewsroom(connected, settings, log);
  counting = composeCounting(connected, newsroom, settings, log);
  const corrections = composeCorrections({ stores: connected, newsroom, counting, settings, log });
  const rails = composeRails(connected, newsroom, counting, settings, log);
  const api = composeApi({ settings, log, stores: connected, newsroom, counting, corrections, rails });
  for (const part of [newsroom, counting, corrections, rails, api]) {
    await part.start();
    stops.unshift(() => part.stop());
  }
  url = api.url;
  const drafts = Array.from({ length: 12 }, (_, index) =>
    anArticleDraft({ externalId: `${index}`, publishedAt: new Date(BEGIN_MS - HOUR_MS) }),
  );
  articles = (await newsroom.writer.write(drafts)).map(({ id }) => id);
  await newsroom.cards.byIds(articles);
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

interface Client {
  ip: string;
  agent: string;
  visitor: string | undefined;
}

const clients = new Map<string, Client>();

function clientOf(name: string): Client {
  const known = clients.get(name);
  if (known !== undefined) return known;
  const at = clients.size;
  const client: Client = {
    ip:
      at % 3 === 2
        ? `2a02:8071:${(0x4a00 + at).toString(16)}:9d1:7c3e:51ff:fe4b:${(0x1f00 + at).toString(16)}`
        : `91.${17 + (at % 200)}.${137 + (at % 90)}.${11 + at}`,
    agent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.${7_301 + at}.${93 + at} Safari/537.36`,
    visitor: at % 2 === 0 ? undefined : `visitor-of-client-${at}-qzx`,
  };
  clients.set(name, client);
  return client;
}

async function send(
  client: Client,
  path: string,
  body: string,
  type = 'application/json',
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'user-agent': client.agent,
      'x-forwarded-for': client.ip,
      ...(client.visitor === undefined ? {} : { 'x-visitor-id': client.visitor }),
    },
    body,
  });
}

const ask = (client: Client, query: string, variables: object) =>
  send(client, '/graphql', JSON.stringify({ query, variables }));

const VIEW = `mutation ($input: RecordViewInput!) { recordView(input: $input) { status userErrors { code } } }`;
const VIEWS = `mutation ($inputs: [RecordViewInput!]!) { recordViews(inputs: $inputs) { outcomes { status } userErrors { code } } }`;
const COMMENT = `mutation ($input: PostCommentInput!) { postComment(input: $input) { userErrors { code } } }`;
const PAGE = `query ($id: ID!) { article(id: $id) { headline views } popularNow { edges { rank } } }`;
/** Where a reader came from, and what the address of the page said of him. */
const WAY = {
  referrer: 'https://forum.example/thread-qzx-9174',
  pageUrl: 'https://news.example/a-story?utm_source=list-qzx-3311&token=qzx-7712',
};
const statuses = new Map<string, number>();

/** In turn, all the ways in which a client can speak, rightly and wrongly. */
async function visit(at: number, client: Client, articleId: string): Promise<void> {
  const visitor = client.visitor;
  const ways: (() => Promise<Response>)[] = [
    () => ask(client, VIEW, { input: { articleId, visitor, ...WAY } }),
    () => ask(client, VIEWS, { inputs: [{ articleId }, { articleId, visitor, source: 'SEARCH' }] }),
    () => send(client, '/beacon', JSON.stringify({ articleId, visitor, ...WAY }), 'text/plain'),
    () => ask(client, PAGE, { id: articleId }),
    () => ask(client, COMMENT, { input: { articleId, authorName: 'A reader', text: `I see ${at}.` } }),
    () => ask(client, VIEW, { input: { articleId: 'none', visitor, ...WAY, onBehalfOf: null } }),
    () => ask(client, VIEW, { input: { ...WAY, slot: 'none' } }),
    () => send(client, '/beacon', JSON.stringify({ ...WAY, slot: 'none' }), 'text/plain'),
    () => ask(client, VIEW, { input: { articleId, visitor: `${visitor} `.repeat(500) } }),
    () => ask(client, VIEWS, { inputs: Array(501).fill({ articleId }) }),
    () => ask(client, 'mutation { nonsense }', {}),
    () => send(client, '/graphql', '{ no json'),
    () => send(client, '/beacon', 'x'.repeat(20_000), 'text/plain'),
    () => send(client, `/nowhere/${at}`, ''),
    () => send({ ...client, ip: `${client.ip}, garbage` }, '/beacon', 'no json', 'text/plain'),
  ];
  const way = at % 3 === 2 ? Math.floor(at / 3) % ways.length : at % 3;
  const response = await ways[way]!();
  const answer = await response.text();
  for (const [status] of answer.matchAll(/COUNTED|REPEAT|REFUSED/g)) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

/** Each thing that must not be found, in every form in which it could lie there. */
function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [
    secret,
    secret.toUpperCase(),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
  ];
  return [...texts, ...addressTexts(secret)].map((text) => Buffer.from(text));
}

function addressTexts(ip: string): string[] {
  const bytes = bytesOf(ip);
  if (bytes === undefined) return [];
  const hex = bytes.toString('hex');
  const texts = [hex, hex.toUpperCase(), bytes.toString('base64').replace(/=+$/, '')];
  // An address of four bytes is a number of ten digits, or a negative one of as many.
  return bytes.length === 4 ? [...texts, String(bytes.readUInt32BE()), String(bytes.readInt32BE())] : texts;
}

function bytesOf(ip: string): Buffer | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(ip)) return Buffer.from(ip.split('.').map(Number));
  if (!/^[\da-f:]+$/.test(ip)) return undefined;
  return Buffer.from(
    ip
      .split(':')
      .map((part) => part.padStart(4, '0'))
      .join(''),
    'hex',
  );
}

function findings(secrets: readonly string[], kept: readonly Kept[]): string[] {
  return secrets.flatMap((secret) => {
    const forms = formsOf(secret);
    return kept
      .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
      .map(({ where }) => `${secret} in ${where}`);
  });
}

test('after a day of readers no address, no agent and no visitor id of theirs lies anywhere', async () => {
  const stories = articles.map((id) => aStory({ id, publishedAtMs: BEGIN_MS - HOUR_MS }));
  const rules = { seed: 'privacy', timeZone: 'Asia/Seoul', leastShare: 0.5, visitorsPerMinute: 0.1 };
  const none = { breaksPerHour: 0, breakHeight: 0, breaksAtStart: 0, visitorsAtStart: 0 };
  let at = 0;
  for (const { atMs, visitor, story } of generateVisits(
    { ...rules, ...none, startMs: BEGIN_MS },
    { stories, endMs: BEGIN_MS + DAY_MS },
  )) {
    if (atMs - clock.nowMs() > LEAP_MS) await clock.leapTo(atMs);
    await visit(at++, clientOf(String(visitor.id)), story.id);
  }
  const yesterday = await stores.redis.client.keys(`${stores.keySpace}visitor-salt:*`);
  expect(yesterday.map((key) => key.slice(-10)).sort()).toEqual(['2026-03-10', '2026-03-11']);

  const kept = [...(await everythingKept(stores)), { where: 'the log', bytes: Buffer.from(logged) }];
  const everyone = [...clients.values()];
  expect(everyone.length).toBeGreaterThan(40);
  expect([...statuses.keys()].sort()).toEqual(['COUNTED', 'REFUSED', 'REPEAT']);
  // What was done lies there, so that a search that finds nothing has searched.
  expect(kept.some(({ bytes }) => bytes.includes('I see '))).toBe(true);
  expect(kept.some(({ where }) => where.includes('view-stream'))).toBe(true);
  const secrets = everyone.flatMap(({ ip, agent, visitor }) => [
    ip,
    agent,
    agent.slice(-34),
    visitor ?? agent,
  ]);
  const ofWays = ['thread-qzx-9174', 'list-qzx-3311', 'qzx-7712'];
  expect(findings([...secrets, ...ofWays], kept)).toEqual([]);
  // Four bytes meet by chance once in four thousand million: one address of all may be found so, two may not.
  const raw = everyone.filter(({ ip }) => {
    const bytes = bytesOf(ip)!;
    return kept.some((one) => one.bytes.includes(bytes) || one.bytes.includes(Buffer.from(bytes).reverse()));
  });
  expect(raw.length).toBeLessThan(2);
}, 180_000);

test('the search finds what is there, in each of its forms', async () => {
  const ip = '91.30.140.77';
  for (const [index, form] of formsOf(ip).entries()) {
    const bytes = Buffer.concat([Buffer.from('before '), form, Buffer.from(' after')]);
    expect(findings([ip], [{ where: `form ${index}`, bytes }])).toEqual([`${ip} in form ${index}`]);
  }
  await stores.redis.client.set('a-leak', ip);
  expect(findings([ip], await everythingKept(stores))).toContain(`${ip} in the key a-leak`);
  await stores.redis.client.del('a-leak');
});

test("yesterday's salt is kept for one window after its day and known to nobody after that", async () => {
  const key = 'visitor-salt:2026-03-10';
  const untilMs = Date.UTC(2026, 2, 10, 15) + 45 * 60_000;
  expect(await stores.redis.client.ttl(key)).toBeLessThanOrEqual((untilMs - BEGIN_MS) / 1_000);
  expect(await stores.redis.client.ttl(key)).toBeGreaterThan(0);
  expect(clock.nowMs()).toBeGreaterThan(untilMs);
  expect((await counting.visitorIds.ofOwnId('anyone')).earlier).toBeUndefined();
});
