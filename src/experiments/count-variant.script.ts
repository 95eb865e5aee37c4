import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import type { DedupePlace } from '../views/dedupe';
import {
  countersName,
  showingsKey,
  variantCountersKey,
  variantNamesKey,
  variantReadersKey,
  variantReplyKey,
} from './variant-keys';

export interface VariantAmount {
  /** Number of the experiment. */
  experiment: number;
  bucket: number;
  /** In which the list that was shown was computed, counted from 1970. */
  hour: number;
  impressions: number;
  clicks: number;
  /** Where its event id is remembered, by UTC day; without one it counts each time. */
  event?: { day: number; place: DedupePlace } | undefined;
  /** Who is counted once on a day of the publisher. */
  reader?: { day: string; place: DedupePlace } | undefined;
}

export interface VariantCall {
  partition: Partition;
  /** Unique; the same when the call is sent again. */
  callId: string;
  lineage: string;
  /** Added to what expires, so that not all of a day expires at once. */
  jitterSeconds: number;
  amount: VariantAmount;
}

/** Far longer than a call is retried. */
const KEEP_REPLY_SECONDS = 60;
/** Two days and a bit: what may be sent again, and a day that is not over everywhere. */
const KEEP_DAY_SECONDS = 49 * 3_600;
/** Reports come for 26 hours, and Postgres may be away for two days. */
export const KEEP_COUNTERS_SECONDS = 3 * 86_400 + 2 * 3_600;

export const countVariant = defineScript({
  file: 'count-variant.lua',
  folder: __dirname,
  keys: ({ partition, callId, lineage, amount }: VariantCall) => {
    const { hour, event, reader } = amount;
    return [
      variantReplyKey(callId, partition),
      variantNamesKey(partition),
      variantCountersKey(countersName(hour, lineage), partition),
      showingsKey(event?.day ?? 0, event?.place.set ?? 0, partition),
      showingsKey((event?.day ?? 0) - 1, event?.place.set ?? 0, partition),
      variantReadersKey(reader?.day ?? '', reader?.place.set ?? 0, partition),
    ];
  },
  args: ({ callId, lineage, jitterSeconds, amount }: VariantCall) => [
    callId,
    lineage,
    KEEP_REPLY_SECONDS,
    countersName(amount.hour, lineage),
    KEEP_COUNTERS_SECONDS,
    amount.event?.place.member ?? '',
    KEEP_DAY_SECONDS + jitterSeconds,
    amount.reader?.place.member ?? '',
    `${amount.experiment}:${amount.bucket}`,
    amount.impressions,
    amount.clicks,
  ],
  answer: (reply: unknown): 'COUNTED' | 'REPEAT' => (reply === 1 ? 'COUNTED' : 'REPEAT'),
});
