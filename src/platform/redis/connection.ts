// The one place that opens connections through ioredis. Commands fail at once when Redis is away, and are never sent a
// second time by the library: a reply that was lost would else be counted twice (measured: INCR gave 2). Who may
// repeat, repeats knowingly. One server, Sentinels and a Cluster keep the same promises.

import { type ChainableCommander, type RedisOptions as ClientOptions, Redis } from 'ioredis';
import { type Clock, type Stop, systemClock } from '../clock';
import { StoreUnavailable } from '../errors';
import type { Log } from '../log/log';
import { ClusterClient } from './cluster-client';
import { connectorTo } from './cluster-listener';
import { HangWatch } from './hang-watch';
import type { RedisPlace } from './redis-place';
import { addressOptions, CONNECT_TIMEOUT_MS, clientOptions, ServerClient } from './server-client';
import { areMoving, asStoreError, NotSent } from './store-error';

/** What one command touches lies within one hash tag, so that it can be sent to one server and to a Cluster alike. */
export type RedisClient = Redis | ClusterClient;
/** Commands that are gathered and sent in one write. */
export type RedisCommands = ChainableCommander;

export interface RedisOptions extends RedisPlace {
  /** Stands before every key and channel, "mostread:" say, so that several newsrooms can share one Redis. */
  keySpace: string;
  /** A command that takes longer fails. */
  commandTimeoutMs?: number;
}

/** A busy machine takes a second now and then (seen with nine processes on two cores): that is no outage. */
const COMMAND_TIMEOUT_MS = 2_000;
/** A subscriber asks for nothing: without a word now and then it would never learn that its server is gone. */
const LISTENER_PING_MS = 5_000;
/** What is read key by key may have changed meanwhile so often. */
const READ_AGAIN_MAX = 3;

export class RedisConnection {
  /** Its keys are in the key space already; patterns (SCAN) and channels are not. */
  readonly client: RedisClient;
  readonly keySpace: string;
  private readonly watch: HangWatch;
  private readonly others = new Map<Redis, Stop>();
  private lastError: Error | undefined;
  /** Told of each script that was called, by its file, and of the seconds until its answer or its failure. */
  onScript: ((file: string, seconds: number) => void) | undefined;
  private awaySinceMs: number | undefined;

  constructor(
    /** Plain data: a thread opens a connection of its own with them. */
    readonly options: RedisOptions,
    readonly log?: Log,
    private readonly clock: Clock = systemClock,
  ) {
    if (/[{}]/.test(options.keySpace)) {
      throw new Error('A key space cannot contain braces: they would hide the hash tags of the keys.');
    }
    this.keySpace = options.keySpace;
    const commandTimeoutMs = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
    this.watch = new HangWatch(clock, commandTimeoutMs);
    this.client =
      options.mode === 'cluster'
        ? this.openCluster(commandTimeoutMs)
        : this.open({
            ...addressOptions(options),
            keyPrefix: this.keySpace,
            commandTimeout: commandTimeoutMs,
          });
  }

  /** Resolves when commands can be sent; rejects with the reason when that takes more than `withinMs`. */
  async ready(withinMs = CONNECT_TIMEOUT_MS): Promise<void> {
    await this.whenReady(this.client, withinMs);
    if (this.client instanceof ClusterClient) await this.client.connectPrimaries();
  }

  /** "host:port" of the server of a Cluster that holds the key; undefined where one server holds all. */
  addressOf(key: string): string | undefined {
    return this.client instanceof ClusterClient
      ? this.client.ownerOfKey(`${this.keySpace}${key}`)
      : undefined;
  }

  /** For how long no command could be sent; 0 while they can. A Cluster is away when all of it is. */
  awayMs(): number {
    if (this.client.status === 'ready') return 0;
    return this.awaySinceMs === undefined ? 0 : this.clock.nowMs() - this.awaySinceMs;
  }

  /**
   * Sends the commands in one write and gives their replies in order; on a Cluster in one write to each node that
   * they concern. @throws the first of their errors
   */
  inOneWrite(fill: (commands: RedisCommands) => void): Promise<unknown[]> {
    if (this.client instanceof ClusterClient) return eachByItself(this.client, fill);
    return repliesOf(this.client.pipeline(), fill);
  }

  /** The same as a transaction, of one hash tag: no other client's command comes between. */
  async inOneTransaction(fill: (commands: RedisCommands) => void): Promise<unknown[]> {
    // The library would keep it for a Cluster that it has not found yet.
    if (this.client.status !== 'ready') throw new StoreUnavailable('Redis', new NotSent('not connected'));
    return repliesOf(this.client.multi(), fill);
  }

