// All connections of this process that stay open: how many there may be, and an end for those whose clients do not
// take in what they are sent. What waits for a slow one is bounded by bytes and by time; it is cut, not buffered for
// ever, and when it comes back the present state is all that it needs.

import type { Clock, Stop } from '../../clock';
import type { RequestRefused } from '../../errors';
import { GoingAway, TooManyConnections } from './live.errors';
import { type Credentialed, LiveCredentials, TURNS } from './live-credentials';
import type { CutReason, DropReason, LiveFigures } from './live-figures';

export interface LiveConnection extends Credentialed {
  /** What has been written and not yet been taken in by the network. */
  waitingBytes(): number;
  /** Asks whether the other side is still there, and cuts it when the last question has had no answer. */
  ask(): void;
  /** Ends it at once. */
  cut(reason: CutReason): void;
  /** Ends it, and says why. */
  refuse(why: RequestRefused): void;
  /** The server stops: ends it in the words of its protocol. */
  goAway(): void;
  terminate(): void;
}

export interface LiveConnectionsParts {
  clock: Clock;
  figures: LiveFigures;
  connectionsMax: number;
  /** Of one network, if it has a name. */
  connectionsPerNetwork: number;
  bufferBytes: number;
  networkOf(clientIp: string): string | undefined;
}

const SWEEP_EVERY_MS = 1_000;
const DRAIN_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 15_000;
/** Each of them; a share of all comes in each turn. */
const CHECK_CREDENTIALS_EVERY_MS = 2_000;
/** For the last words and the farewell of the other side. */
const FAREWELL_MS = 1_000;

interface Held {
  network: string | undefined;
  /** Since when something has been waiting without a break. */
  waitingSinceMs: number | undefined;
}

export class LiveConnections {
  private readonly held = new Map<LiveConnection, Held>();
  private readonly ofNetworks = new Map<string, number>();
  private readonly credentials = new LiveCredentials();
  private stops: Stop[] = [];
  private isStopping = false;

  constructor(private readonly parts: LiveConnectionsParts) {}

  get count(): number {
    return this.held.size;
  }

  /** In all connections together. */
  get waitingBytes(): number {
    let bytes = 0;
    for (const connection of this.held.keys()) bytes += connection.waitingBytes();
    return bytes;
  }

  start(): void {
    const { clock } = this.parts;
    this.stops = [
      clock.every(SWEEP_EVERY_MS, () => this.sweep()),
      clock.every(ASK_EVERY_MS, () => this.each((connection) => connection.ask())),
      clock.every(CHECK_CREDENTIALS_EVERY_MS / TURNS, () => this.checkCredentials()),
    ];
  }

  /** @throws GoingAway, TooManyConnections */
  refuseBeyondLimits(clientIp: string): void {
    const { connectionsMax, connectionsPerNetwork, networkOf } = this.parts;
    if (this.isStopping) throw new GoingAway();
    if (this.held.size >= connectionsMax)
      throw new TooManyConnections({ whose: 'all', allowed: connectionsMax });
    const network = networkOf(clientIp);
    if (network !== undefined && (this.ofNetworks.get(network) ?? 0) >= connectionsPerNetwork)
      throw new TooManyConnections({ whose: 'network', allowed: connectionsPerNetwork });
  }

  add(connection: LiveConnection, clientIp: string): void {
    const network = this.parts.networkOf(clientIp);
    this.held.set(connection, { network, waitingSinceMs: undefined });
    if (network !== undefined) this.ofNetworks.set(network, (this.ofNetworks.get(network) ?? 0) + 1);
    if (this.isStopping) connection.goAway();
  }

  remove(connection: LiveConnection): void {
    const { network } = this.held.get(connection) ?? {};
    this.held.delete(connection);
    if (network === undefined) return;
    const left = (this.ofNetworks.get(network) ?? 1) - 1;
    if (left > 0) this.ofNetworks.set(network, left);
    else this.ofNetworks.delete(network);
  }

  /** To be called after each write. */
  wasWritten(connection: LiveConnection): void {
    const held = this.held.get(connection);
    if (held === undefined) return;
    const bytes = connection.waitingBytes();
    if (bytes === 0) held.waitingSinceMs = undefined;
    else held.waitingSinceMs ??= this.parts.clock.nowMs();
    if (bytes > this.parts.bufferBytes) this.drop(connection, 'BUFFER_FULL');
  }

  drop(connection: LiveConnection, reason: CutReason): void {
    if (this.lose(connection, reason)) connection.cut(reason);
  }

  /** Says good-bye to all, and ends those that do not answer. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stop of this.stops.splice(0)) stop();
    this.each((connection) => connection.goAway());
    const { clock } = this.parts;
    const untilMs = clock.nowMs() + FAREWELL_MS;
    while (this.held.size > 0 && clock.nowMs() < untilMs) await clock.wait(10);
    this.each((connection) => connection.terminate());
  }

  private sweep(): void {
    const nowMs = this.parts.clock.nowMs();
    for (const [connection, held] of [...this.held]) {
      if (connection.waitingBytes() === 0) held.waitingSinceMs = undefined;
      else held.waitingSinceMs ??= nowMs;
      if (held.waitingSinceMs !== undefined && nowMs - held.waitingSinceMs >= DRAIN_WITHIN_MS)
        this.drop(connection, 'NOT_DRAINED');
    }
  }

  private checkCredentials(): void {
    this.credentials.check(this.held.keys(), (connection, why) => {
      if (this.lose(connection, 'CREDENTIAL_ENDED')) connection.refuse(why);
    });
  }

  /** Gives whether it was here. */
  private lose(connection: LiveConnection, reason: DropReason): boolean {
    if (!this.held.has(connection)) return false;
    this.remove(connection);
    this.parts.figures.dropped(reason);
    return true;
  }

  private each(act: (connection: LiveConnection) => void): void {
    for (const connection of [...this.held.keys()]) act(connection);
  }
}
