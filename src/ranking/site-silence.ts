// When nobody reads anything any more, readers have not gone: their views do not come. What reports them is down, a
// CDN or a consent tool as a rule. Rates must not fall meanwhile, or the great ones fall first and lists go to pieces.
// So time stands still for ratings, from the last view on, once no view has come for so long that chance would make
// such a silence once in a million; and what was silent counts for nothing afterwards. How likely a silence is follows
// from the views before it: n views in W minutes leave T minutes empty with a chance of (W / (W + T))^n, the Gamma-
// Poisson predictive, which knows that few views tell little of a rate. Views may come in batches, though: a silence is
// also sure only where it is far longer than those that the last hour has seen, and it is taken back once the views
// that were missed have come. See docs/decisions/0050.

import type { CountedMinute, MinuteCounts } from './formulas/minute-bins';
import { type Gap, ViewGaps } from './view-gaps';

interface Silence {
  fromMs: number;
  untilMs: number;
  before?: Before;
}

/** What is known of the views before a silence. */
interface Before {
  readersPerMinute: number;
  /** Of the minute of the clock in which it began, until then. */
  readers: number;
}

/** What the next leader must know; plain data. */
export interface KeptSilence {
  lastViewMs: number;
  seenMs: number;
  /** The readers of minutes of the clock, as they were seen last. */
  seen: [minute: number, readers: number][];
  /** Null on a quiet site. */
  neededMs: number | null;
  past: readonly Silence[];
  /** Unknown to an earlier version. */
  before?: Before;
  gaps?: readonly Gap[];
}

const MINUTE_MS = 60_000;
/** Chance leaves a site silent for so long once in a million views. */
const IMPROBABLE = Math.log(1e6);
/** The rate before a silence is looked at over both: after a burst the longer one says too much. */
const RATE_MINUTES = [2, 10] as const;
/** A site that may well be silent for longer is a quiet one: normal rules hold. So they do below ten views a minute. */
const NEEDED_AT_MOST_MS = 2 * MINUTE_MS;
/** Shorter ones are hiccups of whatever counts views. */
const NEEDED_AT_LEAST_MS = 5_000;
/** So much longer than the long gaps of the last hour is more than a gap. */
const LONGER_THAN_GAPS = 3;
/** The views of a batch are counted within so long. */
const BATCH_MS = 3_000;
/** Once so much of what was missed has come, it was not silent. */
const CAME_AFTER_ALL = 0.5;
/** A silence of an hour is one: nobody knows any more who would be read. */
const SILENCE_AT_MOST_MS = 60 * MINUTE_MS;
/** Counts are sums of fractions. */
const A_READER = 0.01;
/** So little of a minute is none. */
const A_MOMENT = 1e-6;

export class SiteSilence {
  /** When it was last seen that a view had come; undefined before any has. */
  private lastViewMs: number | undefined;
  private seenMs = -Infinity;
  private seen = new Map<number, number>();
  /** So long a silence after the last view is improbable; Infinity on a quiet site. */
  private neededMs = Infinity;
  private past: Silence[] = [];
  private before: Before | undefined;
  private readonly gaps = new ViewGaps();

  /** @param siteCounts the readers of the whole site by minutes of the clock, the running one first */
  look(siteCounts: MinuteCounts, nowMs: number): void {
    if (nowMs < this.seenMs) this.takeOver();
    const running = Math.floor(nowMs / MINUTE_MS);
    const countOf = (minute: number) => siteCounts[running - minute] ?? 0;
    const oldest = running - siteCounts.length + 1;
    if (this.lastViewMs === undefined) {
      this.viewCame(newestRead(countOf, { running, oldest, nowMs }), countOf);
    } else {
      const came = this.firstNew(countOf, { running, oldest });
      if (came !== undefined) {
        this.endSilence(Math.max(this.seenMs, came * MINUTE_MS), nowMs);
        this.viewCame(nowMs, countOf);
      }
    }
    this.seenMs = nowMs;
    this.seen = new Map([running, running - 1].map((minute) => [minute, countOf(minute)]));
    this.past = this.past.filter(
      (silence) => silence.untilMs > oldest * MINUTE_MS && !cameAfterAll(silence, nowMs, countOf),
    );
  }

  /** Since when time has been standing still for ratings; undefined while it goes on. */
  get sinceMs(): number | undefined {
    if (this.lastViewMs === undefined || !this.isSilence(this.seenMs - this.lastViewMs)) return undefined;
    return this.lastViewMs;
  }

  /** Whether a view had come when it was looked last. */
  get isRead(): boolean {
    return this.lastViewMs === this.seenMs;
  }

  /** How much of a minute of the clock was silent, 0 to 1. */
  silentPart(minute: number): number {
    const { sinceMs } = this;
    if (sinceMs === undefined && this.past.length === 0) return 0;
    const fromMs = minute * MINUTE_MS;
    const within = (silence: Silence) =>
      Math.max(0, Math.min(silence.untilMs, fromMs + MINUTE_MS) - Math.max(silence.fromMs, fromMs));
    let silentMs = sinceMs === undefined ? 0 : within({ fromMs: sinceMs, untilMs: this.seenMs });
    for (const silence of this.past) silentMs += within(silence);
    return Math.min(silentMs / MINUTE_MS, 1);
  }

