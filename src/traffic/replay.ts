// A log of views through the real counting path: the same counter, the same deduplication, the same boards. At real
// speed or N times it, views arrive now; as fast as possible, time itself is the log's, moved on from batch to batch.

import type { Clock } from '../platform/clock';
import { SLICE_MS, sliceOf } from '../views/slice';
import type { ViewReport } from '../views/view-event';
import type { Reader } from '../visitors/readers';
import type { ReplayClock } from './replay-clock';
import type { LogView } from './view-log';

export interface CountedView {
  status: string;
  /** A retryable one may be sent again as it is. */
  refusal: { code: string; retryable: boolean } | null;
}

export interface ReplayParts {
  counter: { record(views: readonly { reader: Reader; report: ViewReport }[]): Promise<CountedView[]> };
  readerOf(visitor: string): Promise<Reader>;
  /** The id of an article by its name in the log; undefined when the newsroom has none. */
  articleId(name: string): string | undefined;
  /** In real time, whatever the time of the log. */
  wait(ms: number): Promise<void>;
}

export interface ReplayRules {
  /** Called after each batch. */
  progress?: (done: number) => void;
  /** When it says so, no further batch is counted. */
  isStopped?: () => boolean;
}

/** How many views ended how: COUNTED, REPEAT, REFUSED with its code, unknown article. */
export type Outcomes = Map<string, number>;
export const UNKNOWN_ARTICLE = 'unknown article';

/** Views of a call of the counter; several are under way at once, so that the next are made ready meanwhile. */
const CALL = 512;
const CALLS_AT_ONCE = 4;
/** Views that are held at once, all of one slice. */
const BATCH = 8_192;
const RETRIES = 20;
const RETRY_MS = 500;
/** At real speed, what is due is counted this often. */
const PACE_MS = 50;

/**
 * How the time of the log passes: in jumps from batch to batch, and from a moment on in steps, with whatever needs its
 * ticks begun at that moment.
 */
export class ReplayCourse {
  private hasBegun = false;

  constructor(
    readonly clock: ReplayClock,
    readonly steps: { fromMs: number; ms: number; begin: () => Promise<void> },
  ) {}

  async moveTo(atMs: number): Promise<void> {
    const { fromMs, ms, begin } = this.steps;
    if (atMs >= fromMs && !this.hasBegun) {
      await this.clock.jumpTo(fromMs);
      this.clock.runOften();
      this.hasBegun = true;
      await begin();
    }
    while (this.hasBegun && this.clock.nowMs() < atMs - ms) await this.clock.jumpTo(this.clock.nowMs() + ms);
    await this.clock.jumpTo(atMs);
  }

  /** Whether rankings have begun by then. */
  ranksAt(atMs: number): boolean {
    return atMs >= this.steps.fromMs;
  }

  /** A batch that begins at `atMs` reaches up to here: never into another slice of deduplication. */
  endOfBatch(atMs: number): number {
    const sliceEndMs = (sliceOf(atMs) + 1) * SLICE_MS;
    const { fromMs, ms } = this.steps;
    return Math.min(sliceEndMs, atMs < fromMs ? fromMs : atMs + ms);
  }
}

/**
 * As fast as possible. Views are repeats exactly where they were: what a call counts is fixed by the time at which it
 * is handed over, and calls of one article are counted in their order. So several may be under way, until rankings
 * need their ticks in between.
 */
export async function replayAtOnce(
  log: AsyncIterable<LogView[]>,
  parts: ReplayParts,
  { course, isStopped, progress }: ReplayRules & { course: ReplayCourse },
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const underWay = new CallsUnderWay(CALLS_AT_ONCE);
  let done = 0;
  try {
    for await (const batch of batches(log, course)) {
      if (isStopped?.()) break;
      const atMs = batch.at(-1)?.atMs ?? 0;
      if (course.ranksAt(atMs)) await underWay.all();
      await course.moveTo(atMs);
      const readers = new Map<string, Reader>();
      for (let start = 0; start < batch.length; start += CALL) {
        const some = batch.slice(start, start + CALL);
        const views = await toReports(some, { ...parts, readers, outcomes }, (view) => ({
          occurredAtMs: view.atMs,
        }));
        await underWay.add(async () => {
          await record(views, parts, outcomes);
          done += some.length;
          progress?.(done);
        });
      }
    }
  } finally {
    await underWay.all();
  }
  return outcomes;
}

