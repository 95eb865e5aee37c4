import type { MinuteCount } from '../../src/boards/board.store';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { allPartitions, type Partition, partitionOf } from '../../src/boards/partition';
import { BoardReadings } from '../../src/ranking/board-readings';
import type { CountedLately } from '../../src/views/counted-lately.store';

const MINUTE_MS = 60_000;
const START_MS = 1_000 * MINUTE_MS + 30_000;

/** Boards and streams that note what they are asked for. */
class NotedBoards {
  whole: number[] = [];
  parts: [Partition, number][] = [];
  single: [minute: number, articles: number[]][] = [];
  tops: string[] = [];
  late: number[] = [];
  laterTerm = 0;
  areMoving = false;
  told: Partial<CountedLately> = {};
  readonly counts = new Map<number, Map<number, MinuteCount>>();

  count(minute: number, article: number, views: number): void {
    const board = this.counts.get(minute) ?? new Map<number, MinuteCount>();
    this.counts.set(minute, board.set(article, { views, discount: 0 }));
  }

  async minuteCounts(minute: number) {
    this.whole.push(minute);
    return this.counts.get(minute) ?? new Map();
  }

  async minuteCountsIn(partition: Partition, minute: number) {
    this.parts.push([partition, minute]);
    return new Map([...(this.counts.get(minute) ?? [])].filter(([one]) => partitionOf(one) === partition));
  }

  async minuteCountsOf(minute: number, articles: Iterable<number>) {
    const asked = [...articles];
    this.single.push([minute, asked]);
    const board = this.counts.get(minute);
    return new Map(asked.map((one) => [one, board?.get(one) ?? { views: 0, discount: 0 }]));
  }

  async takeLateMinutes(term: number) {
    if (term < this.laterTerm) return { minutes: [], laterTerm: this.laterTerm, isWhole: false };
    const isWhole = !this.areMoving;
    return { minutes: isWhole ? this.late.splice(0) : [], isWhole };
  }

  async top(board: string) {
    this.tops.push(board);
    return [];
  }

  async positions() {
    return allPartitions.map(() => 0);
  }

  async since(): Promise<CountedLately> {
    const told = this.told;
    this.told = {};
    return { articles: new Map(), unknown: [], rewound: [], positions: await this.positions(), ...told };
  }
}

async function someReadings(startMs = START_MS) {
  const boards = new NotedBoards();
  const readings = new BoardReadings(boards, boards, 1_000);
  await readings.refresh(startMs, { term: 1 });
  const begin = () => Object.assign(boards, { whole: [], parts: [], single: [] });
  return { boards, readings, begin };
}

