// The one place that knows ioredis, and the one place where its troubles become StoreUnavailable. Commands
// fail at once when Redis is away, and are never sent a second time by the library: a reply that was lost
// would else be counted twice (measured: INCR gave 2). Who may repeat, repeats knowingly.

import Redis, { type ChainableCommander, type RedisOptions as ClientOptions, type Command } from 'ioredis';
import { atEndOfTurn, type Clock, systemClock } from '../clock';
import { StoreUnavailable } from '../errors';
import type { Log } from '../log/log';

/**
 * One server today; features keep what a command touches within one hash tag, so that a cluster can take its
 * place.
 */
export type RedisClient = Redis;
/** Commands that are gathered and sent in one write. */
export type RedisCommands = ChainableCommander;

export interface RedisOptions {
  /** redis://[[user]:password@]host[:port][/database]; rediss:// for TLS. */
  url: string;
  /** Stands before every key and channel, "mostread:" say, so that several newsrooms can share one Redis. */
  keySpace: string;
  /** A command that takes longer fails. */
  commandTimeoutMs?: number;
}

/** A busy machine takes a second now and then (seen with nine processes on two cores): that is no outage. */
const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** At the end, for what has been written to leave; ioredis waits it out in full where Redis is away. */
const DISCONNECT_TIMEOUT_MS = 200;
const RECONNECT_MS_MAX = 500;

export class RedisConnection {
  /** Its keys are in the key space already; patterns (SCAN) and channels are not. */
  readonly client: RedisClient;
  readonly keySpace: string;
  private readonly others = new Set<RedisClient>();
  private lastError: Error | undefined;

  constructor(
    private readonly options: RedisOptions,
    readonly log?: Log,
    private readonly clock: Clock = systemClock,
  ) {
    if (/[{}]/.test(options.keySpace)) {
      throw new Error('A key space cannot contain braces: they would hide the hash tags of the keys.');
    }
    this.keySpace = options.keySpace;
    this.client = this.open({
      keyPrefix: this.keySpace,
      commandTimeout: options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS,
    });
  }

  /** Resolves when commands can be sent; rejects with the reason when that takes more than `withinMs`. */
  async ready(withinMs = CONNECT_TIMEOUT_MS): Promise<void> {
    await this.whenReady(this.client, withinMs);
  }

  /** Sends the commands in one write and gives their replies in order. @throws the first of their errors */
  inOneWrite(fill: (commands: RedisCommands) => void): Promise<unknown[]> {
    return repliesOf(this.client.pipeline(), fill);
  }

  /** The same as a transaction: no other client's command comes between. */
  inOneTransaction(fill: (commands: RedisCommands) => void): Promise<unknown[]> {
    return repliesOf(this.client.multi(), fill);
  }

  /** A connection of its own to the same Redis: a subscriber can send no commands. Closed with this one. */
  another(): RedisClient {
    const client = this.open({});
    this.others.add(client);
    void client.connect().catch(() => undefined); // told by the error event
    return client;
  }

  /** Ends what `another` has given. */
  end(client: RedisClient): void {
    client.disconnect();
    this.others.delete(client);
  }

  /** Another key space of the same Redis, not yet connected; closed by whoever asked for it. */
  inKeySpace(keySpace: string, commandTimeoutMs = COMMAND_TIMEOUT_MS): RedisConnection {
    return new RedisConnection({ ...this.options, keySpace, commandTimeoutMs }, this.log, this.clock);
  }

  channel(name: string): string {
    return `${this.keySpace}${name}`;
  }

  async close(): Promise<void> {
    for (const client of [this.client, ...this.others]) client.disconnect();
    this.others.clear();
  }

  private open(options: ClientOptions): RedisClient {
    const client = new PlainSpokenClient(this.options.url, {
      lazyConnect: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false, // channel.ts does, also for what had not been confirmed
      retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS_MAX),
      // A master that became a replica refuses writes for ever; its name may lead to the new master by now.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
      ...options,
    });
    client.on('error', (error: Error) => this.noteError(error));
    client.on('ready', () => this.noteReady());
    return client;
  }

  /** ioredis reports every attempt; the first of a row is enough for the log. */
  private noteError(error: Error): void {
    if (this.lastError === undefined) this.log?.warn({ err: error }, 'Redis does not answer');
    this.lastError = error;
  }

  private noteReady(): void {
    if (this.lastError !== undefined) this.log?.info('Redis answers again');
    this.lastError = undefined;
  }

  private async whenReady(client: RedisClient, withinMs: number): Promise<void> {
    if (client.status === 'ready') return;
    if (client.status === 'wait' || client.status === 'end') void client.connect().catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
      const stopWaiting = this.clock.after(withinMs, () => {
        client.off('ready', isReady);
        reject(this.lastError ?? new StoreUnavailable('Redis'));
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

/** Rejects with StoreUnavailable where Redis, not the command, is to blame. */
class PlainSpokenClient extends Redis {
  private gathering: Redis['stream'] | undefined;

  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    this.gatherWrites();
    const reply = super.sendCommand(command, stream);
    // In a pipeline the errors are read by whoever called exec (repliesOf), and no one listens to this
    // promise.
    if (stream !== undefined || !(reply instanceof Promise)) return reply;
    const told = reply.catch((error: unknown) => {
      throw asStoreError(error);
    });
    // The library's own commands (INFO on connecting) take the answer by callback and leave this promise
    // alone.
    told.catch(() => undefined);
    return told;
  }

  /**
   * What is sent within a turn of the event loop leaves in one write at its end. Each write is a call to the
   * system, and with one for every command they were a seventh of what a reported view costs.
   */
  private gatherWrites(): void {
    const { stream } = this;
    if (stream === undefined || stream === this.gathering) return;
    this.gathering = stream;
    stream.cork();
    atEndOfTurn(() => {
      this.gathering = undefined;
      stream.uncork();
    });
  }
}

async function repliesOf(
  commands: RedisCommands,
  fill: (commands: RedisCommands) => void,
): Promise<unknown[]> {
  fill(commands);
  if (commands.length === 0) return [];
  const results = await commands.exec().catch((error: unknown) => {
    throw asStoreError(error);
  });
  if (results === null) throw new StoreUnavailable('Redis');
  return results.map(([error, reply]) => {
    if (error) throw asStoreError(error);
    return reply;
  });
}

// What Redis answers while it is there but cannot serve: it loads its data, is a replica, has no room, a
// script runs on.
const NOT_NOW = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|OOM|MISCONF|TRYAGAIN|BUSY|EXECABORT) ?/;

/** An answer of Redis that speaks of the command stays as it is; all else means that Redis cannot be had. */
function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !(error instanceof Error)) return error;
  if (error.name === 'ReplyError' && !NOT_NOW.test(error.message)) return error;
  return new StoreUnavailable('Redis', error);
}