  /**
   * Readings of one hash tag that belong together, of which the first says whether the others must be read anew. While
   * its keys are on their way to another node of a Cluster they are read one by one, and the first once more.
   */
  async readTogether(fill: (commands: RedisCommands) => void): Promise<unknown[]> {
    try {
      return await this.inOneTransaction(fill);
    } catch (error) {
      if (!(this.client instanceof ClusterClient && areMoving(error))) throw error;
      return readOneByOne(gather(this.client, fill));
    }
  }

  /**
   * Asks every server that counts, and gives their answers by address. @throws StoreUnavailable when one of them
   * cannot be reached
   */
  async onEachPrimary<T>(ask: (server: Redis) => Promise<T>): Promise<Map<string, T>> {
    const servers = this.client instanceof ClusterClient ? this.client.primaries() : undefined;
    const asked = servers ?? new Map([['', this.client as Redis]]);
    const answers = await Promise.all(
      [...asked].map(async ([address, server]): Promise<[string, T]> => {
        if (server === undefined)
          throw new StoreUnavailable('Redis', new NotSent(`${address} does not answer`));
        try {
          return [address, await ask(server)];
        } catch (error) {
          const told = asStoreError(error);
          if (address === '' || !(told instanceof StoreUnavailable)) throw told;
          throw new StoreUnavailable('Redis', new Error(`${address} does not answer`, { cause: told.cause }));
        }
      }),
    );
    return new Map(answers);
  }

  /** The same of replicas too, and who cannot be reached is left out. Where there is one server, it must answer. */
  async onEachReachable<T>(ask: (server: Redis) => Promise<T>): Promise<Map<string, T>> {
    if (!(this.client instanceof ClusterClient)) return this.onEachPrimary(ask);
    const answers = new Map<string, T>();
    await Promise.allSettled(
      this.client.nodes('all').map(async (server) => {
        answers.set(`${server.options.host}:${server.options.port}`, await ask(server));
      }),
    );
    return answers;
  }

  /**
   * A connection of its own to the same Redis: a subscriber can send no commands. On a Cluster to any node, and to
   * another when that one goes. Closed with this one.
   */
  another(): Redis {
    const { client } = this;
    const listener = this.open(
      client instanceof ClusterClient
        ? {
            Connector: connectorTo(
              () => client.listeningPost(),
              clientOptions(this.options).tls !== undefined,
            ),
          }
        : addressOptions(this.options),
    );
    const stopPinging = this.clock.every(LISTENER_PING_MS, () => {
      if (listener.status === 'ready') listener.ping().catch(() => undefined);
    });
    this.others.set(listener, stopPinging);
    void listener.connect().catch(() => undefined); // told by the error event
    return listener;
  }

  /** Ends what `another` has given. */
  end(client: Redis): void {
    client.disconnect();
    this.watch.forget(client);
    this.others.get(client)?.();
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
    for (const other of this.others.keys()) this.end(other);
    this.watch.stop();
    this.client.disconnect();
  }

  private open(options: ClientOptions): Redis {
    const client = new ServerClient({ ...clientOptions(this.options), ...options });
    this.watch.watch(client, () => client.disconnect(true));
    return this.listened(client);
  }

  private openCluster(commandTimeoutMs: number): ClusterClient {
    const { options, clock, log, keySpace: keyPrefix } = this;
    return this.listened(new ClusterClient({ place: options, keyPrefix, commandTimeoutMs, clock, log }));
  }

  private listened<C extends Redis | ClusterClient>(client: C): C {
    client.on('error', (error: Error) => this.noteError(error));
    client.on('ready', () => this.noteReady());
    client.on('close', () => {
      if ((client as RedisClient) === this.client) this.awaySinceMs ??= this.clock.nowMs();
    });
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
    if (this.client.status === 'ready') this.awaySinceMs = undefined;
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

/**
 * For a Cluster, whose library refuses a pipeline over several nodes and would follow a redirection with all of it.
 * What is sent in one turn leaves in one write to each node in any case.
 */
function eachByItself(client: ClusterClient, fill: (commands: RedisCommands) => void): Promise<unknown[]> {
  return Promise.all(gather(client, fill).map((send) => send()));
}

/** The commands, none of them sent yet. */
function gather(client: ClusterClient, fill: (commands: RedisCommands) => void): (() => unknown)[] {
  const sends: (() => unknown)[] = [];
  const commands: RedisCommands = new Proxy({} as RedisCommands, {
    get: (_, name) => {
      if (name === 'length') return sends.length;
      const send = Reflect.get(client, name) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        sends.push(() => send.apply(client, args));
        return commands;
      };
    },
  });
  fill(commands);
  return sends;
}

async function readOneByOne(sends: readonly (() => unknown)[]): Promise<unknown[]> {
  for (let time = 0; time < READ_AGAIN_MAX; time++) {
    const replies: unknown[] = [];
    for (const send of sends) replies.push(await send());
    if (JSON.stringify(await sends[0]?.()) === JSON.stringify(replies[0])) return replies;
  }
  throw new StoreUnavailable('Redis', new Error('what belongs together changes while it is on its way'));
}
