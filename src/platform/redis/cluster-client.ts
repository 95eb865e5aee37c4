// A client of a Redis Cluster. The library follows MOVED and ASK: whoever answers so has executed nothing. All else
// that it would send again (a connection that closed, CLUSTERDOWN, TRYAGAIN) is switched off here, since a command
// whose reply was lost may have been executed.
//
// A node that is away is in trouble: what belongs to it fails at once, unsent, while one attempt at a time asks the
// others who owns its slots now and knocks at its door.

import type Redis from 'ioredis';
import { Cluster, Command } from 'ioredis';
import type { Clock, Stop } from '../clock';
import type { Log } from '../log/log';
import { writeGatherer } from './gather-writes';
import { HangWatch, LOOK_EVERY_MS } from './hang-watch';
import { partsOf, type RedisAddress, type RedisPlace } from './redis-place';
import { clientOptions, toldPlainly } from './server-client';
import { NotSent } from './store-error';

export interface ClusterClientParts {
  place: RedisPlace;
  keyPrefix: string;
  commandTimeoutMs: number;
  clock: Clock;
  log: Log | undefined;
}

/** What the library's types keep to themselves. */
interface Insides {
  refreshSlotsCache(told?: (error?: Error) => void): void;
}

type Handlers = Parameters<Cluster['handleError']>[2];

const RETRY_MS_MAX = 500;

export class ClusterClient extends Cluster {
  /** "host:port" -> since when it has been away, in milliseconds. */
  private readonly trouble = new Map<string, number>();
  private readonly hangs: HangWatch;
  private readonly stopLooking: Stop;

  constructor(private readonly parts: ClusterClientParts) {
    const { place, keyPrefix, commandTimeoutMs, clock } = parts;
    const { db: _, retryStrategy: __, ...nodeOptions } = clientOptions(place);
    super(partsOf(place).addresses, {
      keyPrefix,
      lazyConnect: true,
      // For a node that is being connected to: sendCommand below refuses what would wait for the whole Cluster.
      enableOfflineQueue: true,
      enableReadyCheck: false, // with one primary gone the others still serve
      clusterRetryStrategy: (attempt) => Math.min(attempt * 50, RETRY_MS_MAX),
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      // A name stays a name: a certificate speaks of it.
      dnsLookup: (address, told) => told(null, address),
      ...(place.clusterAddresses && { natMap: { ...place.clusterAddresses } }),
      redisOptions: { ...nodeOptions, commandTimeout: commandTimeoutMs },
    });
    this.hangs = new HangWatch(clock, commandTimeoutMs);
    this.on('+node', (node: Redis) => this.attend(node));
    this.on('ready', () => void this.connectPrimaries());
    this.stopLooking = clock.every(LOOK_EVERY_MS, () => this.seekOwners());
  }

  /** The primary that holds the slot now, "host:port", and undefined where none is known. */
  ownerOf(slot: number): string | undefined {
    return this.slots[slot]?.[0];
  }

  /** The same for a key, which is in the key space already. */
  ownerOfKey(key: string): string | undefined {
    return this.ownerOf(new Command('get', [key]).getSlot());
  }

  /** Every primary that owns slots; an undefined one cannot be reached. */
  primaries(): Map<string, Redis | undefined> {
    const nodes = new Map(this.nodes('all').map((node) => [keyOf(node), node]));
    const owners = new Set(this.slots.flatMap(([owner]) => (owner === undefined ? [] : [owner])));
    return new Map(
      [...owners].map((owner) => [owner, this.trouble.has(owner) ? undefined : nodes.get(owner)]),
    );
  }

  /** Where a subscriber may listen: messages go to all nodes. */
  listeningPost(): RedisAddress {
    const wells = this.nodes('all').filter((node) => !this.trouble.has(keyOf(node)));
    const known = wells.map(({ options: { host = '', port = 0 } }) => ({ host, port }));
    const choice = known.length > 0 ? known : partsOf(this.parts.place).addresses;
    return choice[Math.floor(Math.random() * choice.length)]!;
  }

  async connectPrimaries(): Promise<void> {
    await Promise.allSettled(this.nodes('master').map((node) => node.status === 'wait' && node.connect()));
  }

  override sendCommand(
    command: Command,
    stream?: Parameters<Cluster['sendCommand']>[1],
    node?: unknown,
  ): unknown {
    const slot = (node as { slot?: number } | undefined)?.slot ?? (command.getSlot() as number | null);
    const reason = command.name === 'cluster' ? undefined : this.whyNot(slot);
    if (reason !== undefined) command.reject(new NotSent(reason));
    const reply = reason === undefined ? super.sendCommand(command, stream, node) : command.promise;
    if (stream !== undefined || !(reply instanceof Promise)) return reply;
    return toldPlainly(reply);
  }

  /** The library would send a TRYAGAIN to any node a tenth of a second later, sixteen times: who may wait decides. */
  override handleError(error: Error, ttl: { value?: number }, handlers: Handlers): void {
    if (error.message.startsWith('TRYAGAIN')) handlers.defaults();
    else super.handleError(error, ttl as never, handlers);
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) {
      this.stopLooking();
      this.hangs.stop();
    }
    super.disconnect(reconnect);
  }

  private whyNot(slot: number | null): string | undefined {
    if (this.status !== 'ready') return 'No node of the Cluster is connected';
    if (slot === null) return undefined;
    const owner = this.ownerOf(slot);
    return owner !== undefined && this.trouble.has(owner) ? `${owner} does not answer` : undefined;
  }

  /** Each node gathers its writes, is watched, and is noted when it goes and when it is back. */
  private attend(node: Redis): void {
    const key = keyOf(node);
    const gatherWrites = writeGatherer(node);
    const givenUp = new WeakSet<Command>();
    const send = node.sendCommand.bind(node);
    node.sendCommand = (command, stream) => {
      // Timed out while it waited for the connection: then it is not sent after all.
      if (givenUp.has(command)) return command.promise;
      if (node.status !== 'ready') command.promise.catch(() => givenUp.add(command));
      gatherWrites();
      return send(command, stream);
    };
    this.hangs.watch(node, () => node.disconnect());
    node.once('ready', () => this.noteReady(key));
    node.once('end', () => {
      this.hangs.forget(node);
      if (this.status === 'ready' && this.owns(key)) this.noteTrouble(key);
    });
  }

  private owns(key: string): boolean {
    return this.slots.some(([owner]) => owner === key);
  }

  private noteTrouble(key: string): void {
    if (this.trouble.has(key)) return;
    this.trouble.set(key, this.parts.clock.nowMs());
    this.parts.log?.warn({ node: key }, 'a node of the Redis Cluster does not answer');
  }

  private noteReady(key: string): void {
    if (this.trouble.delete(key))
      this.parts.log?.info({ node: key }, 'the node of the Redis Cluster answers again');
  }

  private seekOwners(): void {
    if (this.status !== 'ready') return;
    for (const node of this.nodes('master'))
      if (node.status === 'wait') node.connect().catch(() => undefined);
    if (this.trouble.size === 0) return;
    (this as unknown as Insides).refreshSlotsCache(() => {
      for (const key of this.trouble.keys()) {
        if (!this.owns(key)) this.trouble.delete(key);
      }
    });
  }
}

function keyOf({ options: { host, port } }: Redis): string {
  return `${host}:${port}`;
}
