// The boards of neighbours and the sessions as plain maps: the formulas of the product without its Redis. That both say
// the same is tested; it is ten times as fast, for whoever compares constants.

import { byPartition } from '../../../src/boards/partition';
import type { SessionView } from '../../../src/recommendations/add-to-sessions.script';
import { NO_CLICKS, type OnwardClicks } from '../../../src/recommendations/formulas/back-off';
import {
  ALL_CLICKS,
  addedBy,
  boardTime,
  type CoVisit,
  coVisits,
  KEPT_NEIGHBOURS,
  memberOf,
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
const VISITS_PER_CALL = 128;
/** A session keeps its last two readings. */
const KEPT_READINGS = 2;

export class LearningInMemory implements Learning {
  private readonly boards = new Map<number, Board>();
  private readonly sessions = new Map<string, Reading[]>();
  private waiting: SessionView[] = [];

  constructor(private readonly nowMs: () => number) {}

  learn(view: SessionView): void {
    this.waiting.push(view);
  }

  /** In the calls in which the product counts them: a board is trimmed once a call. */
  settle(): void {
    const visits = this.waiting.splice(0).flatMap((view) => coVisits(view.article, this.readBefore(view)));
    for (const ofPartition of byPartition(visits, ({ from }) => from).values()) {
      for (let at = 0; at < ofPartition.length; at += VISITS_PER_CALL) {
        this.count(ofPartition.slice(at, at + VISITS_PER_CALL));
      }
    }
  }

  onward(articles: readonly number[], nowMs: number): OnwardClicks[] {
    return articles.map((article) => {
      const board = this.boards.get(article);
      if (board === undefined) return NO_CLICKS;
      return onwardClicks({ ...board, scores: [...board.scores] }, nowMs);
    });
  }

  private readBefore({ visitor, article, atMs }: SessionView): number[] {
    const session = this.sessions.get(visitor) ?? [];
    this.sessions.set(visitor, [{ article, atMs }, ...session.slice(0, KEPT_READINGS - 1)]);
    const read: number[] = [];
    let nextMs = atMs;
    for (const reading of session) {
      if (Math.abs(nextMs - reading.atMs) >= SESSION_GAP_MS) break;
      read.push(reading.article);
      nextMs = reading.atMs;
    }
    return read;
  }

  private count(visits: readonly CoVisit[]): void {
    const nowMs = this.nowMs();
    const byArticle = new Map<number, CoVisit[]>();
    for (const visit of visits) byArticle.set(visit.from, [...(byArticle.get(visit.from) ?? []), visit]);
    for (const [from, ofArticle] of byArticle) {
      const known = this.boards.get(from);
      const board = known ?? { scores: new Map(), clicks: 0, landmark: Number.NaN };
      if (known === undefined) this.boards.set(from, board);
      addTo(board, ofArticle, nowMs);
    }
  }
}

function addTo(board: Board, visits: readonly CoVisit[], nowMs: number): void {
  const added = visits.map((visit) => {
    board.clicks += visit.ticks;
    const members = visit.isWayBack ? [memberOf(visit)] : [memberOf(visit), ALL_CLICKS];
    return { members, weight: addedBy(visit, board.clicks), time: boardTime(board.clicks, nowMs) };
  });
  const latest = Math.max(...added.map(({ time }) => time));
  if (Number.isNaN(board.landmark)) board.landmark = latest;
  rescale(board, Math.floor((latest - board.landmark) / RESCALED_AT));
  const sums = new Map<string, number>();
  for (const { members, weight, time } of added) {
    const worth = weight * 2 ** (time - board.landmark);
    for (const member of members) sums.set(member, (sums.get(member) ?? 0) + worth);
  }
  for (const [member, sum] of sums) board.scores.set(member, (board.scores.get(member) ?? 0) + sum);
  if (board.scores.size > TRIMMED_ABOVE + 1) trim(board);
}

function rescale(board: Board, epochs: number): void {
  if (epochs < 1) return;
  if (epochs > 1) board.scores.clear();
  for (const [member, score] of board.scores) board.scores.set(member, score * 2 ** -RESCALED_AT);
  board.landmark += RESCALED_AT * epochs;
}

/** As Redis orders a sorted set: by score, of two alike by the bytes of the member. */
function trim(board: Board): void {
  const rising = [...board.scores]
    .filter(([member]) => member !== ALL_CLICKS)
    .sort(([oneMember, one], [otherMember, other]) => one - other || (oneMember < otherMember ? -1 : 1));
  for (const [member] of rising.slice(0, -KEPT_NEIGHBOURS)) board.scores.delete(member);
}
