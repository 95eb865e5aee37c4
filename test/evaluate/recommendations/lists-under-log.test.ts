// The lists of the product through its scripts in a real Redis, against the formulas in plain float64: every onward
// click kept, every minute counted anew, nothing shared with the code of the product.

import { LearningInRedis } from '../../../evaluate/recommendations/ours/learning-in-redis';
import { ListsUnderLog } from '../../../evaluate/recommendations/ours/lists-under-log';
import { Chance } from '../../../src/traffic/chance';
import { OracleNeighbourBoard } from '../../oracles/neighbour-board.oracle';
import { useStores } from '../../setup/stores';

const stores = useStores();
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 12, 6);
/** So few that no board is trimmed, ways back with them. */
const ARTICLES = 16;
const VISITORS = 30;
const GAP_MS = 30 * MINUTE_MS;
/** The prior is renewed every two seconds. */
const LEAST_APART_MS = 3 * SECOND_MS;
const mu = 6;
const readWeights = [1, 0.3, 0.1];

interface Step {
  atMs: number;
  visitor: number;
  session: number;
  article: number;
  read: number[];
}

/** Sessions by chance; nobody reads an article twice in one. */
function randomSteps(seed: string, count: number): Step[] {
  const chance = new Chance(seed);
  const latest = new Map<number, { atMs: number; session: number; read: number[] }>();
  const steps: Step[] = [];
  let atMs = START_MS;
  for (let sessions = 0; steps.length < count; ) {
    atMs += LEAST_APART_MS + Math.floor(chance.exponential(20 * SECOND_MS));
    const visitor = Math.floor(chance.next() * VISITORS);
    const before = latest.get(visitor);
    const goesOn = before !== undefined && atMs - before.atMs < GAP_MS;
    const read = goesOn ? before.read : [];
    const article = Math.floor(chance.next() ** 2 * ARTICLES);
    if (read.includes(article)) continue;
    const session = goesOn ? before.session : sessions++;
    steps.push({ atMs, visitor, session, article, read });
    latest.set(visitor, { atMs, session, read: [...read, article] });
  }
  return steps;
}

class Oracle {
  private readonly boards = new Map<number, OracleNeighbourBoard>();
  private readonly views: { article: number; atMs: number }[] = [];

  take({ atMs, article, read }: Step, nowMs: number): void {
    this.views.push({ article, atMs });
    const [last, earlier] = read.slice(-2).reverse();
    const add = (from: number, to: number, how: { weight: number; ticks: number; isWayBack?: boolean }) =>
      this.board(from).add({ to, isWayBack: false, ...how }, nowMs);
    if (last !== undefined) add(last, article, { weight: 1, ticks: 1 });
    if (earlier !== undefined) add(earlier, article, { weight: 0.4, ticks: 0 });
    if (last !== undefined) add(article, last, { weight: 0.7, ticks: 0, isWayBack: true });
  }

  scores({ read }: Step, nowMs: number): Map<number, number> {
    const sources = read.slice(-3).reverse();
    const all = readWeights.slice(0, sources.length).reduce((sum, weight) => sum + weight, 0);
    const expected = this.expected(nowMs);
    const site = sumOf(expected.values());
    const scores = new Map<number, number>();
    const add = (article: number, score: number) => scores.set(article, (scores.get(article) ?? 0) + score);
    sources.forEach((source, back) => {
      const { total, to, back: before } = this.board(source).read(nowMs);
      const weight = readWeights[back]! / all / (total + sumOf(before.values()) + mu);
      for (const [article, clicks] of [...to, ...before]) add(article, weight * clicks);
      for (const [article, readers] of expected) add(article, (weight * mu * readers) / site);
    });
    for (const article of read) scores.delete(article);
    return scores;
  }

  /** Readers of the last minutes, ten more for the last sixty, and one for what was just published. */
  private expected(nowMs: number): Map<number, number> {
    const minutesBack = (atMs: number) => Math.floor(nowMs / MINUTE_MS) - Math.floor(atMs / MINUTE_MS);
    const ofHour = this.views.filter(({ atMs }) => minutesBack(atMs) < 60);
    const expected = this.readers(nowMs);
    if (expected.size === 0) return expected;
    const add = (article: number, more: number) => expected.set(article, (expected.get(article) ?? 0) + more);
    for (const { article } of ofHour) add(article, 10 / ofHour.length);
    const firstMs = new Map<number, number>();
    for (const { article, atMs } of this.views) if (!firstMs.has(article)) firstMs.set(article, atMs);
    for (const [article, publishedMs] of firstMs) {
      const ageHours = (nowMs - publishedMs) / (60 * MINUTE_MS);
      if (ageHours < 24) add(article, 2 ** (-ageHours / 12));
    }
    return expected;
  }

  /** Half after five minutes, from the end of each minute of the clock on; what nobody has read for 65 is forgotten. */
  private readers(nowMs: number): Map<number, number> {
    const rates = new Map<number, number>();
    const latest = new Map<number, number>();
    const running = Math.floor(nowMs / MINUTE_MS);
    for (const { article, atMs } of this.views) {
      const minute = Math.floor(atMs / MINUTE_MS);
      if (minute - (latest.get(article) ?? minute) >= 65) rates.delete(article);
      latest.set(article, minute);
      const sinceEnd = minute === running ? 0 : nowMs / MINUTE_MS - (minute + 1);
      rates.set(article, (rates.get(article) ?? 0) + 2 ** (-sinceEnd / 5));
    }
    for (const [article, minute] of latest) if (running - minute >= 65) rates.delete(article);
    return rates;
  }

  private board(article: number): OracleNeighbourBoard {
    const board = this.boards.get(article) ?? new OracleNeighbourBoard();
    this.boards.set(article, board);
    return board;
  }
}

function sumOf(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, one) => sum + one, 0);
}

test('are what the plain float64 reference says, on random sessions', async () => {
  const lists = new ListsUnderLog(
    Array.from({ length: ARTICLES }, () => 'all'),
    {
      learningUnder: (clock) => new LearningInRedis({ redis: stores.redis, log: stores.log, clock }),
      settledAfterMs: 0,
    },
  );
  const oracle = new Oracle();
  let asked = 0;
  let largestError = 0;
  for (const step of randomSteps('lists', 500)) {
    const nowMs = (Math.floor(step.atMs / SECOND_MS) + 1) * SECOND_MS;
    if (step.read.length > 0) {
      const list = await lists.scored(step);
      const scores = oracle.scores(step, nowMs);
      const inOrder = [...scores].sort(([, one], [, other]) => other - one).slice(0, 20);
      const scored = list.filter(({ score }) => score > 0);
      expect(scored).toHaveLength(inOrder.length);
      scored.forEach(({ article, score }, place) => {
        largestError = Math.max(largestError, Math.abs(score / inOrder[place]![1] - 1));
        expect(Math.abs(scores.get(article)! / score - 1)).toBeLessThan(1e-9);
      });
      asked++;
    }
    await lists.take(step);
    oracle.take(step, nowMs);
  }
  expect(asked).toBeGreaterThan(100);
  expect(largestError).toBeLessThan(1e-9);
  expect(largestError).toBeGreaterThan(0);
});
