import { defineScript } from '../platform/redis/script';
import { leaseKey } from './ranking-keys';

export interface LeaseRequest {
  holder: string;
  nowMs: number;
  /** 0 gives the lease back. */
  lengthMs: number;
  /** The largest term that the caller has seen: the next one is larger, even if Redis has forgotten. */
  seenTerm: number;
}

export interface LeaseAnswer {
  held: boolean;
  term: number;
}

export const holdRankerLease = defineScript({
  file: 'ranker-lease.lua',
  folder: __dirname,
  keys: (_: LeaseRequest) => [leaseKey()],
  args: (request: LeaseRequest) => [request.holder, request.nowMs, request.lengthMs, request.seenTerm],
  answer: (reply: unknown): LeaseAnswer => {
    const [held, term] = reply as [number, number];
    return { held: held === 1, term };
  },
});
