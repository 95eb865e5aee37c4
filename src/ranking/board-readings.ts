// What the leader knows of the boards, kept fresh at a cost that depends on how many read, not on how many articles are
// read. On taking over all minutes are read, a few at once. After that a tick reads the minutes of the articles that
// were counted since the last one, which the view streams name. Beside that it reads one partition of the previous
// minute whole, in turn, so that whatever was missed is put right within seconds after the end of a minute; and whole
// minutes that late views, exclusions or a rebuild have touched. The slower boards are read now and then. All that a
// tick can ask for without an answer to something else leaves at once: each further way to Redis is waited for.

import type { BoardPlace, MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';
import { allPartitions, type Partition } from '../boards/partition';
import { askTogether } from '../platform/ask-together';
import type { CountedLately, StreamPositions } from '../views/counted-lately.store';
import { ReadingMinutes } from './reading-minutes';
import { SiteSilence } from './site-silence';
import { inOneGo, type TickSteps } from './tick-steps';

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

/** What a tick begins with, as the stores have answered. */
export interface AskedReadings {
  late: LateMinutesTaken;
  /** Undefined where all is to be read anyway. */
  lately: CountedLately | undefined;
  /** A partition of the previous minute. */
  checked: { partition: Partition; minute: number; counts: ReadonlyMap<number, MinuteCount> } | undefined;
  slow: Partial<SlowBoards>;
}

export interface Refreshing {
  term: number;
  /** Is awaited between parts of a long reading: the lease does not wait for it. */
  between?: () => Promise<void>;
  /** What has been asked for already, in this term. */
  asked?: Promise<AskedReadings> | undefined;
  steps?: TickSteps;
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

  /** What does not depend on anything else, in one write; nothing is taken over yet. */
  ask(nowMs: number, term: number, steps: TickSteps = inOneGo): Promise<AskedReadings> {
    const passed = minuteOf(nowMs) - this.newestRead;
    // A clock that was put right: what was read meanwhile, if anything, was read as of other minutes.
    if (passed < 0 || passed > FEW_MINUTES) this.forget();
    const { positions } = this;
    return askTogether<
      [LateMinutesTaken, CountedLately | undefined, AskedReadings['checked'], Partial<SlowBoards>]
    >([
      steps.step('late', () => this.boards.takeLateMinutes(term)),
      steps.step('stream', async () => positions && this.lately.since(positions)),
      steps.step('check', () => this.askPreviousMinute(nowMs)),
      steps.step('slow', () => this.askSlow(nowMs)),
    ]).then(([late, lately, checked, slow]) => ({ late, lately, checked, slow }));
  }

  /**
   * Reads what is new, or nothing if somebody leads in a later term: then it gives that term. The first reading of a
   * term takes the late minutes before it reads all: whatever a leader before it has taken, it reads itself.
   */
  async refresh(
    nowMs: number,
    { term, between = async () => undefined, steps = inOneGo, ...given }: Refreshing,
  ): Promise<number | undefined> {
    const minute = minuteOf(nowMs);
    const { late, lately, checked, slow } = await (given.asked ?? this.ask(nowMs, term, steps));
    if (late.laterTerm !== undefined) return late.laterTerm;
    await steps.step('turn', async () => this.minutes.advanceTo(minute));
    if (!this.hasTaken && late.isWhole) {
      this.hasTaken = true;
      this.positions = undefined;
    }
    for (const touched of late.minutes) this.wholeMinutes.add(touched);
    // Before what is read from here on, which is newer.
    if (checked !== undefined) this.takeChecked(checked);
    if (this.positions === undefined || lately === undefined) {
      const positions = await this.lately.positions();
      for (const one of allKept(minute)) this.wholeMinutes.add(one);
      await this.readWholeMinutes(minute, between);
      this.positions = positions;
    } else {
      this.positions = await steps.step('counts', () => this.readChanges(lately, minute));
      await steps.step('whole', () => this.readWholeMinutes(minute, between));
    }
    this.newestRead = minute;
    this.takeSlow(slow, nowMs);
    this.silence.look(this.minutes.siteCounts(), nowMs);
    return undefined;
  }

  /** The slower boards that are due. */
  private async askSlow(nowMs: number): Promise<Partial<SlowBoards>> {
    const due = slowBoards.filter((board) => nowMs - this.readMs[board] >= refreshEveryMs[board]);
    const tops = await askTogether<(readonly BoardPlace[])[]>(
      due.map((board) => this.boards.top(board, board === 'week' ? WEEK_DEPTH : BOARD_DEPTH, nowMs)),
    );
    return Object.fromEntries(due.map((board, index) => [board, tops[index]]));
  }

  private takeSlow(read: Partial<SlowBoards>, nowMs: number): void {
    const boards = slowBoards.filter((board) => read[board] !== undefined);
    if (boards.length === 0) return;
    this.slow = { ...this.slow, ...read };
    for (const board of boards) this.readMs[board] = nowMs;
  }

  private async readChanges(lately: CountedLately, running: number): Promise<StreamPositions> {
    const { articles, unknown, rewound, positions } = lately;
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

  private async readWholeMinutes(running: number, between: () => Promise<void>): Promise<void> {
    const oldest = running - KEPT_MINUTES + 1;
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

  private async askPreviousMinute(nowMs: number): Promise<AskedReadings['checked']> {
    const running = minuteOf(nowMs);
    const minute = running - 1;
    if (nowMs - running * MINUTE_MS < JUST_ENDED_MS) return undefined;
    const partition = allPartitions[this.checked.minute === minute ? this.checked.partitions : 0];
    if (partition === undefined) return undefined;
    return { partition, minute, counts: await this.boards.minuteCountsIn(partition, minute) };
  }

  private takeChecked({ partition, minute, counts }: NonNullable<AskedReadings['checked']>): void {
    this.minutes.replacePartition(minute, partition, counts);
    const before = this.checked.minute === minute ? this.checked.partitions : 0;
    this.checked = { minute, partitions: before + 1 };
  }
}

const slowBoards = ['hour', 'day', 'week'] as const;
const minuteOf = (nowMs: number) => Math.floor(nowMs / MINUTE_MS);

function allKept(running: number): number[] {
  return Array.from({ length: KEPT_MINUTES }, (_, back) => running - back);
}
