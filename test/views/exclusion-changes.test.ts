import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { type ExclusionChange, ExclusionChanges } from '../../src/views/exclusion-changes';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();

/** What stands in Postgres, which may be told to hang or to be away. */
class Kept {
  readonly changes: { id: string; change: number; fromMs: number; toMs: number }[] = [];
  answers: () => Promise<void> = async () => undefined;
  looks = 0;

  add(fromMs: number, toMs: number): string {
    const change = this.changes.length + 1;
    this.changes.push({ id: `e${change}`, change, fromMs, toMs });
    return `e${change}`;
  }

  async latestChange(): Promise<number> {
    return this.changes.length;
  }

  async changesAfter(change: number) {
    this.looks++;
    await this.answers();
    return this.changes.filter((one) => one.change > change);
  }

  async articlesOf(ids: readonly string[]): Promise<number[]> {
    return ids.map((id) => Number(id.slice(1)));
  }
}

const stops: (() => void)[] = [];

/** One process of several that look at the same. */
async function aProcess(repository: Kept) {
  const clock = new SimulatedClock(0);
  const warn = jest.spyOn(stores.log, 'warn').mockClear();
  const changes = new ExclusionChanges({ repository, redis: stores.redis, clock, log: stores.log });
  const heard: ExclusionChange[] = [];
  changes.onExclusion((change) => void heard.push(change));
  stops.push(await changes.start());
  return { changes, clock, heard, warn };
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

test('every process hears of an exclusion, once, and of none from before it started', async () => {
  const kept = new Kept();
  kept.add(1, 2);
  const [one, two] = [await aProcess(kept), await aProcess(kept)];
  await one.changes.announce(kept.add(10, 20));
  const told = [{ articles: [2], fromMs: 10, toMs: 20 }];
  expect(one.heard).toEqual(told);
  await until(() => two.heard.length > 0);
  await two.changes.look();
  expect(two.heard).toEqual(told);
});

test('what was not announced is found within a second, several in one', async () => {
  const kept = new Kept();
  const { clock, heard } = await aProcess(kept);
  kept.add(10, 20);
  kept.add(5, 12);
  await clock.advanceBy(1_000);
  await until(() => heard.length > 0);
  expect(heard).toEqual([{ articles: [1, 2], fromMs: 5, toMs: 20 }]);
});

test('a listener that fails keeps it from nobody', async () => {
  const kept = new Kept();
  const { changes, heard } = await aProcess(kept);
  const last: ExclusionChange[] = [];
  changes.onExclusion(() => {
    throw new Error('broken');
  });
  changes.onExclusion((change) => void last.push(change));
  await changes.announce(kept.add(10, 20));
  expect(last).toEqual(heard);
  expect(last).toHaveLength(1);
});

test('while Postgres is away nothing is told, the log says so once, and afterwards all of it is', async () => {
  const kept = new Kept();
  const { changes, heard, warn } = await aProcess(kept);
  kept.answers = async () => {
    throw new StoreUnavailable('Postgres', new Error('gone'));
  };
  await changes.announce(kept.add(10, 20));
  for (let times = 0; times < 3; times++) await changes.look();
  expect(heard).toEqual([]);
  expect(warn).toHaveBeenCalledTimes(1);
  kept.answers = async () => undefined;
  await changes.look();
  expect(heard).toHaveLength(1);
});

test('a look that hangs holds up neither who announces nor the next look', async () => {
  const kept = new Kept();
  const { changes, heard } = await aProcess(kept);
  let isHanging = true;
  kept.answers = async () => {
    if (isHanging) await new Promise(() => undefined);
  };
  const before = kept.looks;
  const announced = changes.announce(kept.add(10, 20));
  await until(() => kept.looks > before);
  isHanging = false;
  await announced;
  await changes.look();
  expect(heard).toHaveLength(1);
});
