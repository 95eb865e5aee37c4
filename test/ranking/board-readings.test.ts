import type { MinuteCount } from '../../src/boards/board.store';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { BoardReadings } from '../../src/ranking/board-readings';

const MINUTE_MS = 60_000;

/** Boards that note what they are asked for. */
class NotedBoards {
  minutes: number[] = [];
  tops: string[] = [];
  late: number[] = [];
  counts = new Map<number, Map<number, MinuteCount>>();

  async minuteCounts(minute: number) {
    this.minutes.push(minute);
    return this.counts.get(minute) ?? new Map();
  }

  async minutesTouchedLate() {
    return this.late.splice(0);
  }

  async top(board: string) {
    this.tops.push(board);
    return [];
  }
}

function someReadings() {
  const boards = new NotedBoards();
  const readings = new BoardReadings(boards, 1_000);
  const minutesReadAt = async (nowMs: number) => {
    boards.minutes = [];
    await readings.refresh(nowMs);
    return boards.minutes;
  };
  return { boards, readings, minutesReadAt };
}

describe('the boards', () => {
  test('are all read on taking over', async () => {
    const { minutesReadAt } = someReadings();
    const read = await minutesReadAt(1_000 * MINUTE_MS);
    expect(read).toHaveLength(KEPT_MINUTES);
    expect([read[0], read.at(-1)]).toEqual([1_000 - KEPT_MINUTES + 1, 1_000]);
  });

  test.each([
    { atMs: 400, reads: [999, 1_000] },
    { atMs: 4_999, reads: [999, 1_000] },
    { atMs: 20_000, reads: [999, 1_000] },
  ])('of the running and the previous minute are read at $atMs ms of a minute', async ({ atMs, reads }) => {
    const { minutesReadAt } = someReadings();
    await minutesReadAt(1_000 * MINUTE_MS);
    expect(await minutesReadAt(1_000 * MINUTE_MS + atMs)).toEqual(reads);
  });

  test('of the previous minute rest for two seconds once it has been over for a while', async () => {
    const { minutesReadAt } = someReadings();
    await minutesReadAt(1_000 * MINUTE_MS + 20_000);
    expect(await minutesReadAt(1_000 * MINUTE_MS + 20_400)).toEqual([1_000]);
    expect(await minutesReadAt(1_000 * MINUTE_MS + 22_000)).toEqual([999, 1_000]);
  });

  test('of every minute since the last reading are read, and of those touched late', async () => {
    const { boards, minutesReadAt } = someReadings();
    await minutesReadAt(1_000 * MINUTE_MS + 59_900);
    boards.late = [970, 100];
    expect(await minutesReadAt(1_003 * MINUTE_MS + 100)).toEqual([970, 1_000, 1_001, 1_002, 1_003]);
  });

  test('are all read again after a failure', async () => {
    const { boards, readings, minutesReadAt } = someReadings();
    boards.counts.set(1_000, new Map([[7, { views: 3, discount: 0 }]]));
    await minutesReadAt(1_000 * MINUTE_MS);
    expect(readings.minutes.viewsWithin(7, 60)).toBe(3);
    readings.forget();
    expect(await minutesReadAt(1_000 * MINUTE_MS + 20_000)).toHaveLength(KEPT_MINUTES);
  });

  test('that move slowly are read now and then', async () => {
    const { boards, readings } = someReadings();
    expect(await readings.refreshSlow(0)).toBe(true);
    expect(await readings.refreshSlow(400)).toBe(false);
    expect(await readings.refreshSlow(3_000)).toBe(true);
    expect(await readings.refreshSlow(15_000)).toBe(true);
    expect(boards.tops).toEqual(['hour', 'day', 'week', 'hour', 'hour', 'day']);
  });
});
