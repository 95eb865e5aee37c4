import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import { KEEP_EVENT_SET_SECONDS, KEEP_REPLY_SECONDS } from './count-views.script';
import type { DedupePlace } from './dedupe';
import type { Slice } from './slice';
import {
  callReplyKey,
  eventSetKey,
  readingSecondsKey,
  sliceCountersKey,
  sliceName,
  slicesKey,
} from './view-keys';

/** Something beside the views of an article, to be added to one of its counters. */
export interface ActivityToCount {
  article: number;
  slice: Slice;
  counterName: string;
  /** A whole number from 1. */
  amount: number;
  /** Where its event id is remembered; without one it counts each time. */
  event?: { day: number; place: DedupePlace };
  /** What bounds the amounts of one reading together, and counts its first. */
  reading?: {
    /** A day or an hour, as its key names it. */
    period: string;
    place: DedupePlace;
    /** From the first in its set on. */
    keepSeconds: number;
    amountMax: number;
    firstCounterName: string;
  };
}

export interface CountedActivity {
  status: 'COUNTED' | 'REPEAT';
  amount: number;
}

export interface ActivityCall {
  partition: Partition;
  /** Unique; the same when the call is sent again. */
  callId: string;
  lineage: string;
  /** Added to what expires, so that not all of a day expires at once. */
  jitterSeconds: number;
  reports: readonly ActivityToCount[];
}

const FIXED_KEYS = 2;

export const countActivity = defineScript({
  file: 'count-activity.lua',
  folder: __dirname,
  keys: ({ call, numbered }: NumberedActivity) => [
    callReplyKey(call.callId, call.partition),
    slicesKey(call.partition),
    ...numbered.keys,
  ],
  args: ({ call, numbered }: NumberedActivity) => [
    call.callId,
    call.lineage,
    KEEP_REPLY_SECONDS,
    KEEP_EVENT_SET_SECONDS + call.jitterSeconds,
    numbered.slices.size,
    call.reports.length,
    ...[...numbered.slices].flatMap(([slice, key]) => [key, sliceName(slice, call.lineage)]),
    ...numbered.reports,
  ],
  answer: (reply: unknown): CountedActivity[] => {
    const numbers = reply as number[];
    return Array.from({ length: numbers.length / 2 }, (_, report) => ({
      status: numbers[2 * report] === 1 ? 'COUNTED' : 'REPEAT',
      amount: numbers[2 * report + 1] ?? 0,
    }));
  },
});

/** A call whose keys have their numbers: each key is named once. */
export interface NumberedActivity {
  call: ActivityCall;
  numbered: { keys: string[]; slices: Map<Slice, number>; reports: (string | number)[] };
}

export function numberActivity(call: ActivityCall): NumberedActivity {
  const { partition, lineage } = call;
  const keys: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = FIXED_KEYS + keys.push(key);
    numbers.set(key, number);
    return number;
  };
  const slices = new Map<Slice, number>();
  const reports = call.reports.flatMap(({ article, slice, counterName, amount, event, reading }) => {
    const sliceKey = numberOf(sliceCountersKey(slice, lineage, partition));
    slices.set(slice, sliceKey);
    return [
      event === undefined ? 0 : numberOf(eventSetKey(event.day, event.place.set, partition)),
      event?.place.member ?? '',
      sliceKey,
      `${article}:${counterName}`,
      amount,
      reading === undefined ? 0 : numberOf(readingSecondsKey(reading.period, reading.place.set, partition)),
      reading?.place.member ?? '',
      reading?.amountMax ?? 0,
      reading === undefined ? '' : `${article}:${reading.firstCounterName}`,
      event === undefined ? 0 : numberOf(eventSetKey(event.day - 1, event.place.set, partition)),
      reading?.keepSeconds ?? 0,
    ];
  });
  return { call, numbered: { keys, slices, reports } };
}