/** So many calls at once; the first that fails is told to whoever adds or awaits the next. */
class CallsUnderWay {
  private readonly calls = new Set<Promise<void>>();
  private trouble: { error: unknown } | undefined;

  constructor(private readonly most: number) {}

  async add(begin: () => Promise<void>): Promise<void> {
    while (this.calls.size >= this.most) await Promise.race(this.calls);
    if (this.trouble) throw this.trouble.error;
    const call: Promise<void> = begin()
      .catch((error: unknown) => {
        this.trouble ??= { error };
      })
      .finally(() => this.calls.delete(call));
    this.calls.add(call);
  }

  async all(): Promise<void> {
    await Promise.all(this.calls);
    if (this.trouble) throw this.trouble.error;
  }
}

async function* batches(log: AsyncIterable<LogView[]>, course: ReplayCourse): AsyncGenerator<LogView[]> {
  let batch: LogView[] = [];
  let endsMs = 0;
  for await (const group of log) {
    for (const view of group) {
      if (batch.length > 0 && (view.atMs >= endsMs || batch.length === BATCH)) {
        yield batch;
        batch = [];
      }
      if (batch.length === 0) endsMs = course.endOfBatch(view.atMs);
      batch.push(view);
    }
  }
  if (batch.length > 0) yield batch;
}

interface Paced extends ReplayRules {
  clock: Clock;
  /** How many times faster than the log. */
  speed: number;
  /** The time of its first view. */
  firstMs: number;
}

/** At the pace of the log, or so many times faster; its first view arrives now. */
export async function replayPaced(
  log: AsyncIterable<LogView[]>,
  parts: ReplayParts,
  rules: Paced,
): Promise<Outcomes> {
  const { clock, speed, firstMs } = rules;
  const outcomes: Outcomes = new Map();
  const startMs = clock.nowMs();
  let done = 0;
  for await (const group of log) {
    for (let next = 0; next < group.length; ) {
      if (rules.isStopped?.()) return outcomes;
      const dueMs = firstMs + (clock.nowMs() - startMs) * speed;
      const due = dueIn(group, next, dueMs);
      if (due.length === 0) {
        await clock.wait(PACE_MS);
        continue;
      }
      const views = await toReports(due, { ...parts, readers: new Map(), outcomes }, () => ({}));
      await record(views, parts, outcomes);
      next += due.length;
      done += due.length;
      rules.progress?.(done);
    }
  }
  return outcomes;
}

function dueIn(group: readonly LogView[], from: number, dueMs: number): LogView[] {
  let to = from;
  while (to < group.length && to - from < CALL && (group[to] as LogView).atMs <= dueMs) to++;
  return group.slice(from, to);
}

interface ReadyView {
  reader: Reader;
  report: ViewReport;
}

interface Reporting extends ReplayParts {
  /** Who has been asked for already; pseudonyms hold for a slice. */
  readers: Map<string, Reader>;
  outcomes: Outcomes;
}

async function toReports(
  views: readonly LogView[],
  { articleId, readerOf, readers, outcomes }: Reporting,
  timeOf: (view: LogView) => Pick<ViewReport, 'occurredAtMs'>,
): Promise<ReadyView[]> {
  const ready: ReadyView[] = [];
  for (const view of views) {
    const id = articleId(view.article);
    if (id === undefined) {
      note(outcomes, UNKNOWN_ARTICLE);
      continue;
    }
    let reader = readers.get(view.visitor);
    if (reader === undefined) {
      reader = await readerOf(view.visitor);
      readers.set(view.visitor, reader);
    }
    ready.push({ reader, report: { articleId: id, source: view.source, ...timeOf(view) } });
  }
  return ready;
}

/** What the store could not take now is sent again; if it was counted after all, it is a repeat. */
async function record(views: readonly ReadyView[], parts: ReplayParts, outcomes: Outcomes): Promise<void> {
  let left = views;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt > 0) await parts.wait(RETRY_MS);
    const counted = await parts.counter.record(left);
    const again: ReadyView[] = [];
    counted.forEach(({ status, refusal }, at) => {
      if (refusal?.retryable && attempt < RETRIES) again.push(left[at] as ReadyView);
      else note(outcomes, refusal?.code ?? status);
    });
    left = again;
  }
}

function note(outcomes: Outcomes, outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