  /**
   * The minutes of the clock that count for ratings, of the last `kept`, newest first, with the part of each that was
   * not silent; undefined where all of them count as they are.
   */
  countedMinutes(kept: number): CountedMinute[] | undefined {
    const { sinceMs, seenMs } = this;
    if (sinceMs === undefined && this.past.length === 0) return undefined;
    const running = Math.floor(seenMs / MINUTE_MS);
    const counted: CountedMinute[] = [];
    for (let back = 0; back < kept; back++) {
      const minute = running - back;
      if (sinceMs !== undefined && minute * MINUTE_MS >= sinceMs) continue;
      const silent = this.silentPart(minute);
      const part = (back === 0 ? seenMs / MINUTE_MS - running : 1) - silent;
      if (silent === 0 || part > A_MOMENT) counted.push({ back, part });
    }
    return counted;
  }

  kept(): KeptSilence | undefined {
    const { lastViewMs, seenMs, seen, neededMs, past, before } = this;
    if (lastViewMs === undefined) return undefined;
    return {
      lastViewMs,
      seenMs,
      seen: [...seen],
      neededMs: Number.isFinite(neededMs) ? neededMs : null,
      past,
      ...(before === undefined ? {} : { before }),
      gaps: this.gaps.kept(),
    };
  }

  /** Goes on where the last leader stopped, or begins anew. */
  takeOver(kept?: KeptSilence): void {
    this.lastViewMs = kept?.lastViewMs;
    this.seenMs = kept?.seenMs ?? -Infinity;
    this.seen = new Map(kept?.seen);
    this.neededMs = kept?.neededMs ?? Infinity;
    this.past = [...(kept?.past ?? [])];
    this.before = kept?.before;
    this.gaps.takeOver(kept?.gaps);
  }

  private isSilence(lengthMs: number): boolean {
    return lengthMs >= this.neededMs && lengthMs < SILENCE_AT_MOST_MS;
  }

  /** The first minute that has more readers than when it was looked last. */
  private firstNew(countOf: CountOf, window: { running: number; oldest: number }): number | undefined {
    const from = Math.max(Math.floor(this.seenMs / MINUTE_MS) - 1, window.oldest);
    for (let minute = from; minute <= window.running; minute++) {
      if (countOf(minute) > (this.seen.get(minute) ?? 0) + A_READER) return minute;
    }
    return undefined;
  }

  /** It was silent at least until it was looked last, or until the minute began in which readers came again. */
  private endSilence(untilMs: number, nowMs: number): void {
    const { before } = this;
    const fromMs = this.lastViewMs!;
    if (this.isSilence(untilMs - fromMs)) {
      this.past.push({ fromMs, untilMs, ...(before === undefined ? {} : { before }) });
    }
    if (untilMs > fromMs) this.gaps.ended(nowMs, untilMs - fromMs);
  }

  private viewCame(atMs: number | undefined, countOf: CountOf): void {
    this.lastViewMs = atMs;
    this.before = undefined;
    this.neededMs = atMs === undefined ? Infinity : this.neededAfter(atMs, countOf);
  }

  private neededAfter(atMs: number, countOf: CountOf): number {
    const last = Math.floor(atMs / MINUTE_MS);
    let neededMs = Math.max(NEEDED_AT_LEAST_MS, LONGER_THAN_GAPS * this.gaps.longMs);
    let readersPerMinute = 0;
    for (const rateMinutes of RATE_MINUTES) {
      let readers = 0;
      let minutes = 0;
      for (let minute = last - rateMinutes; minute <= last; minute++) {
        const passed = minute === last ? atMs / MINUTE_MS - last : 1;
        readers += countOf(minute);
        minutes += Math.max(0, passed - this.silentPart(minute));
      }
      const needed = readers < A_READER ? Infinity : minutes * Math.expm1(IMPROBABLE / readers);
      neededMs = Math.max(neededMs, needed * MINUTE_MS);
      readersPerMinute = Math.max(readersPerMinute, readers / Math.max(minutes, 1));
    }
    this.before = { readersPerMinute, readers: countOf(last) };
    return neededMs <= NEEDED_AT_MOST_MS ? neededMs : Infinity;
  }
}

type CountOf = (minute: number) => number;

/**
 * Whether the views that were missed have come: late, into the minutes that were silent, or all at once, when it ended.
 * More views than before, from its end on, are none of these.
 */
function cameAfterAll({ fromMs, untilMs, before }: Silence, nowMs: number, countOf: CountOf): boolean {
  if (before === undefined) return false;
  const isJustOver = nowMs - untilMs <= BATCH_MS;
  const end = isJustOver ? Math.floor(nowMs / MINUTE_MS) + 1 : Math.floor(untilMs / MINUTE_MS);
  let came = -before.readers;
  for (let minute = Math.floor(fromMs / MINUTE_MS); minute < end; minute++) came += countOf(minute);
  const missed = (before.readersPerMinute * (untilMs - fromMs)) / MINUTE_MS;
  const since = isJustOver ? (before.readersPerMinute * (nowMs - untilMs)) / MINUTE_MS : 0;
  return came > CAME_AFTER_ALL * missed + since + 3 * Math.sqrt(since);
}

/** When a view came last, as far as minutes tell: at the end of the newest one that has any. */
function newestRead(
  countOf: CountOf,
  { running, oldest, nowMs }: { running: number; oldest: number; nowMs: number },
): number | undefined {
  for (let minute = running; minute >= oldest; minute--) {
    if (countOf(minute) > A_READER) return Math.min((minute + 1) * MINUTE_MS, nowMs);
  }
  return undefined;
}
