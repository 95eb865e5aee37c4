// graphql-js 16 can leave a rejected promise that nobody waits for: when one field of a list throws while another's
// promise is still pending, the pending one rejects later on its own (graphql-js #3761, #4643), and Node ends the
// process for it. Which fields a query asks for is the client's choice, so this must not take the program down: every
// such rejection is logged and counted, and the process goes on.

import type { EventEmitter } from 'node:events';
import type { Log } from '../log/log';

export interface SurvivedRejections {
  /** How many there were since the start. */
  count(): number;
  stop(): void;
}

export function surviveRejections(process: EventEmitter, log: Log): SurvivedRejections {
  let count = 0;
  const survive = (reason: unknown): void => {
    count += 1;
    log.error({ err: reason, count }, 'a promise was rejected and nobody waited for it');
  };
  process.on('unhandledRejection', survive);
  return {
    count: () => count,
    stop: () => {
      process.off('unhandledRejection', survive);
    },
  };
}
