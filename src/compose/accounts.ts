// Who may do more than readers: API keys in memory, and tokens where an issuer has been set up.

import { ApiKeyRepository } from '../accounts/api-key.repository';
import { Credentials } from '../accounts/credentials';
import { KeyBook } from '../accounts/key-book';
import type { CallerOf } from '../platform/graphql/request-callers';
import type { Log } from '../platform/log/log';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Accounts {
  callerOf: CallerOf;
  resolvers: object[];
  /** Reads the keys, and begins to follow them. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function composeAccounts(
  stores: Pick<Stores, 'dataSource' | 'clock'>,
  _settings: Settings,
  log: Log,
): Accounts {
  const { dataSource, clock } = stores;
  const keys = new KeyBook({ repository: new ApiKeyRepository(dataSource), clock, log });
  const credentials = new Credentials({ keys, tokens: undefined });
  return {
    callerOf: (request) => credentials.callerOf(request),
    resolvers: [],
    start: () => keys.start(),
    stop: () => keys.stop(),
  };
}
