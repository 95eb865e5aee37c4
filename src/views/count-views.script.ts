import {
  boardKey,
  KEPT_MINUTES,
  landmarksKey,
  minuteDiscountKey,
  minuteKey,
  minutesTouchedLateKey,
} from '../boards/board-keys';
import { allBoards, halfLifeMs } from '../boards/decay';
import { allPartitions, type Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import type { DedupePlace, EventPlace } from './dedupe';
import { type Slice, sliceOf } from './slice';
import {
  callReplyKey,
  eventSetKey,
  lineagesKey,
  readersKey,
  sliceCountersKey,
  sliceName,
  slicesKey,
  totalsKey,
  viewStreamKey,
  viewStreamLengthKey,
  visitorSetKey,
} from './view-keys';

/** A view that has passed all checks but the one for repeats. */
export interface ViewToCount {
  article: number;
  atMs: number;
  /** From 0 to 1; 0 moves no board. */
  rankingWeight: number;
  counterName: string;
  /** The minute of the clock whose board it joins; absent when those of that time are no longer kept. */
  minute: number | undefined;
  slice: Slice;
  /** What the view stream keeps of it; no line breaks. */
  streamLine: string;
  /** `day` is of UTC, counted from 1970. */
  event?: { day: number; place: EventPlace };
  /** In the slice of arrival, the one before and the one before that; absent for late views. */
  seenIn?: readonly { slice: Slice; place: DedupePlace }[];
  /** The reader under the pseudonym of that day of the publisher; absent for who has asked not to be followed. */
  readOn?: { day: string; visitor: string };
}

export interface CountCall {
  partition: Partition;
  /** Unique; the same when the call is sent again. */
  callId: string;
  lineage: string;
  nowMs: number;
  streamViews: number;
  /** Added to what expires, so that not all of a slice expires at once. */
  jitterSeconds: number;
  views: readonly ViewToCount[];
}

export interface CountedView {
  /** REUSED: its event id has been used for another view. */
  status: 'COUNTED' | 'REPEAT' | 'REUSED';
  /** The article's views in the totals of the lineage that has answered. */
  viewsInLineage: number;
}

export interface CountedViews {
  views: CountedView[];
  /** The call that gave birth to those totals; undefined where the lineage has none yet. */
  birth: string | undefined;
}

/** A reply that is asked for later than this has been given up by its caller. */
export const KEEP_REPLY_SECONDS = 60;
/** The minute itself and as long after it as it is read. */
const KEEP_MINUTE_SECONDS = (KEPT_MINUTES + 1) * 60;
/** A slice is looked up for 45 minutes after it begins, by views that have waited for an hour. */
const KEEP_VISITOR_SET_SECONDS = 60 * 60;
/** A day's views come in until a day after its end. */
export const KEEP_EVENT_SET_SECONDS = 49 * 3_600;
/** A day's readers are taken to Postgres within minutes; the day itself, its late views, and a day to spare. */
const KEEP_READERS_SECONDS = 3 * 24 * 3_600;

/** From its numbering until it is executed, and what the clocks of two processes may differ by. */
const ON_THE_WAY_MS = 5_000;
/** Forty minutes, as kept-views.ts has it, may begin and end within a slice. */
const SLICES_WAITED_MAX = 4;
const FIXED_KEYS = 11;
/** The same in each call of a partition: from the third key to the eleventh. */
const keysOfPartition = allPartitions.map((partition) => [
  lineagesKey(partition),
  ...allBoards.map((board) => boardKey(board, partition)),
  landmarksKey(partition),
  minutesTouchedLateKey(partition),
  slicesKey(partition),
  viewStreamKey(partition),
  viewStreamLengthKey(partition),
]);
const halfLives = allBoards.map((board) => halfLifeMs[board]);
const statuses = ['REPEAT', 'COUNTED', 'REUSED'] as const;

export const countViews = defineScript({
  file: 'count-views.lua',
  folder: __dirname,
  keys: ({ call, numbered }: NumberedCall) => [
    callReplyKey(call.callId, call.partition),
    totalsKey(call.lineage, call.partition),
    ...(keysOfPartition[call.partition] ?? []),
    ...numbered.keys,
  ],
  args: ({ call, numbered }: NumberedCall) => [
    call.callId,
    call.lineage,
    call.nowMs,
    ...halfLives,
    call.streamViews,
    KEEP_REPLY_SECONDS,
    KEEP_MINUTE_SECONDS,
    KEEP_VISITOR_SET_SECONDS + call.jitterSeconds,
    KEEP_EVENT_SET_SECONDS + call.jitterSeconds,
    KEEP_READERS_SECONDS + call.jitterSeconds,
    numbered.minutes.size,
    numbered.slices.size,
    call.views.length,
    JSON.stringify([
      ...numbered.minuteArguments,
      ...numbered.sliceArguments,
      ...numbered.views,
      ...numbered.newer,
    ]),
  ],
  answer: (reply: unknown): CountedViews => {
    const answers = reply as (number | string)[];
    const birth = answers.at(-1);
    const views = Array.from({ length: (answers.length - 1) / 2 }, (_, view): CountedView => {
      const [status, viewsInLineage] = [answers[2 * view], answers[2 * view + 1]];
      return { status: statuses[Number(status)] ?? 'REPEAT', viewsInLineage: Number(viewsInLineage) };
    });
    return { views, birth: typeof birth === 'string' && birth !== '' ? birth : undefined };
  },
});

/** A call whose keys have their numbers: the script is told of them by number, each key being named once. */
export interface NumberedCall {
  call: CountCall;
  numbered: NumberedKeys;
}

interface NumberedKeys {
  keys: string[];
  minutes: Map<number, number>;
  slices: Map<Slice, number>;
  /** By article and day. */
  readers: Map<string, number>;
  /** As the script wants them: {key, minute} and {key, name}. */
  minuteArguments: number[];
  sliceArguments: (string | number)[];
  views: (string | number)[];
  /** {number of the view, key, member}. */
  newer: (string | number)[];
}

export function numberKeys(call: CountCall): NumberedCall {
  const numbered: NumberedKeys = {
    keys: [],
    minutes: new Map(),
    slices: new Map(),
    readers: new Map(),
    minuteArguments: [],
    sliceArguments: [],
    views: [],
    newer: [],
  };
  const newestSlice = sliceOf(call.nowMs + ON_THE_WAY_MS);
  call.views.forEach((view, index) => {
    numbered.views.push(
      view.article,
      view.atMs,
      view.rankingWeight,
      view.minute === undefined ? 0 : numberOfMinute(view.minute, call, numbered),
      numberOfSlice(view.slice, call, numbered),
      view.counterName,
      view.streamLine,
    );
    pushEvent(view, call, numbered);
    pushSeen(view, call, numbered);
    pushReader(view, call, numbered);
    pushNewer(view, index, { call, numbered, newestSlice });
  });
  return { call, numbered };
}

function numberOf(numbered: NumberedKeys, key: string): number {
  return FIXED_KEYS + numbered.keys.push(key);
}

function numberOfMinute(minute: number, { partition }: CountCall, numbered: NumberedKeys): number {
  const known = numbered.minutes.get(minute);
  if (known !== undefined) return known;
  const number = numberOf(numbered, minuteKey(minute, partition));
  numberOf(numbered, minuteDiscountKey(minute, partition));
  numbered.minutes.set(minute, number);
  numbered.minuteArguments.push(number, minute);
  return number;
}

function numberOfSlice(slice: Slice, { partition, lineage }: CountCall, numbered: NumberedKeys): number {
  const known = numbered.slices.get(slice);
  if (known !== undefined) return known;
  const number = numberOf(numbered, sliceCountersKey(slice, lineage, partition));
  numbered.slices.set(slice, number);
  numbered.sliceArguments.push(number, sliceName(slice, lineage));
  return number;
}

function pushEvent({ event }: ViewToCount, { partition }: CountCall, numbered: NumberedKeys): void {
  if (event === undefined) numbered.views.push(0, '', '', 0);
  else {
    const { set, member, contentMember } = event.place;
    const keys = [event.day, event.day - 1].map((day) =>
      numberOf(numbered, eventSetKey(day, set, partition)),
    );
    numbered.views.push(keys[0]!, member, contentMember, keys[1]!);
  }
}

const UNSEEN = [0, '', 0, '', 0, ''] as const;

function pushSeen({ seenIn }: ViewToCount, { partition }: CountCall, numbered: NumberedKeys): void {
  if (seenIn === undefined) numbered.views.push(...UNSEEN);
  else {
    for (const { slice, place } of seenIn) {
      numbered.views.push(numberOf(numbered, visitorSetKey(slice, place.set, partition)), place.member);
    }
  }
}

/** A view may wait, for Redis or for its slot; its reader may have been counted meanwhile, in a slice after its own. */
function pushNewer(
  { seenIn }: ViewToCount,
  index: number,
  { call, numbered, newestSlice }: NumberedCall & { newestSlice: Slice },
): void {
  const own = seenIn?.[0];
  if (own === undefined) return;
  const last = Math.min(newestSlice, own.slice + SLICES_WAITED_MAX);
  for (let slice = own.slice + 1; slice <= last; slice++) {
    const key = visitorSetKey(slice, own.place.set, call.partition);
    numbered.newer.push(index + 1, numberOf(numbered, key), own.place.member);
  }
}

function pushReader(
  { readOn, article }: ViewToCount,
  { partition }: CountCall,
  numbered: NumberedKeys,
): void {
  if (readOn === undefined) {
    numbered.views.push(0, '');
    return;
  }
  const key = readersKey(readOn.day, article, partition);
  const number = numbered.readers.get(key) ?? numberOf(numbered, key);
  numbered.readers.set(key, number);
  numbered.views.push(number, readOn.visitor);
}