describe('the boards', () => {
  test('are all read on taking over, a few at once, and the lease is held between', async () => {
    const boards = new NotedBoards();
    const readings = new BoardReadings(boards, boards, 1_000);
    let held = 0;
    await readings.refresh(START_MS, { term: 1, between: async () => void held++ });
    expect(new Set(boards.whole).size).toBe(KEPT_MINUTES);
    expect([Math.min(...boards.whole), Math.max(...boards.whole)]).toEqual([1_000 - KEPT_MINUTES + 1, 1_000]);
    expect(held).toBeGreaterThan(5);
  });

  test('are read of those articles alone that were counted since', async () => {
    const { boards, readings, begin } = await someReadings();
    begin();
    boards.count(1_000, 7, 3);
    boards.count(1_000, 8, 5);
    boards.told = { articles: new Map([[1_000, new Set([7])]]) };
    await readings.refresh(START_MS + 400, { term: 1 });
    expect(boards.single).toEqual([[1_000, [7]]]);
    expect(boards.whole).toEqual([]);
    expect([readings.minutes.viewsWithin(7, 60), readings.minutes.viewsWithin(8, 60)]).toEqual([3, 0]);
  });

  test('of the previous minute are read whole once, a partition a tick, so that nothing stays missed', async () => {
    const { boards, readings, begin } = await someReadings();
    for (const article of [1, 2, 3, 4, 5]) boards.count(1_000, article, 2);
    await readings.refresh(1_001 * MINUTE_MS + 400, { term: 1 });
    expect(readings.minutes.size).toBe(0);
    begin();
    for (let tick = 0; tick < 20; tick++)
      await readings.refresh(1_001 * MINUTE_MS + 3_000 + tick * 400, { term: 1 });
    expect(boards.parts).toEqual(allPartitions.map((partition) => [partition, 1_000]));
    expect([...readings.minutes.articles()].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('of a partition whose stream has a gap are read whole, from the last reading on', async () => {
    const { boards, readings, begin } = await someReadings(1_000 * MINUTE_MS + 59_900);
    await readings.refresh(1_000 * MINUTE_MS + 59_950, { term: 1 });
    begin();
    boards.told = { unknown: [3] };
    await readings.refresh(1_002 * MINUTE_MS + 100, { term: 1 });
    expect(boards.parts).toEqual([
      [3, 1_002],
      [3, 1_001],
      [3, 1_000],
      [3, 999],
    ]);
  });

  test('of a partition that has fewer views than before are read from the beginning', async () => {
    const { boards, readings, begin } = await someReadings();
    const article = [...Array(100).keys()].find((one) => partitionOf(one) === 5)!;
    boards.count(990, article, 9);
    boards.late = [990];
    await readings.refresh(START_MS + 400, { term: 1 });
    expect(readings.minutes.viewsWithin(article, 60)).toBe(9);
    boards.counts.clear();
    begin();
    boards.told = { rewound: [5] };
    await readings.refresh(START_MS + 800, { term: 1 });
    expect(boards.parts.filter(([partition]) => partition === 5)).toHaveLength(KEPT_MINUTES);
    expect(readings.minutes.viewsWithin(article, 60)).toBe(0);
  });

  test('are left alone by who led before another took the late minutes', async () => {
    const { boards, readings, begin } = await someReadings();
    begin();
    boards.late = [970];
    boards.laterTerm = 2;
    expect(await readings.refresh(START_MS + 400, { term: 1 })).toBe(2);
    expect([boards.late, boards.whole]).toEqual([[970], []]);
    expect(await readings.refresh(START_MS + 800, { term: 3 })).toBeUndefined();
    expect(boards.whole).toEqual([970]);
  });

  test('are all read once more when the late minutes of a moving partition could not be taken before', async () => {
    const boards = new NotedBoards();
    boards.areMoving = true;
    const readings = new BoardReadings(boards, boards, 1_000);
    await readings.refresh(START_MS, { term: 1 });
    await readings.refresh(START_MS + 400, { term: 1 });
    expect(boards.whole).toHaveLength(KEPT_MINUTES);
    boards.areMoving = false;
    await readings.refresh(START_MS + 800, { term: 1 });
    await readings.refresh(START_MS + 1_200, { term: 1 });
    expect(boards.whole).toHaveLength(2 * KEPT_MINUTES);
  });

  test.each([
    { jump: 'back by a minute', minutes: -1, read: 'all' },
    { jump: 'back by an hour', minutes: -60, read: 'all' },
    { jump: 'forward by six minutes', minutes: 6, read: 'all' },
    { jump: 'forward by two minutes', minutes: 2, read: 'what is new' },
  ])('are read: $read, when the clock goes $jump', async ({ minutes, read }) => {
    const { boards, readings, begin } = await someReadings();
    boards.count(1_000, 7, 9);
    boards.late = [1_000];
    await readings.refresh(START_MS + 400, { term: 1 });
    const now = 1_000 + minutes;
    for (const back of [0, 10, 30]) boards.count(now - back, 8, 2);
    begin();
    await readings.refresh(START_MS + minutes * MINUTE_MS, { term: 1 });
    expect(new Set(boards.whole).size).toBe(read === 'all' ? KEPT_MINUTES : 0);
    if (read !== 'all') return;
    expect(readings.minutes.viewsWithin(8, 60)).toBe(6);
    expect(readings.minutes.viewsWithin(7, 60)).toBe(minutes > 0 ? 9 : 0);
    expect(readings.minutes.countsOf(8)[10]).toBe(2);
  });

  test('that late views, exclusions or a rebuild have touched are read whole', async () => {
    const { boards, readings, begin } = await someReadings();
    begin();
    boards.late = [970, 100];
    await readings.refresh(START_MS + 400, { term: 1 });
    expect(boards.whole).toEqual([970]);
  });

  test('are all read again after a failure', async () => {
    const { boards, readings, begin } = await someReadings();
    begin();
    readings.forget();
    await readings.refresh(START_MS + 400, { term: 1 });
    expect(boards.whole).toHaveLength(KEPT_MINUTES);
  });

  test('that do not depend on each other are asked for before any of them has come', async () => {
    const { boards, readings, begin } = await someReadings();
    begin();
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const takeLateMinutes = boards.takeLateMinutes.bind(boards);
    boards.takeLateMinutes = async (term) => {
      await late;
      return takeLateMinutes(term);
    };
    const since = jest.spyOn(boards, 'since');
    boards.tops = [];
    const refreshed = readings.refresh(START_MS + 3_000, { term: 1 });
    await Promise.resolve();
    expect(since).toHaveBeenCalledTimes(1);
    expect([boards.parts.length, boards.tops]).toEqual([1, ['hour']]);
    answer();
    await refreshed;
  });

  test('that move slowly are read now and then', async () => {
    const { boards, readings } = await someReadings();
    for (const passedMs of [400, 3_000, 15_000]) await readings.refresh(START_MS + passedMs, { term: 1 });
    expect(boards.tops).toEqual(['hour', 'day', 'week', 'hour', 'hour', 'day']);
  });
});
