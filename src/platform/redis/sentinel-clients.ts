// The library's own connections to Sentinels, which it opens for a client of whatever server they call the primary:
// some to ask them, others to hear from them of a new one.

import type { RedisOptions as ClientOptions, Redis } from 'ioredis';

/** What the library has for itself, where Sentinels are asked. */
interface SentinelSide {
  connectToSentinel?(address: unknown, options?: ClientOptions): Redis;
}

/** Call it before the client connects. */
export function attendSentinels(
  client: Redis,
  options: Required<Pick<ClientOptions, 'disconnectTimeout'>>,
): void {
  const side = (client as unknown as { connector: SentinelSide }).connector;
  const connectTo = side.connectToSentinel?.bind(side);
  if (connectTo === undefined) return;
  side.connectToSentinel = (address, others) => {
    const sentinel = connectTo(address, { ...others, ...options });
    // Of one that is away the library would write to standard error twice a second. Where none answers, the client
    // tells.
    sentinel.on('error', () => undefined);
    return sentinel;
  };
}
