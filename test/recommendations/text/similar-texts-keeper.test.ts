import type { ArticleChanged } from '../../../src/articles/article-changes';
import { SimulatedClock } from '../../../src/platform/clock';
import { similarTextsJob } from '../../../src/recommendations/text/similar-texts.job';
import { SimilarTextsKeeper } from '../../../src/recommendations/text/similar-texts-keeper';
import { useStores } from '../../setup/stores';

const { log } = useStores();
const clock = new SimulatedClock(1_000_000);
let isBehind: boolean;
let isAway: boolean;
let asked: number[];
let told: number[][];
let rounds: number[][];
let change: () => void;
let keeper: SimilarTextsKeeper;

beforeEach(() => {
  [isBehind, isAway, asked, told, rounds] = [false, false, [], [], []];
  keeper = new SimilarTextsKeeper({
    turns: {
      async addJob(_, runAt) {
        if (isAway) throw new Error('Postgres is away');
        asked.push(runAt.getTime() - clock.nowMs());
      },
    },
    indexer: {
      isBehind: async () => isBehind,
      async catchUp(onRound) {
        for (const round of rounds) if ((await onRound(round)) === 'stop') return false;
        return !isBehind;
      },
    },
    changes: {
      onChange: (listener) => {
        change = () => void listener({} as ArticleChanged);
        return () => undefined;
      },
    },
    channel: {
      publish: async (numbers) => {
        if (isAway) throw new Error('Redis is away');
        told.push(numbers);
      },
    },
    clock,
    log,
  });
});
afterEach(() => keeper.stop());

describe('the keeper of similar texts', () => {
  test('asks for one job where many articles change', async () => {
    keeper.start();
    for (let article = 0; article < 500; article++) change();
    await clock.advanceBy(200);
    expect(asked).toEqual([0]);
    change();
    await clock.advanceBy(200);
    expect(asked).toEqual([0, 0]);
  });

  test('finds at its start, and every minute, what nobody has asked for', async () => {
    isBehind = true;
    keeper.start();
    await clock.advanceBy(1);
    expect(asked).toHaveLength(1);
    isBehind = false;
    await clock.advanceBy(60_000);
    expect(asked).toHaveLength(1);
    isBehind = true;
    await clock.advanceBy(60_000);
    expect(asked).toHaveLength(2);
  });

  test('goes on when Postgres is back', async () => {
    keeper.start();
    isAway = true;
    change();
    await clock.advanceBy(200);
    expect(asked).toEqual([]);
    [isAway, isBehind] = [false, true];
    await clock.advanceBy(60_000);
    expect(asked).toEqual([0]);
  });

  test('tells other processes whose lists have changed', async () => {
    rounds = [[1, 2], [], [3]];
    await similarTextsJob(keeper)(undefined);
    expect(told).toEqual([[1, 2], [3]]);
    expect(asked).toEqual([]);
  });

  test('does its job without Redis', async () => {
    [rounds, isAway] = [[[1], [2]], true];
    await expect(keeper.catchUp()).resolves.toBeUndefined();
  });

  test('asks again for what another process is at', async () => {
    isBehind = true;
    await keeper.catchUp();
    expect(asked).toEqual([1_000]);
  });

  test('leaves a long job at its end, and the rest to whoever runs next', async () => {
    rounds = [[1], [2], [3]];
    keeper.start();
    await keeper.stop();
    await keeper.catchUp();
    expect(told).toEqual([[1]]);
    expect(asked).toEqual([1_000]);
  });
});
