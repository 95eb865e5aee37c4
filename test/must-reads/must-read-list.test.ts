import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import type { PickDraft } from '../../src/must-reads/must-read-pick.repository';
import { BadUserInput } from '../../src/platform/errors';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const HOUR_MS = 3_600_000;
const clock = new ReplayClock(START_MS);
clock.runOften();
const names = ['bridge', 'tower', 'harbour', 'market', 'river', 'garden'];
const ids = new Map<string, string>();
let live: LiveNewsroom;

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const outcomes = await live.publish(names, (name) => ({ section: { slug: `of-${name}`, name } }));
  for (const [name, { id }] of outcomes) ids.set(name, id);
});

afterAll(() => live.stop());

async function ask(argumentsText = '') {
  const { mustReads } = await live.ask(`{ mustReads${argumentsText} {
    edges { cursor rank score reason explain { sentence parts { kind value } } node { slug } }
    pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
  } }`);
  return mustReads;
}

async function listed(argumentsText = ''): Promise<string[]> {
  const { edges } = await ask(argumentsText);
  return edges.map(
    (edge: { node: { slug: string }; reason: string }) =>
      `${edge.node.slug.slice('about-the-'.length)} ${edge.reason}`,
  );
}

const pick = (name: string, given: Partial<PickDraft> = {}) => ({
  articleId: ids.get(name)!,
  value: 3,
  lifetime: PickLifetime.MEDIUM,
  from: new Date(START_MS - HOUR_MS),
  ...given,
});

describe('must-reads', () => {
  test('are the newest before anybody has picked or read', async () => {
    expect(await listed()).toEqual(names.slice(0, 5).map((name) => `${name} NEWEST`));
  });

  test('are filled with the most read of the week', async () => {
    await live.read(ids.get('garden')!, 3);
    await clock.jumpTo(clock.nowMs() + 61_000);
    expect((await listed())[0]).toBe('garden READ_THIS_WEEK');
  });

  test('show a pick within seconds, pins first', async () => {
    await live.newsroom.picks.writePicks([
      pick('harbour', { value: 5, to: new Date(START_MS + HOUR_MS) }),
      pick('market', { value: 2 }),
      pick('river', { value: 1, pin: { reason: 'Flood.', until: new Date(START_MS + 90_000) } }),
    ]);
    await clock.jumpTo(clock.nowMs() + 2_000);
    expect(await listed()).toEqual([
      'river PINNED',
      'harbour PICKED',
      'market PICKED',
      'garden READ_THIS_WEEK',
      'bridge NEWEST',
    ]);
    const [first] = (await ask('(first: 1)')).edges;
    expect(first.explain.sentence).toBe(
      'Fixed to first place by the editors until 1 April, 12:02 ("Flood.")',
    );
    expect(first.explain.parts.map(({ kind }: { kind: string }) => kind)).toEqual(['GRADE', 'AGE']);
    const values = first.explain.parts.map(({ value }: { value: number }) => value);
    expect(values.reduce((sum: number, value: number) => sum + value, 0)).toBeCloseTo(first.score, 6);
  });

  test('end a pin on the second; the pick goes on by its grade', async () => {
    await clock.jumpTo(START_MS + 90_000 - 1);
    expect((await listed())[0]).toBe('river PINNED');
    await clock.jumpTo(START_MS + 90_000);
    expect((await listed()).slice(0, 3)).toEqual(['harbour PICKED', 'market PICKED', 'river PICKED']);
  });

  test('end a pick on the second', async () => {
    await clock.jumpTo(START_MS + HOUR_MS - 1);
    expect(await listed('(first: 2)')).toContain('harbour PICKED');
    await clock.jumpTo(START_MS + HOUR_MS);
    expect(await listed('(first: 6)')).not.toContain('harbour PICKED');
  });

  test('begin a pick on the second, also when no store answers by then', async () => {
    const from = new Date(clock.nowMs() + 60_000);
    await live.newsroom.picks.writePicks([{ ...pick('garden', { value: 5 }), from }]);
    await clock.jumpTo(clock.nowMs() + 2_000);
    const reading = jest.spyOn(live.newsroom.picks, 'picksNotOver').mockRejectedValue(new Error('away'));
    await clock.jumpTo(from.getTime() - 1);
    expect(await listed('(first: 6)')).not.toContain('garden PICKED');
    await clock.jumpTo(from.getTime());
    expect(await listed('(first: 6)')).toContain('garden PICKED');
    expect(reading).toHaveBeenCalled();
    reading.mockRestore();
    await stores.dataSource.query('delete from must_read_pick where article_id = $1', [ids.get('garden')]);
    await clock.jumpTo(clock.nowMs() + 2_000);
  });

  test('leave out what the reader has read, and the next ones move up', async () => {
    const all = await listed('(first: 6)');
    const [first, second] = (await ask('(first: 2)')).edges.map((edge: { node: { slug: string } }) => {
      return ids.get(edge.node.slug.slice('about-the-'.length));
    });
    expect(await listed(`(first: 6, excluding: ["${first}", "${second}"])`)).toEqual(all.slice(2));
  });

  test('of a section are what it has of them', async () => {
    expect(await listed('(section: "of-tower")')).toEqual(['tower NEWEST']);
  });

  test('are those of the snapshot once the ranker has the same picks', async () => {
    await clock.jumpTo(clock.nowMs() + 4_000);
    const { snapshot } = (await live.ask('{ mustReads { snapshot { id } } }')).mustReads;
    expect(snapshot.id).not.toBe('0-0');
    expect(live.rails.mustReads.ownEntries()).toBeUndefined();
  });

  test('come in pages', async () => {
    const first = await ask('(first: 4)');
    const second = await ask(`(first: 4, after: "${first.pageInfo.endCursor}")`);
    expect([...first.edges, ...second.edges].map((edge: { rank: number }) => edge.rank)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(first.totalCount).toBe(6);
  });

  test.each(['(first: -1)', '(first: 51)', '(after: "garbage")'])(
    'refuse %s by name',
    async (argumentsText) => {
      await expect(ask(argumentsText)).rejects.toThrow(BadUserInput);
    },
  );
});
