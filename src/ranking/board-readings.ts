// What the leader knows of the boards, kept fresh at a cost that depends on how many read, not on how many articles are
// read. On taking over all minutes are read, a few at once. After that a tick reads the minutes of the articles that
// were counted since the last one, which the view streams name. Beside that it reads one partition of the previous
// minute whole, in turn, so that whatever was missed is put right within seconds after the end of a minute; and whole
// minutes that late views, exclusions or a rebuild have touched. The slower boards are read now and then.

import type { BoardPlace, MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';
import { allPartitions, type Partition } from '../boards/partition';
import type { CountedLately, StreamPositions } from '../views/counted-lately.store';
import { ReadingMinutes } from './reading-minutes';
import { SiteSilence } from './site-silence';

/** The part of the board store that ranking reads. */
export interface ReadBoards {
  minuteCounts(minute: number): Promise<ReadonlyMap<number, MinuteCount>>;
  minuteCountsIn(partition: Partition, minute: number): Promise<ReadonlyMap<number, MinuteCount>>;
  minuteCountsOf(minute: number, articles: Iterable<number>): Promise<ReadonlyMap<number, MinuteCount>>;
  takeLateMinutes(term: number): Promise<LateMinutesTaken>;
  top(board: 'hour' | 'day' | 'week', count: number, nowMs: number): Promise<readonly BoardPlace[]>;
}

export interface LateMinutesTaken {
  minutes: readonly number[];
  /** Somebody else has taken them in this later term. */
  laterTerm?: number;
  /** False where those of a partition could not be taken now. */
  isWhole: boolean;
}

/** What of the view streams it reads. */
export interface ReadCountedLately {
  positions(): Promise<StreamPositions>;
  since(positions: StreamPositions): Promise<CountedLately>;
}

export interface SlowBoards {
  hour: readonly BoardPlace[];
  day: readonly BoardPlace[];
  week: readonly BoardPlace[];
}

/** What is called the last hour: sixty minutes of the clock. */
export const WINDOW_MINUTES = 60;
const MINUTE_MS = 60_000;
/** Who ticks several times a second is behind by more only when its clock was put right, or it has slept. */
const FEW_MINUTES = 5;
/** Read at once where many minutes are: each may have every article in it. */
const MINUTES_AT_ONCE = 2;
/** A partition of the previous minute is read no earlier: views at its end are still on their way. */
const JUST_ENDED_MS = 2_000;
const BOARD_DEPTH = 500;
const WEEK_DEPTH = 100;
const refreshEveryMs = { hour: 3_000, day: 15_000, week: 60_000 } as const;

export class BoardReadings {
  readonly minutes: ReadingMinutes;
  /** Whether views come at all. */
  readonly silence = new SiteSilence();
  private slow: SlowBoards = { hour: [], day: [], week: [] };
  private readMs = { hour: -Infinity, day: -Infinity, week: -Infinity };
  /** Where the streams were when the boards were last read, or undefined before all of them have been. */
  private positions: StreamPositions | undefined;
  /** Whether the late minutes of every partition have been taken since all was to be read. */
  private hasTaken = false;
  private newestRead = 0;
  /** What is still to be read whole. */
  private readonly wholeMinutes = new Set<number>();
  /** The previous minute, and how many of its partitions have been read since it ended. */
  private checked = { minute: -1, partitions: 0 };

  constructor(
    private readonly boards: ReadBoards,
    private readonly lately: ReadCountedLately,
    mostArticles: number,
  ) {
    this.minutes = new ReadingMinutes(mostArticles, (minute) => this.silence.silentPart(minute));
  }

  get slowBoards(): SlowBoards {
    return this.slow;
  }

  /** The next refresh reads everything: this process has not watched the boards since it last read them. */
  forget(): void {
    this.minutes.clear();
    this.positions = undefined;
    this.hasTaken = false;
    this.wholeMinutes.clear();
    this.readMs = { hour: -Infinity, day: -Infinity, week: -Infinity };
  }

  /**
   * Reads what is new, or nothing if somebody leads in a later term: then it gives that term. The first reading of a
   * term takes the late minutes before it reads all: whatever a leader before it has taken, it reads itself.
   * @param between is awaited between parts of a long reading: the lease does not wait for it.
   */
  async refresh(
    nowMs: number,
    { term, between = async () => undefined }: { term: number; between?: () => Promise<void> },
  ): Promise<number | undefined> {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const oldest = minute - KEPT_MINUTES + 1;
    const passed = minute - this.newestRead;
    // A clock that was put right: what was read meanwhile, if anything, was read as of other minutes.
    if (passed < 0 || passed > FEW_MINUTES) this.forget();
    this.minutes.advanceTo(minute);
    const late = await this.boards.takeLateMinutes(term);
    if (late.laterTerm !== undefined) return late.laterTerm;
    if (!this.hasTaken && late.isWhole) {
      this.hasTaken = true;
      this.positions = undefined;
    }
    for (const touched of late.minutes) this.wholeMinutes.add(touched);
    if (this.positions === undefined) {
      const positions = await this.lately.positions();
      for (let one = oldest; one <= minute; one++) this.wholeMinutes.add(one);
      await this.readWholeMinutes(oldest, minute, between);
      this.positions = positions;
    } else {
      this.positions = await this.readChanges(this.positions, minute);
      await this.readWholeMinutes(oldest, minute, between);
    }
    this.newestRead = minute;
    await this.checkPreviousMinute(nowMs, minute);
    this.silence.look(this.minutes.siteCounts(), nowMs);
    return undefined;
  }

  /** Reads the slower boards that are due; says whether it has read any. */
  async refreshSlow(nowMs: number): Promise<boolean> {
    const due = (['hour', 'day', 'week'] as const).filter(
      (board) => nowMs - this.readMs[board] >= refreshEveryMs[board],
    );
    for (const board of due) {
      const top = await this.boards.top(board, board === 'week' ? WEEK_DEPTH : BOARD_DEPTH, nowMs);
      this.slow = { ...this.slow, [board]: top };
      this.readMs[board] = nowMs;
    }
    return due.length > 0;
  }

  private async readChanges(from: StreamPositions, running: number): Promise<StreamPositions> {
    const { articles, unknown, rewound, positions } = await this.lately.since(from);
    const kept = [...articles].filter(([minute]) => minute > running - KEPT_MINUTES && minute <= running);
    await Promise.all(
      kept.map(async ([minute, some]) => {
        this.minutes.takeCounts(minute, await this.boards.minuteCountsOf(minute, some));
      }),
    );
    // Nobody knows in which minutes they were; most views are of the present. Late ones are told as touched minutes.
    const present = allKept(running).filter((minute) => minute >= Math.min(this.newestRead, running) - 1);
    for (const partition of unknown) await this.readPartition(partition, present);
    for (const partition of rewound) await this.readPartition(partition, allKept(running));
    return positions;
  }

  private async readPartition(partition: Partition, minutes: readonly number[]): Promise<void> {
    const counts = await Promise.all(minutes.map((minute) => this.boards.minuteCountsIn(partition, minute)));
    minutes.forEach((minute, index) => {
      this.minutes.replacePartition(minute, partition, counts[index]!);
    });
  }

  private async readWholeMinutes(
    oldest: number,
    running: number,
    between: () => Promise<void>,
  ): Promise<void> {
    const due = [...this.wholeMinutes].filter((minute) => minute >= oldest && minute <= running);
    for (let from = 0; from < due.length; from += MINUTES_AT_ONCE) {
      if (from > 0) await between();
      const some = due.slice(from, from + MINUTES_AT_ONCE);
      const counts = await Promise.all(some.map((minute) => this.boards.minuteCounts(minute)));
      some.forEach((minute, index) => {
        this.minutes.replaceMinute(minute, counts[index]!);
      });
    }
    this.wholeMinutes.clear();
  }

  private async checkPreviousMinute(nowMs: number, running: number): Promise<void> {
    const previous = running - 1;
    if (this.checked.minute !== previous) this.checked = { minute: previous, partitions: 0 };
    if (nowMs - running * MINUTE_MS < JUST_ENDED_MS) return;
    const partition = allPartitions[this.checked.partitions];
    if (partition === undefined) return;
    await this.readPartition(partition, [previous]);
    this.checked.partitions++;
  }
}

function allKept(running: number): number[] {
  return Array.from({ length: KEPT_MINUTES }, (_, back) => running - back);
}
