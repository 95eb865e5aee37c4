// The one place that knows ioredis. Commands fail at once when Redis is away, and are never sent a second time by the
// library: a reply that was lost would else be counted twice (measured: INCR gave 2). Who may repeat, repeats knowingly.

import Redis, { type RedisOptions as ClientOptions } from 'ioredis';
import { type Clock, systemClock } from '../clock';
import { StoreUnavailable } from '../errors';
import type { Log } from '../log/log';

export type RedisClient = Redis;

export interface RedisOptions {
  /** redis://[[user]:password@]host[:port][/database]; rediss:// for TLS. */
  url: string;
  /** Stands before every key and channel, "mostread:" say, so that several newsrooms can share one Redis. */
  keySpace: string;
  /** A command that takes longer fails. */
  commandTimeoutMs?: number;
}

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_MS_MAX = 500;

export class RedisConnection {
  /** Its keys are in the key space already; patterns (SCAN) and channels are not. */
  readonly client: RedisClient;
  readonly keySpace: string;
  private readonly others: RedisClient[] = [];
  private lastError: Error | undefined;

  constructor(
    private readonly options: RedisOptions,
    private readonly log?: Log,
    private readonly clock: Clock = systemClock,
  ) {
    this.keySpace = options.keySpace;
    this.client = this.open({ commandTimeout: options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS });
  }

  /** Resolves when commands can be sent; rejects with the reason when that takes more than `withinMs`. */
  async ready(withinMs = CONNECT_TIMEOUT_MS): Promise<void> {
    await this.whenReady(this.client, withinMs);
  }

  /** A connection of its own to the same Redis: a subscriber can send no commands. Closed with this one. */
  async another(): Promise<RedisClient> {
    const client = this.open({ keyPrefix: '' });
    this.others.push(client);
    if (client.status === 'wait') void client.connect().catch(() => undefined); // told by the error event
    return client;
  }

  channel(name: string): string {
    return `${this.keySpace}${name}`;
  }

  async close(): Promise<void> {
    for (const client of [this.client, ...this.others]) client.disconnect();
  }

  private open(options: ClientOptions): RedisClient {
    const client = new Redis(this.options.url, {
      keyPrefix: this.keySpace,
      lazyConnect: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS_MAX),
      ...options,
    });
    client.on('error', (error: Error) => this.noteError(error));
    client.on('ready', () => {
      this.lastError = undefined;
    });
    return client;
  }

  /** ioredis reports every attempt; the first of a row is enough for the log. */
  private noteError(error: Error): void {
    if (this.lastError === undefined) this.log?.warn({ err: error }, 'Redis does not answer');
    this.lastError = error;
  }

  private async whenReady(client: RedisClient, withinMs: number): Promise<void> {
    if (client.status === 'ready') return;
    if (client.status === 'wait' || client.status === 'end') void client.connect().catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
      const stopWaiting = this.clock.after(withinMs, () => {
        client.off('ready', isReady);
        reject(new StoreUnavailable('Redis', this.lastError));
      });
      const isReady = () => {
        stopWaiting();
        resolve();
      };
      client.once('ready', isReady);
    });
  }
}

export function openRedis(options: RedisOptions, log?: Log): RedisConnection {
  return new RedisConnection(options, log);
}
