// Who may do more than readers: API keys in memory, and tokens where an issuer has been set up.

import { AccessTokens } from '../accounts/access-tokens';
import { ApiKeyRepository } from '../accounts/api-key.repository';
import { ApiKeysResolver } from '../accounts/api-keys.resolver';
import { AuditLogResolver } from '../accounts/audit-log.resolver';
import { AuditLogReading } from '../accounts/audit-log-reading.repository';
import { Credentials } from '../accounts/credentials';
import { ApiKeyIssuer } from '../accounts/issue-api-keys';
import { IssuerKeys } from '../accounts/issuer-keys';
import { KeyBook } from '../accounts/key-book';
import { MeResolver } from '../accounts/me.resolver';
import { tokenIssuerOf } from '../accounts/token-issuer';
import type { Clock } from '../platform/clock';
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
  settings: Pick<Settings, 'accounts'>,
  log: Log,
): Accounts {
  const { dataSource, clock } = stores;
  const repository = new ApiKeyRepository(dataSource);
  const keys = new KeyBook({ repository, clock, log });
  const issuer = new ApiKeyIssuer({ repository, clock, onChanged: () => keys.readNow() });
  const credentials = new Credentials({ keys, tokens: tokensOf(settings, clock, log) });
  return {
    callerOf: (request) => credentials.callerOf(request),
    resolvers: [
      new ApiKeysResolver(repository, issuer),
      new AuditLogResolver(new AuditLogReading(dataSource)),
      new MeResolver(),
    ],
    start: () => keys.start(),
    stop: () => keys.stop(),
  };
}

function tokensOf(
  { accounts }: Pick<Settings, 'accounts'>,
  clock: Clock,
  log: Log,
): AccessTokens | undefined {
  const from = tokenIssuerOf(accounts);
  if (from === undefined) return undefined;
  const { issuer, audience, roleNames } = from;
  const { rolesClaim, clockToleranceSeconds } = accounts;
  const keys =
    'url' in from.keys ? { publicKeys: new IssuerKeys({ url: from.keys.url, clock, log }).keyOf } : from.keys;
  return new AccessTokens({
    ...{ keys, issuer, audience, roleNames, rolesClaim, clockToleranceSeconds, clock, log },
  });
}
