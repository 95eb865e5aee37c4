// Readers who may be followed for as long as they read, and readers who have asked not to be followed at all, over HTTP:
// what Redis holds of each, and what each is recommended.

import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const settings = [
  { honour: 'on', header: 'sec-gpc', isFollowed: false },
  { honour: 'off', header: 'sec-gpc', isFollowed: false },
  { honour: 'on', header: 'dnt', isFollowed: false },
  { honour: 'off', header: 'dnt', isFollowed: true },
];
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const HALF_AN_HOUR_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

describe.each(['on', 'off'])('with HONOUR_DO_NOT_TRACK %s', (honour) => {
  const api = useApi({ RANKING_THREAD: 'main', HONOUR_DO_NOT_TRACK: honour });
  const ids: string[] = [];

  beforeAll(async () => {
    await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
    const rows: { id: string }[] = await api.stores.dataSource.query('select id from article order by slug');
    ids.push(...rows.map(({ id }) => id));
  });

  async function read(visitor: string, articles: readonly number[], headers: Record<string, string>) {
    for (const article of articles) {
      const { data } = await api.ask<{ recordView: { status: string } }>(
        'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
        { input: { articleId: ids[article], visitor } },
        { headers: { 'user-agent': BROWSER, ...headers } },
      );
      expect(data.recordView.status).toBe('COUNTED');
    }
  }

  async function keysLike(pattern: string): Promise<string[]> {
    const { redis, keySpace } = api.stores;
    const keys = await redis.client.keys(`${keySpace}*${pattern}*`);
    return keys.map((key) => key.slice(keySpace.length));
  }

  async function listOf(article: number, before: readonly number[], headers: Record<string, string> = {}) {
    const { data } = await api.ask<{ article: { youMayAlsoLike: { edges: { node: { id: string } }[] } } }>(
      `query ($id: ID!, $read: [ID!]) { article(id: $id) { youMayAlsoLike(first: 20, read: $read) {
        edges { node { id } } } } }`,
      { id: ids[article], read: before.map((number) => ids[number]) },
      { headers },
    );
    return data.article.youMayAlsoLike.edges.map(({ node }) => ids.indexOf(node.id));
  }

  const own = settings.filter((one) => one.honour === honour);

  test.each(own)(
    'a reader who sends $header: 1 has a session: $isFollowed',
    async ({ header, isFollowed }) => {
      const visitor = `reader with ${header}`;
      const before = await keysLike('last-read');
      await read(visitor, [0, 1, 2], { [header]: '1' });
      // Who is followed has been learnt from by now, or is soon; a view after it tells that nobody waits any more.
      await read(`after ${visitor}`, [3, 4], {});
      const sessions = async () => (await keysLike('last-read')).filter((key) => !before.includes(key));
      const expected = isFollowed ? 2 : 1;
      await until(async () => (await sessions()).length >= expected, { what: 'the sessions are there' });
      expect(await sessions()).toHaveLength(expected);
      const { visitor: pseudonym } = await api.counting.visitorIds.ofOwnId(visitor);
      expect((await keysLike(pseudonym)).length > 0).toBe(isFollowed);
      for (const key of await sessions()) {
        const leftMs = await api.stores.redis.client.pttl(key);
        expect(leftMs).toBeGreaterThan(0);
        expect(leftMs).toBeLessThanOrEqual(HALF_AN_HOUR_MS);
      }
    },
  );

  test('nothing that knows where readers go names one of them, and no session outlives its day', async () => {
    await until(async () => (await keysLike(':onward:')).length > 0, { what: 'something has been learnt' });
    const { client } = api.stores.redis;
    const articles = new Set(
      (await api.stores.dataSource.query('select number from article')).map(
        ({ number }: { number: number }) => String(number),
      ),
    );
    for (const key of await keysLike(':onward:')) {
      const members = await client.zrange(key, 0, -1);
      expect(
        members.every((member) => articles.has(member.replace(/^</, '')) || ['*', '#', '@'].includes(member)),
      ).toBe(true);
    }
    const pseudonyms = new Set((await keysLike('last-read')).map((key) => key.split(':').at(-1)!));
    expect(pseudonyms.size).toBeGreaterThan(0);
    for (const pseudonym of pseudonyms) {
      for (const key of await keysLike(pseudonym)) {
        const leftMs = await client.pttl(key);
        expect([key, leftMs > 0 && leftMs <= DAY_MS]).toEqual([key, true]);
      }
    }
  });

  test.each(own)(
    'the list of one who sends $header: 1 is that of everybody: not $isFollowed',
    async (given) => {
      const { header, isFollowed } = given;
      for (let reader = 0; reader < 4; reader++) await read(`${header} guide ${reader}`, [5, 11], {});
      await until(async () => (await listOf(5, []))[0] === 11, {
        what: 'it is learnt where readers go from 5',
      });
      // What readers read now moves the lists: only what stood between two equal readings is compared.
      await until(
        async () => {
          const everybody = await listOf(8, []);
          const steered = await listOf(8, [5]);
          const asked = await listOf(8, [5], { [header]: '1' });
          if (
            JSON.stringify([await listOf(8, []), await listOf(8, [5])]) !==
            JSON.stringify([everybody, steered])
          )
            return false;
          expect(steered[0]).toBe(11);
          expect(asked).not.toContain(5);
          expect(asked).toEqual(isFollowed ? steered : everybody.filter((article) => article !== 5));
          return true;
        },
        { what: 'the lists stand still for a moment' },
      );
    },
  );
});
