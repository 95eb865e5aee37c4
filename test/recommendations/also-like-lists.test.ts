import { BadUserInput } from '../../src/platform/errors';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { withdraw } from '../builders/an-editor';
import { useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const clock = new ReplayClock(START_MS);
clock.runOften();
const names = [
  'bridge',
  'tower',
  'harbour',
  'market',
  'river',
  'garden',
  'school',
  'museum',
  'station',
  'forest',
];
const ids = new Map<string, string>();
let live: LiveNewsroom;

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const outcomes = await live.publish(names, (name) => ({
    section: { slug: `section-${names.indexOf(name) % 3}`, name: 'A section' },
  }));
  for (const [name, { id }] of outcomes) ids.set(name, id);
  await clock.jumpTo(clock.nowMs() + 1_000);
});

afterAll(() => live.stop());

/** So many visitors read these articles, one after the other. */
async function readInARow(articles: readonly string[], visitors: number, isPrivate = false): Promise<void> {
  const names = Array.from({ length: visitors }, () => `reader ${Math.random()}`);
  for (const article of articles) {
    await live.counting.counter.record(
      names.map((visitor) => ({
        reader: { visitor, kind: 'READER' as const, isPrivate },
        report: { articleId: ids.get(article)! },
      })),
    );
    await live.rails.recorder.drain();
  }
  await clock.jumpTo(clock.nowMs() + 1_000);
}

async function alsoLike(article: string, argumentsText = '') {
  const answer = await live.ask(
    `query ($id: ID!) { article(id: $id) { youMayAlsoLike${argumentsText} {
      edges { rank score reason explain { sentence parts { value } } node { slug } } totalCount
    } } }`,
    { id: ids.get(article) },
  );
  return answer.article.youMayAlsoLike;
}

async function namesFor(article: string, argumentsText = ''): Promise<string[]> {
  const { edges } = await alsoLike(article, argumentsText);
  return edges.map((edge: { node: { slug: string } }) => edge.node.slug.replace('about-the-', ''));
}

const read = (...articles: string[]) => `(read: [${articles.map((name) => `"${ids.get(name)}"`).join()}])`;

describe('you may also like', () => {
  test('is full before anybody has read anything', async () => {
    const list = await namesFor('bridge');
    expect(list).toHaveLength(5);
    expect(list).not.toContain('bridge');
  });

  test('is made once for all who ask at the same time', async () => {
    const [card] = await live.newsroom.cards.byIds([ids.get('bridge')!]);
    const ask = () => live.rails.alsoLike.listFor(card!, []);
    await clock.jumpTo(clock.nowMs() + 1_000);
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toBe(other);
    expect(await ask()).toBe(one);
    await clock.jumpTo(clock.nowMs() + 1_000);
    expect(await ask()).not.toBe(one);
  });

  test('shows what has just been published at once, and what has been withdrawn no more', async () => {
    const shown = () => namesFor('bridge', '(first: 20)');
    expect(await shown()).not.toContain('kiosk');
    const outcomes = await live.publish(['kiosk']);
    expect(await shown()).toContain('kiosk'); // time stands still here
    await withdraw(live.newsroom, outcomes.get('kiosk')!.id);
    expect(await shown()).not.toContain('kiosk');
  });

  test('learns where readers go on to', async () => {
    await readInARow(['bridge', 'forest'], 6);
    await readInARow(['bridge', 'station'], 3);
    expect((await namesFor('bridge')).slice(0, 2)).toEqual(['forest', 'station']);
    const { edges } = await alsoLike('bridge');
    expect(edges[0]).toMatchObject({ rank: 1, reason: 'READ_NEXT' });
    const sum = edges[0].explain.parts.reduce(
      (total: number, part: { value: number }) => total + part.value,
      0,
    );
    expect(sum).toBeCloseTo(edges[0].score, 12);
    expect(edges[0].explain.sentence).toBe('Read next by 6 of the last 9 readers');
  });

  test('learns from what was read before the last, too', async () => {
    await readInARow(['museum', 'school', 'garden'], 5);
    expect((await namesFor('museum')).slice(0, 2)).toEqual(['school', 'garden']);
  });

  test('never shows what the client says it has read, and lets that count', async () => {
    const list = await namesFor('bridge', read('forest', 'museum'));
    expect(list).not.toContain('forest');
    expect(list).not.toContain('museum');
    expect(list.slice(0, 2)).toEqual(['station', 'school']);
  });

  test('is not learnt from readers who asked not to be followed', async () => {
    await readInARow(['river', 'market'], 8, true);
    expect((await alsoLike('river')).edges.map((edge: { reason: string }) => edge.reason)).not.toContain(
      'READ_NEXT',
    );
  });

  test('loses a withdrawn article at once', async () => {
    expect((await namesFor('bridge'))[0]).toBe('forest');
    await withdraw(live.newsroom, ids.get('forest')!);
    expect(await namesFor('bridge')).not.toContain('forest');
    expect(await namesFor('bridge', read('museum'))).not.toContain('forest');
  });

  test('is never empty, however much has been read', async () => {
    const others = names.filter((name) => name !== 'bridge' && name !== 'forest' && name !== 'river');
    expect(await namesFor('bridge', read(...others))).toEqual(['river']);
  });

  test('costs no Redis and no SQL while it is fresh, and neither do the other rails', async () => {
    await namesFor('tower');
    const commands = jest.spyOn(stores.redis.client, 'sendCommand');
    const statements = jest.spyOn(stores.dataSource, 'query');
    for (let i = 0; i < 20; i++) {
      await namesFor('tower');
      await live.ask(
        '{ popularNow { edges { node { headline section { name } } } } mustReads { totalCount } }',
      );
    }
    expect(commands).not.toHaveBeenCalled();
    expect(statements).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  test('takes what is not in memory as unread while Postgres does not answer', async () => {
    const unknown = '00000000-0000-7000-8000-00000000000f';
    const query = jest.spyOn(stores.dataSource, 'query').mockRejectedValue(new Error('away'));
    const list = await namesFor('bridge', `(read: ["${ids.get('museum')}", "${unknown}"])`);
    query.mockRestore();
    expect(list).toHaveLength(5);
    expect(list).not.toContain('museum');
  });

  test('knows what was read by an id in capitals', async () => {
    expect(await namesFor('bridge', `(read: ["${ids.get('museum')!.toUpperCase()}"])`)).not.toContain(
      'museum',
    );
  });

  test.each([
    { name: '1,001 read articles', argumentsText: `(read: [${Array(1_001).fill('"x"').join()}])` },
    { name: 'a first of 21', argumentsText: '(first: 21)' },
    { name: 'a first of -1', argumentsText: '(first: -1)' },
  ])('refuses $name by name', async ({ argumentsText }) => {
    await expect(alsoLike('bridge', argumentsText)).rejects.toThrow(BadUserInput);
  });

  test('takes an unknown or broken id in "read" as no article', async () => {
    expect(
      await namesFor('bridge', '(read: ["nothing", "00000000-0000-7000-8000-000000000000"])'),
    ).toHaveLength(5);
  });
});
