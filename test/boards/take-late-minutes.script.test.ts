import { BoardStore } from '../../src/boards/board.store';
import { lateMinutesTermKey, minutesTouchedLateKey } from '../../src/boards/board-keys';
import { type LateMinutes, takeLateMinutes } from '../../src/boards/take-late-minutes.script';
import { runScript } from '../../src/platform/redis/script';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const partition = 3;
const touch = (...minutes: number[]) =>
  stores.redis.client.sadd(minutesTouchedLateKey(partition), ...minutes.map(String));
const take = async (term: number): Promise<LateMinutes> => {
  const { minutes, ...rest } = await runScript(stores.redis, takeLateMinutes, { partition, term, most: 100 });
  return { minutes: [...minutes].sort(), ...rest };
};

afterEach(async () => removeKeys(stores, await allKeys(stores)));

describe('minutes that late views have touched', () => {
  test('are taken once', async () => {
    await touch(970, 980);
    expect(await take(1)).toEqual({ minutes: [970, 980] });
    expect(await take(1)).toEqual({ minutes: [] });
  });

  test('are not taken by a leader whose successor has taken any, even none', async () => {
    await take(2);
    await touch(970);
    expect(await take(1)).toEqual({ minutes: [], laterTerm: 2 });
    expect(await take(2)).toEqual({ minutes: [970] });
  });

  test('are taken from the leader before by the first of a later term', async () => {
    await take(4);
    await touch(970);
    expect(await take(5)).toEqual({ minutes: [970] });
    expect(await take(4)).toEqual({ minutes: [], laterTerm: 5 });
    expect(await stores.redis.client.get(lateMinutesTermKey(partition))).toBe('5');
  });

  test('of all partitions are none where one of them knows of a later leader', async () => {
    await take(2);
    await touch(970);
    const boards = new BoardStore(stores.redis);
    expect(await boards.takeLateMinutes(1)).toEqual({ minutes: [], laterTerm: 2, isWhole: false });
    expect(await boards.takeLateMinutes(2)).toEqual({ minutes: [970], isWhole: true });
  });
});
