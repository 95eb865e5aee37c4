// A client of one server, or of whichever server the Sentinels call the primary.

import Redis, { type RedisOptions as ClientOptions, type Command } from 'ioredis';
import { writeGatherer } from './gather-writes';
import { partsOf, type RedisPlace } from './redis-place';
import { attendSentinels } from './sentinel-clients';
import { asStoreError } from './store-error';

export const CONNECT_TIMEOUT_MS = 2_000;
/** At the end, for what has been written to leave; ioredis waits it out in full where Redis is away. */
const DISCONNECT_TIMEOUT_MS = 200;
const RECONNECT_MS_MAX = 500;

const pauseMs = (attempt: number) => Math.min(attempt * 50, RECONNECT_MS_MAX);

/** Whatever the place: no command waits for a connection, none is sent a second time. */
export function clientOptions(place: RedisPlace): ClientOptions {
  const { username, password, database, usesTls } = partsOf(place);
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(database > 0 && { db: database }),
    ...(usesTls && { tls: {} }),
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    disableClientInfo: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false, // channel.ts does, also for what had not been confirmed
    retryStrategy: pauseMs,
    // A master that became a replica refuses writes for ever; its name may lead to the new master by now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

/** Of one server, or of Sentinels: to a Cluster goes cluster-client.ts. */
export function addressOptions(place: RedisPlace): ClientOptions {
  const { addresses, usesTls } = partsOf(place);
  if (place.mode !== 'sentinel') return addresses[0] ?? {};
  return {
    sentinels: addresses,
    name: place.sentinelPrimary ?? '',
    ...(place.sentinelPassword !== undefined && { sentinelPassword: place.sentinelPassword }),
    ...(usesTls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    sentinelRetryStrategy: pauseMs,
    sentinelReconnectStrategy: pauseMs,
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    // Sentinels tell of a new primary; without listening, the old one is noticed only when it refuses a write.
    failoverDetector: true,
  };
}

/** Rejects with StoreUnavailable where Redis, not the command, is to blame. */
export class ServerClient extends Redis {
  private readonly gatherWrites = writeGatherer(this);
  private isClosed = false;

  constructor(options: ClientOptions) {
    super(options);
    attendSentinels(this, { disconnectTimeout: DISCONNECT_TIMEOUT_MS });
    // The library gives up for good when Sentinels tell of a new primary while one that does not answer is being asked
    // for it: what breaks off the old connection then breaks off the search for the new one.
    this.on('end', () => {
      if (!this.isClosed) void this.connect().catch(() => undefined); // told by the error event
    });
  }

  override connect(callback?: Parameters<Redis['connect']>[0]): Promise<void> {
    this.isClosed = false;
    return super.connect(callback);
  }

  /** Closed it stays, though the library, which was connecting, asks to connect again. */
  override disconnect(reconnect = false): void {
    if (!reconnect) this.isClosed = true;
    super.disconnect(reconnect);
  }

  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    this.gatherWrites();
    const reply = super.sendCommand(command, stream);
    // In a pipeline the errors are read by whoever called exec (repliesOf), and no one listens to this
    // promise.
    if (stream !== undefined || !(reply instanceof Promise)) return reply;
    return toldPlainly(reply);
  }
}

export function toldPlainly(reply: Promise<unknown>): Promise<unknown> {
  const told = reply.catch((error: unknown) => {
    throw asStoreError(error);
  });
  // The library's own commands (INFO on connecting) take the answer by callback and leave this promise
  // alone.
  told.catch(() => undefined);
  return told;
}
