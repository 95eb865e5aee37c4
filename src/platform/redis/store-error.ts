// What a trouble of the library or of a server means: Redis cannot be had now, or the command was wrong.

import { StoreUnavailable } from '../errors';

/** The command has not left this process. */
export class NotSent extends Error {}

// What Redis answers while it is there but cannot serve: it loads its data, is a replica, has no room, a script runs
// on; of a Cluster, that a slot has no owner or is on its way to another node.
const NOT_NOW =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|OOM|MISCONF|TRYAGAIN|MOVED|ASK|BUSY|EXECABORT) ?/;

/** An answer of Redis that speaks of the command stays as it is; all else means that Redis cannot be had. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !(error instanceof Error)) return error;
  if (error.name === 'ReplyError' && !NOT_NOW.test(error.message)) return error;
  return new StoreUnavailable('Redis', error);
}

/** What the library says where there is no connection to write to. */
const NOT_WRITABLE = /Stream isn't writeable/;

/** It has been executed nowhere and may be sent again without a thought. */
export function wasNotSent(error: unknown): boolean {
  if (!(error instanceof StoreUnavailable)) return false;
  return error.cause instanceof NotSent || NOT_WRITABLE.test(String(error.cause));
}

/**
 * The keys are on their way to another node of the Cluster: they were asked for together, or redirected to and fro.
 * Nothing was executed.
 */
export function areMoving(error: unknown): boolean {
  if (!(error instanceof StoreUnavailable && error.cause instanceof Error)) return false;
  return /^(?:TRYAGAIN|ASK|MOVED|EXECABORT|Too many Cluster redirections)/.test(error.cause.message);
}
