// The boards of neighbours and the sessions as plain maps: the formulas of the product without its Redis. That both say
// the same is tested; it is ten times as fast, for whoever compares constants.

import type { SessionView } from '../../../src/recommendations/add-to-sessions.script';
import { NO_CLICKS, type OnwardClicks } from '../../../src/recommendations/formulas/back-off';
import {
  ALL_CLICKS,
  boardTime,
  type CoVisit,
  coVisits,
  KEPT_NEIGHBOURS,
  onwardClicks,
  TRIMMED_ABOVE,
} from '../../../src/recommendations/neighbour-board';
import { SESSION_GAP_MS } from '../../../src/recommendations/reading-session.store';
import type { Learning } from './learning';

interface Board {
  scores: Map<string, number>;
  clicks: number;
  landmark: number;
}

interface Reading {
  article: number;
  atMs: number;
}

const RESCALED_AT = 512;
/** A session keeps its last two readings. */
const KEPT_READINGS = 2;

export class LearningInMemory implements Learning {
  private readonly boards = new Map<number, Board>();
  private readonly sessions = new Map<string, Reading[]>();

  constructor(private readonly nowMs: () => number) {}

  learn({ visitor, article, atMs }: SessionView): void {
    const session = this.sessions.get(visitor) ?? [];
    this.sessions.set(visitor, [{ article, atMs }, ...session].slice(0, KEPT_READINGS));
    const read: number[] = [];
    let nextMs = atMs;
    for (const reading of session) {
      if (Math.abs(nextMs - reading.atMs) >= SESSION_GAP_MS) break;
      read.push(reading.article);
      nextMs = reading.atMs;
    }
    for (const visit of coVisits(article, read)) this.count(visit);
  }

  settle(): void {}

  onward(articles: readonly number[], nowMs: number): OnwardClicks[] {
    return articles.map((article) => {
      const board = this.boards.get(article);
      if (board === undefined) return NO_CLICKS;
      return onwardClicks({ ...board, scores: [...board.scores] }, nowMs);
    });
  }

  private count({ from, to, weight, ticks }: CoVisit): void {
    const nowMs = this.nowMs();
    const board = this.boards.get(from) ?? newBoard(boardTime(ticks, nowMs));
    this.boards.set(from, board);
    board.clicks += ticks;
    const time = boardTime(board.clicks, nowMs);
    while (time - board.landmark >= RESCALED_AT) rescale(board);
    const worth = weight * 2 ** (time - board.landmark);
    for (const member of [String(to), ALL_CLICKS]) {
      board.scores.set(member, (board.scores.get(member) ?? 0) + worth);
    }
    if (board.scores.size > TRIMMED_ABOVE + 1) trim(board);
  }
}

const newBoard = (landmark: number): Board => ({ scores: new Map(), clicks: 0, landmark });

function rescale(board: Board): void {
  for (const [member, score] of board.scores) board.scores.set(member, score * 2 ** -RESCALED_AT);
  board.landmark += RESCALED_AT;
}

/** As Redis orders a sorted set: by score, of two alike by the bytes of the member. */
function trim(board: Board): void {
  const rising = [...board.scores].sort(
    ([oneMember, one], [otherMember, other]) => one - other || (oneMember < otherMember ? -1 : 1),
  );
  for (const [member] of rising.slice(0, -(KEPT_NEIGHBOURS + 1))) board.scores.delete(member);
}
