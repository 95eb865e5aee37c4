// What the leader knows of the boards, kept fresh at the least cost: the running minute at every tick, the previous
// one too while it has just ended and every two seconds after that, older minutes only when late views have touched
// them, the slower boards now and then, everything on taking over.

import type { BoardPlace, MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';
import { ReadingMinutes } from './reading-minutes';

/** The part of the board store that ranking reads. */
export interface ReadBoards {
  minuteCounts(minute: number): Promise<ReadonlyMap<number, MinuteCount>>;
  minutesTouchedLate(): Promise<readonly number[]>;
  top(board: 'hour' | 'day' | 'week', count: number, nowMs: number): Promise<readonly BoardPlace[]>;
}

export interface SlowBoards {
  hour: readonly BoardPlace[];
  day: readonly BoardPlace[];
  week: readonly BoardPlace[];
}

/** What is called the last hour: sixty minutes of the clock. */
export const WINDOW_MINUTES = 60;
const MINUTE_MS = 60_000;
/** Views of the previous minute still come in at its end; later they are few: those that were on their way for long. */
const JUST_ENDED_MS = 5_000;
const PREVIOUS_EVERY_MS = 2_000;
const BOARD_DEPTH = 500;
const WEEK_DEPTH = 100;
const refreshEveryMs = { hour: 3_000, day: 15_000, week: 60_000 } as const;

export class BoardReadings {
  readonly minutes: ReadingMinutes;
  private slow: SlowBoards = { hour: [], day: [], week: [] };
  private readMs = { hour: -Infinity, day: -Infinity, week: -Infinity };
  /** The newest minute that has been read, or undefined before all of them have been. */
  private newestRead: number | undefined;
  private previousReadMs = -Infinity;

  constructor(
    private readonly boards: ReadBoards,
    mostArticles: number,
  ) {
    this.minutes = new ReadingMinutes(mostArticles);
  }

  get slowBoards(): SlowBoards {
    return this.slow;
  }

  /** The next refresh reads everything: this process has not watched the boards since it last read them. */
  forget(): void {
    this.minutes.clear();
    this.newestRead = undefined;
    this.readMs = { hour: -Infinity, day: -Infinity, week: -Infinity };
  }

  async refresh(nowMs: number): Promise<void> {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const late = await this.boards.minutesTouchedLate();
    this.minutes.advanceTo(minute);
    const minutes = this.minutesToRead(nowMs, late);
    await this.readMinutes(minutes);
    this.newestRead = minute;
    if (minutes.includes(minute - 1)) this.previousReadMs = nowMs;
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

  private minutesToRead(nowMs: number, late: readonly number[]): number[] {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const oldest = minute - KEPT_MINUTES + 1;
    const wanted = new Set(late.filter((touched) => touched >= oldest && touched <= minute));
    // A minute that was running when it was last read has grown since.
    for (let one = Math.max(this.newestRead ?? oldest, oldest); one <= minute; one++) wanted.add(one);
    const justEnded = nowMs - minute * MINUTE_MS < JUST_ENDED_MS;
    if (justEnded || nowMs - this.previousReadMs >= PREVIOUS_EVERY_MS) wanted.add(minute - 1);
    return [...wanted].sort((a, b) => a - b);
  }

  private async readMinutes(minutes: readonly number[]): Promise<void> {
    const counts = await Promise.all(minutes.map((minute) => this.boards.minuteCounts(minute)));
    minutes.forEach((minute, index) => {
      this.minutes.replaceMinute(minute, counts[index]!);
    });
  }
}
