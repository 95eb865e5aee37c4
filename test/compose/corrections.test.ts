import { setTimeout as passes } from 'node:timers/promises';
import { Role } from '../../src/accounts/role';
import { composeCorrections } from '../../src/compose/corrections';
import { settingsFrom } from '../../src/compose/settings';
import { keyOf } from '../builders/a-key';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const api = useApi();
const QUIET = ['first', 'second', 'third'];
const FOLLOWS = { withinMs: 15_000 };

const EXCLUDE = `mutation ($input: ExcludeViewsInput!) {
  excludeViews(input: $input) {
    exclusion { id state views condition { articleId visitorHash source } excludedBy }
    views articles { articleId views counters { source views } article { slug } }
    userErrors { code field message }
  }
}`;
const TAKE_BACK = `mutation ($id: ID!) {
  takeBackExclusion(id: $id, reason: "it was real") { exclusion { state takenBackReason } userErrors { code } }
}`;

interface Excluded {
  excludeViews: {
    exclusion: { id: string; state: string; views: number; excludedBy: string } | null;
    views: number | null;
    articles: { articleId: string; views: number; counters: { source: string; views: number }[] }[];
    userErrors: { code: string; field: string | null; message: string }[];
  };
}

describe('a burst', () => {
  let other: LiveNewsroom;
  let stopOther: () => Promise<void>;
  let admin = '';
  const ids = new Map<string, string>();

  beforeAll(async () => {
    other = await new LiveNewsroom(api.stores).start();
    const { newsroom, counting, clock } = other;
    const { dataSource, redis, log } = api.stores;
    const corrections = composeCorrections({
      ...{ stores: { dataSource, redis, clock }, newsroom, counting, settings: settingsFrom({}), log },
    });
    await corrections.start();
    stopOther = async () => {
      await corrections.stop();
      await other.stop();
    };
    admin = await keyOf(api, Role.ADMIN);
    const published = await other.publish([...QUIET, 'burst']);
    for (const [name, { id }] of published) ids.set(name, id);
    for (const name of QUIET) {
      await other.readBy(
        Array.from({ length: 25 }, (_, index) => `reader-of-${name}-${index}`),
        ids.get(name)!,
      );
    }
    for (let start = 0; start < 300; start += 30) {
      const visitors = Array.from({ length: 30 }, (_, index) => `bot-${start + index}`);
      await other.readBy(visitors, ids.get('burst')!);
    }
  });

  afterAll(() => stopOther());

  const top = async () => (await other.popularNow('(first: 3)')).map((slug: string) => slug);
  const totalIn = async (name: string) => {
    const [number] = (await other.newsroom.cards.byIds([ids.get(name)!])).map((card) => card!.number);
    return (await other.counting.totals.totals([number!]))[0];
  };
  const shownOverHttp = async (name: string) => {
    const { data } = await api.ask<{ article: { views: number } }>(
      'query ($id: ID!) { article(id: $id) { views } }',
      { id: ids.get(name) },
    );
    return data.article.views;
  };
  const input = (changes: object = {}) => ({
    from: new Date(Date.now() - 600_000).toISOString(),
    to: new Date().toISOString(),
    articleId: ids.get('burst'),
    reason: 'one network, one minute',
    ...changes,
  });

  test('leaves the lists and the totals of every process within seconds, and comes back', async () => {
    await until(async () => (await top())[0]?.includes('burst') === true, FOLLOWS);
    const dry = await api.ask<Excluded>(EXCLUDE, { input: input({ dryRun: true }) }, { as: admin });
    expect(dry.data.excludeViews).toMatchObject({ exclusion: null, views: 300, userErrors: [] });
    expect(await shownOverHttp('burst')).toBe(300);

    const { data } = await api.ask<Excluded>(EXCLUDE, { input: input() }, { as: admin });
    expect(data.excludeViews).toMatchObject({
      exclusion: { state: 'IN_FORCE', views: 300, excludedBy: 'the admin' },
      views: 300,
      articles: [{ articleId: ids.get('burst'), views: 300, counters: [{ source: 'OTHER', views: 300 }] }],
      userErrors: [],
    });
    await until(async () => (await top()).every((slug) => !slug.includes('burst')), FOLLOWS);
    await until(async () => (await totalIn('burst')) === 0, FOLLOWS);
    expect(await shownOverHttp('burst')).toBe(0);
    expect(await shownOverHttp('first')).toBe(25);

    const { id } = data.excludeViews.exclusion!;
    const back = await api.ask(TAKE_BACK, { id }, { as: admin });
    expect(back.data).toEqual({
      takeBackExclusion: {
        exclusion: { state: 'TAKEN_BACK', takenBackReason: 'it was real' },
        userErrors: [],
      },
    });
    await until(async () => (await top())[0]?.includes('burst') === true, FOLLOWS);
    await until(async () => (await totalIn('burst')) === 300, FOLLOWS);
    expect(await shownOverHttp('burst')).toBe(300);

    const { data: audit } = await api.ask<{
      auditLog: { edges: { node: { act: string; actorName: string } }[] };
    }>(
      'query ($id: String) { auditLog(subject: EXCLUSION, subjectId: $id) { edges { node { act actorName } } } }',
      { id },
      { as: admin },
    );
    expect(audit.auditLog.edges.map(({ node }) => [node.act, node.actorName])).toEqual([
      ['TAKEN_BACK', 'the admin'],
      ['EXCLUDED', 'the admin'],
    ]);
  });

  test('is found by who was heaviest', async () => {
    const burst = ids.get('burst')!;
    await other.readBy(['heavy-visitor-01'], burst);
    await other.readBy(['heavy-visitor-01'], ids.get('first')!);
    // By the clock of Redis, which may be a little ahead of this one.
    await passes(200);
    const { data, errors } = await api.ask<{
      heaviestVisitors: {
        visitors: { visitorHash: string; views: number; articles: { views: number }[] }[];
        views: number;
      };
    }>(
      `query ($from: DateTime!, $to: DateTime!) {
        heaviestVisitors(from: $from, to: $to, first: 1) { visitors { visitorHash views articles { views } } views }
      }`,
      { from: new Date(Date.now() - 600_000).toISOString(), to: new Date().toISOString() },
      { as: admin },
    );
    expect(errors).toBeUndefined();
    expect(data.heaviestVisitors).toEqual({
      visitors: [{ visitorHash: 'heavy-visitor-01', views: 2, articles: [{ views: 1 }, { views: 1 }] }],
      views: 377,
    });
  });

  test.each([
    { changes: { articleId: null }, code: 'BAD_USER_INPUT', field: 'source' },
    { changes: { to: '2035-01-01T00:00:00Z' }, code: 'BAD_USER_INPUT', field: 'to' },
    { changes: { from: '2035-01-01T00:00:00Z' }, code: 'BAD_USER_INPUT', field: 'to' },
    { changes: { visitorHash: 'x'.repeat(10_000) }, code: 'BAD_USER_INPUT', field: 'visitorHash' },
    { changes: { slot: 3 }, code: 'BAD_USER_INPUT', field: 'slot' },
    { changes: { rail: 'LATEST', source: 'SOCIAL' }, code: 'BAD_USER_INPUT', field: 'source' },
    { changes: { reason: ' ' }, code: 'BAD_USER_INPUT', field: 'reason' },
    { changes: { articleId: 'no article' }, code: 'BAD_USER_INPUT', field: 'articleId' },
    { changes: { source: 'SOCIAL' }, code: 'NOTHING_TO_EXCLUDE', field: 'from' },
  ])('$changes is refused: $code at $field', async ({ changes, code, field }) => {
    const { data } = await api.ask<Excluded>(EXCLUDE, { input: input(changes) }, { as: admin });
    expect(data.excludeViews.exclusion).toBeNull();
    expect(data.excludeViews.userErrors).toMatchObject([{ code, field }]);
  });

  test('is excluded by nobody but who may', async () => {
    const { errors } = await api.ask(EXCLUDE, { input: input() }, { as: await keyOf(api, Role.EDITOR) });
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('a visitor', () => {
  test('is forgotten wherever it is named, and no log says who it was', async () => {
    const [draft] = [anArticleDraft({ externalId: 'read by one' })];
    await api.publish([draft]);
    const service = await keyOf(api, Role.SERVICE);
    const { data: found } = await api.ask<{ articles: { edges: { node: { id: string } }[] } }>(
      '{ articles(first: 1) { edges { node { id } } } }',
    );
    const articleId = found.articles.edges[0]!.node.id;
    const headers = { 'user-agent': BROWSER };
    await api.ask(
      'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      { input: { articleId, visitor: 'somebody' } },
      { headers },
    );
    await api.ask(
      'mutation ($inputs: [RecordEngagementInput!]!) { recordEngagement(inputs: $inputs) { outcomes { seconds } } }',
      { inputs: [{ articleId, visitor: 'somebody', seconds: 10, eventId: 'a heartbeat' }] },
      { headers },
    );
    const { visitor } = await api.counting.visitorIds.ofOwnId('somebody');
    const isKept = async () => {
      const keys = await api.stores.redis.client.keys(`${api.stores.keySpace}*`);
      for (const key of keys) {
        const dumped = await api.stores.redis.client.dump(key.slice(api.stores.keySpace.length));
        if (key.includes(visitor) || dumped?.includes(visitor)) return key;
      }
      return undefined;
    };
    await until(
      async () => (await api.stores.redis.client.keys(`*last-read:${visitor}`)).length > 0,
      FOLLOWS,
    );
    expect(await isKept()).toBeDefined();
    const FORGET = `mutation ($input: ForgetVisitorInput!) {
      forgetVisitor(input: $input) { places { place found } notes userErrors { code field } }
    }`;
    const { data } = await api.ask<{ forgetVisitor: { places: { place: string; found: number }[] } }>(
      FORGET,
      { input: { visitor: 'somebody' } },
      { as: service },
    );
    expect(data.forgetVisitor.places).toEqual(
      expect.arrayContaining([
        { place: 'VIEW_STREAM', found: 1 },
        { place: 'READING_SESSIONS', found: 1 },
        { place: 'ENGAGED_READINGS', found: 1 },
      ]),
    );
    expect(await isKept()).toBeUndefined();
    const again = await api.ask<typeof data>(FORGET, { input: { visitor: 'somebody' } }, { as: service });
    expect(again.data.forgetVisitor.places.every((place) => place.found === 0)).toBe(true);
    const rows = await api.stores.dataSource.query(`select * from audit_entry where subject = 'VISITOR'`);
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(visitor);
    expect(JSON.stringify(rows)).not.toContain('somebody');
  });

  test('is forgotten also where what it has read is still to be learnt from', async () => {
    await api.publish([anArticleDraft({ externalId: 'just read' })]);
    const { data: found } = await api.ask<{ articles: { edges: { node: { id: string } }[] } }>(
      '{ articles(first: 1) { edges { node { id } } } }',
    );
    const articleId = found.articles.edges[0]!.node.id;
    const service = await keyOf(api, Role.SERVICE);
    const headers = { 'user-agent': BROWSER };
    const input = { articleId, visitor: 'in a hurry' };
    await api.ask(
      'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      { input },
      { headers },
    );
    const { visitor } = await api.counting.visitorIds.ofOwnId('in a hurry');
    const { data } = await api.ask<{ forgetVisitor: { places: { place: string; found: number }[] } }>(
      'mutation ($input: ForgetVisitorInput!) { forgetVisitor(input: $input) { places { place found } } }',
      { input: { visitor: 'in a hurry' } },
      { as: service },
    );
    expect(data.forgetVisitor.places).toContainEqual({ place: 'READING_SESSIONS', found: 1 });
    await passes(500);
    expect(await api.stores.redis.client.keys(`*last-read:${visitor}`)).toEqual([]);
  });
});
