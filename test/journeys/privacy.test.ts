// A day of readers through the whole API, with a worker beside it, over midnight: then nothing that either store holds,
// no line of the log at its most talkative and no figure of the process names an address, a user agent or what a client
// calls its visitor.

import { Writable } from 'node:stream';
import { Role } from '../../src/accounts/role';
import { composeApi } from '../../src/compose/api';
import { composeMostReadKeeper } from '../../src/compose/audience';
import { composeCorrections } from '../../src/compose/corrections';
import { type Counting, composeCounting } from '../../src/compose/counting';
import { composeNewsroom } from '../../src/compose/newsroom';
import { composeRails } from '../../src/compose/rails';
import { composeRollups, type Rollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import { composeViewStreamKeeping } from '../../src/compose/view-stream-keeping';
import { composeWorker } from '../../src/compose/worker';
import { type Clock, type Stop, systemClock } from '../../src/platform/clock';
import { createLog } from '../../src/platform/log/log';
import { generateVisits } from '../../src/traffic/generate';
import { counterNumberOf } from '../../src/views/counter-names';
import { keyOf } from '../builders/a-key';
import { aStory } from '../builders/a-story';
import { anArticleDraft } from '../builders/an-article-draft';
import { useStores } from '../setup/stores';
import { everythingKept } from './everything-kept';
import { bytesOf, findings, formsOf } from './secrets';
import { aClient, askingAt, CAME_BY, type Client, SERVER, STAFF_NETWORK, wayOf } from './ways-to-report';

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

const ROLLUPS = [
  ...['rollup_slice', 'article_total', 'counter_generation', 'article_readers', 'rollup_exclusion'],
  ...['public.exclusion', 'exclusion_board', 'audit_entry'],
];
const COUNTERS = ['SEARCH', 'RAIL.POPULAR_NOW.1', 'ENGAGED_SECONDS', 'IMPRESSION.LATEST.3', 'BOT', 'STAFF'];
const LEAP_MS = 20 * 60_000;
const clock = new LeapingClock(BEGIN_MS);
const settings = settingsFrom({
  ...{ PORT: '0', TRUST_PROXY: '127.0.0.1', TIME_ZONE: 'Asia/Seoul', STAFF_NETWORKS: STAFF_NETWORK },
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
let rollups: Rollups;
const keys = { service: '', admin: '' };
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const connected: Stores = {
    ...{ dataSource: stores.dataSource, redis: stores.redis, clock, places: [] },
    announce: async () => {},
    close: async () => {},
  };
  keys.service = await keyOf(stores, Role.SERVICE);
  keys.admin = await keyOf(stores, Role.ADMIN);
  const newsroom = composeNewsroom(connected, settings, log);
  rollups = composeRollups(connected, settings, log);
  counting = composeCounting(connected, newsroom, settings, log);
  const corrections = composeCorrections({ stores: connected, newsroom, counting, settings, log });
  const rails = composeRails(connected, newsroom, counting, settings, log);
  const works = [
    composeWorker({ dataSource: stores.dataSource, clock: systemClock }, newsroom, log),
    composeMostReadKeeper(connected, newsroom, settings, log),
    composeViewStreamKeeping(connected, settings, log),
  ];
  const parts = { settings, log, stores: connected, newsroom, counting, corrections, rails, rollups };
  const api = composeApi(parts);
  for (const part of [newsroom, rollups, counting, corrections, rails, ...works, api]) {
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

const clients = new Map<string, Client>();
const statuses = new Map<string, number>();
const { send, ask } = askingAt(() => url);

function clientOf(name: string): Client {
  const client = clients.get(name) ?? aClient(clients.size);
  clients.set(name, client);
  return client;
}

async function visit(at: number, client: Client, articleId: string): Promise<void> {
  const response = await wayOf({ send, ask }, { at, client, articleId, key: keys.service })();
  const answer = await response.text();
  for (const [status] of answer.matchAll(/COUNTED|REPEAT|REFUSED|BOT|STAFF/g)) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

async function answerOf(query: string, variables: object, key: string) {
  const answer = await (await ask(SERVER, query, variables, key)).json();
  return (answer as { data: Record<string, never> }).data;
}

const VIEW = `mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }`;
const HEAVIEST = `query ($from: DateTime!, $to: DateTime!) {
  heaviestVisitors(from: $from, to: $to) { visitors { visitorHash } }
}`;
const EXCLUDE = `mutation ($input: ExcludeViewsInput!) {
  excludeViews(input: $input) { views userErrors { message } }
}`;
const FORGET = `mutation ($input: ForgetVisitorInput!) { forgetVisitor(input: $input) { places { place found } } }`;

/** One by name and one by address, who have just read; and of one more all views are taken out. */
async function forgetAndExclude(articleId: string): Promise<string[]> {
  const named = { ...aClient(201), asksForPrivacy: false };
  const nameless = { ...aClient(202), asksForPrivacy: false };
  const excluded = { ...aClient(204), asksForPrivacy: false };
  const { ip: clientIp, agent: userAgent } = excluded;
  const reports = [
    await ask(named, VIEW, { input: { articleId } }),
    await ask(nameless, VIEW, { input: { articleId } }),
    await ask(SERVER, VIEW, { input: { articleId, onBehalfOf: { clientIp, userAgent } } }, keys.service),
  ];
  for (const report of reports) expect(await report.text()).toContain('COUNTED');
  for (const client of [named, nameless, excluded]) clients.set(client.ip, client);
  await clock.leapTo(clock.nowMs() + 1_000);
  const range = {
    from: new Date(clock.nowMs() - 2 * HOUR_MS).toISOString(),
    to: new Date(clock.nowMs()).toISOString(),
  };
  const { heaviestVisitors } = await answerOf(HEAVIEST, range, keys.admin);
  const { visitor: ofExcluded } = await counting.visitorIds.ofOrigin({ clientIp, userAgent });
  expect(JSON.stringify(heaviestVisitors)).toContain(ofExcluded);
  const { excludeViews } = await answerOf(
    EXCLUDE,
    { input: { ...range, visitorHash: ofExcluded, reason: 'a burst' } },
    keys.admin,
  );
  expect(excludeViews).toEqual({ views: 1, userErrors: [] });
  const asked = [{ visitor: named.visitor }, { address: nameless.ip, userAgent: nameless.agent }];
  for (const input of asked) {
    const { forgetVisitor } = await answerOf(FORGET, { input }, keys.admin);
    expect(forgetVisitor).toMatchObject({
      places: expect.arrayContaining([{ place: 'VIEW_STREAM', found: 1 }]),
    });
  }
  const ids = [
    await counting.visitorIds.ofOwnId(named.visitor!),
    await counting.visitorIds.ofOrigin({ clientIp: nameless.ip, userAgent: nameless.agent }),
  ];
  return ids.map(({ visitor }) => visitor);
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

  const forgotten = await forgetAndExclude(articles[0]!);
  expect(await rollups.flush()).toBe(true);
  const figures = await (await fetch(`${url}/metrics`)).text();

  const kept = [
    ...(await everythingKept(stores)),
    { where: 'the log', bytes: Buffer.from(logged) },
    { where: 'the figures of the process', bytes: Buffer.from(figures) },
  ];
  const everyone = [...clients.values(), SERVER];
  expect(everyone.length).toBeGreaterThan(40);
  expect([...statuses.keys()].sort()).toEqual(['BOT', 'COUNTED', 'REFUSED', 'REPEAT', 'STAFF']);
  // What was done lies there, so that a search that finds nothing has searched.
  expect(kept.some(({ bytes }) => bytes.includes('I see '))).toBe(true);
  expect(figures).toContain('mostread_views_total');
  for (const name of ['view-stream', ':slice:', ':seen:', ':engaged:', ':readers:', ':events:']) {
    expect([name, kept.some(({ where }) => where.includes(name))]).toEqual([name, true]);
  }
  for (const name of ROLLUPS) {
    const rows = kept.filter(({ where, bytes }) => where.includes(name) && bytes.length > 0);
    expect([name, rows.length > 0]).toEqual([name, true]);
  }
  const counted: { counter: number }[] = await stores.dataSource.query(
    'select distinct counter from rollup_slice',
  );
  expect(counted.map(({ counter }) => counter)).toEqual(
    expect.arrayContaining(COUNTERS.map((name) => counterNumberOf(name))),
  );
  const secrets = everyone.flatMap(({ ip, agent, visitor }) => [
    ip,
    agent,
    agent.slice(-34),
    visitor ?? agent,
  ]);
  secrets.push(...Object.values(CAME_BY), 'forum.example', 'qzx-3311', 'qzx-7712', 'qzx-5512');
  expect(findings(secrets, kept)).toEqual([]);
  expect(findings(forgotten, kept)).toEqual([]);
  // Four bytes meet by chance once in four thousand million: one address of all may be found so, two may not.
  const raw = everyone.filter(({ ip }) => {
    const bytes = bytesOf(ip)!;
    return kept.some((one) => one.bytes.includes(bytes) || one.bytes.includes(Buffer.from(bytes).reverse()));
  });
  expect(raw.length).toBeLessThan(2);
}, 300_000);

test.each(['91.30.140.77', '2a02:8071:4a02:9d1::1f02'])(
  'the search finds %s in each of its forms',
  async (ip) => {
    for (const [index, form] of formsOf(ip).entries()) {
      const bytes = Buffer.concat([Buffer.from('before '), form, Buffer.from(' after')]);
      expect(findings([ip], [{ where: `form ${index}`, bytes }])).toEqual([`${ip} in form ${index}`]);
    }
    await stores.redis.client.set('a-leak', ip);
    expect(findings([ip], await everythingKept(stores))).toContain(`${ip} in the key a-leak`);
    await stores.redis.client.del('a-leak');
  },
);

test("yesterday's salt is kept for one window after its day and known to nobody after that", async () => {
  const key = 'visitor-salt:2026-03-10';
  const untilMs = Date.UTC(2026, 2, 10, 15) + 45 * 60_000;
  expect(await stores.redis.client.ttl(key)).toBeLessThanOrEqual((untilMs - BEGIN_MS) / 1_000);
  expect(await stores.redis.client.ttl(key)).toBeGreaterThan(0);
  expect(clock.nowMs()).toBeGreaterThan(untilMs);
  expect((await counting.visitorIds.ofOwnId('anyone')).earlier).toBeUndefined();
});
