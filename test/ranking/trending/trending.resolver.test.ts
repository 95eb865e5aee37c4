import { BadUserInput } from '../../../src/platform/errors';
import { ReplayClock } from '../../../src/traffic/replay-clock';
import { LiveNewsroom } from '../../builders/a-live-newsroom';
import { useStores } from '../../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const clock = new ReplayClock(Date.UTC(2026, 3, 1, 12, 0, 30));
clock.runOften();
const names = ['bridge', 'tower', 'harbour', 'market', 'river'];
const ids = new Map<string, string>();
let live: LiveNewsroom;

/** So many readers of each in a minute. */
async function readAMinute(readers: Record<string, number>): Promise<void> {
  for (const [name, count] of Object.entries(readers)) await live.read(ids.get(name)!, count);
  await clock.jumpTo(clock.nowMs() + MINUTE_MS);
}

async function trending(argumentsText = '') {
  const answer = await live.ask(`{ trending${argumentsText} {
    edges { score reason explain { sentence parts { value } surprise { factor } } node { slug } } totalCount
  } }`);
  return answer.trending;
}

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const publishedAt = new Date(clock.nowMs() - 20 * 60 * MINUTE_MS);
  for (const [name, { id }] of await live.publish(names, { publishedAt })) ids.set(name, id);
  for (let minute = 0; minute < 12; minute++) {
    await readAMinute({ bridge: 1, tower: 4, harbour: 4, market: 4, river: 4 });
  }
});

afterAll(() => live.stop());

test('nothing trends while all are read as before, nor while the whole site is read three times as much', async () => {
  expect(await trending()).toEqual({ edges: [], totalCount: 0 });
  for (let minute = 0; minute < 4; minute++) {
    await readAMinute({ bridge: 3, tower: 12, harbour: 12, market: 12, river: 12 });
  }
  expect((await trending()).edges).toEqual([]);
});

test('an old article to which readers flock trends, with the numbers that say why', async () => {
  await readAMinute({ bridge: 30, tower: 12, harbour: 12, market: 12, river: 12 });
  const { edges, totalCount } = await trending();
  expect(edges.map(({ node }: { node: { slug: string } }) => node.slug)).toEqual(['about-the-bridge']);
  expect(totalCount).toBe(1);
  const [{ score, reason, explain }] = edges;
  expect(reason).toBe('TRENDING');
  expect(explain.sentence).toMatch(/^\d+ readers since \d\d:\d\d, [\d.]+ times the [\d.]+ expected/);
  const whole = explain.parts.reduce((sum: number, part: { value: number }) => sum + part.value, 0);
  expect(whole).toBeCloseTo(score, 6);
  expect((await trending(`(excluding: ["${ids.get('bridge')}"])`)).edges).toEqual([]);
});

test.each(['(first: -1)', '(section: "nowhere")', '(after: "garbage")'])('%s is refused', async (given) => {
  await expect(trending(given)).rejects.toThrow(BadUserInput);
});
