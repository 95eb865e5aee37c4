// WebSockets, by ws: from the handshake on, each carries the protocol graphql-transport-ws. Frames have a bound, texts
// are not compressed (a context of zlib for each socket would take more memory than all else), and what the network
// does not take in is counted.

import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../clock';
import type { RequestRefused } from '../../errors';
import type { UpgradedSocket } from '../../http/upgrades';
import type { Log } from '../../log/log';
import type { LiveClientParts } from './live-client';
import type { LiveConnection, LiveConnections } from './live-connections';
import type { CutReason } from './live-figures';
import type { Visitor } from './live-visitor';
import { MessageRate } from './message-rate';
import { TransportWs } from './transport-ws';

export interface LiveSocketsParts extends LiveClientParts {
  connections: LiveConnections;
  clock: Clock;
  log: Log;
  /** The longest message that is read. */
  messageBytes: number;
  /** What a client may send, pings included. */
  messagesPerSecond: number;
}

const GOING_AWAY = 1001;
/** Policy violation (1008): one that clients do not try again after. */
const SAYS_TOO_MUCH = 1008;
/** To be tried again later (1013): what a client that comes back is sent first is all that it has missed. */
const TRY_AGAIN_LATER = 1013;
/** How long a socket that has been cut may take to hear why. */
const LAST_WORDS_MS = 1_000;

const reasons: Readonly<Record<CutReason, string>> = {
  BUFFER_FULL: 'Too slow: more waits for this connection than may',
  NOT_DRAINED: 'Too slow: nothing has been taken in for too long',
  NO_PONG: 'No answer to a ping',
  TOO_MANY_MESSAGES: 'More messages than LIVE_MESSAGES_PER_SECOND',
};

export class LiveSockets {
  private readonly server: WebSocketServer;

  constructor(private readonly parts: LiveSocketsParts) {
    this.server = new WebSocketServer({
      ...{ noServer: true, clientTracking: false, perMessageDeflate: false },
      maxPayload: parts.messageBytes,
      handleProtocols: (protocols) =>
        protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
  }

  /** `visitor` has been let in. */
  open(visitor: Visitor, { socket, head }: UpgradedSocket): void {
    this.server.handleUpgrade(visitor.raw, socket, head, (opened) => this.opened(opened, visitor));
  }

  private opened(socket: WebSocket, visitor: Visitor): void {
    const { connections, log } = this.parts;
    // A frame that is too long, or none: ws closes the socket with the code for it.
    socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket was closed'));
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const connection = new SocketConnection(this.parts, socket, visitor);
    connections.add(connection, visitor.clientIp);
    socket.on('message', (data, isBinary) => connection.receive(data, isBinary));
    socket.on('ping', () => connection.isHeard());
    socket.on('pong', () => connection.answered());
    socket.once('close', () => connection.closed());
  }
}

class SocketConnection implements LiveConnection {
  private readonly protocol: TransportWs;
  private readonly rate: MessageRate;
  private isAsked = false;

  constructor(
    private readonly parts: LiveSocketsParts,
    private readonly socket: WebSocket,
    readonly visitor: Visitor,
  ) {
    const transport = {
      send: (text: string) => this.send(text),
      close: (code: number, reason: string) => this.close(code, reason),
    };
    const { operations, executions, subscriptionsMax, messagesPerSecond, clock } = parts;
    this.rate = new MessageRate(clock, messagesPerSecond);
    const contextOf = (params: Readonly<Record<string, unknown>>) => visitor.introduce(params);
    this.protocol = new TransportWs(
      { operations, executions, subscriptionsMax, clock, contextOf },
      transport,
    );
  }

  receive(data: RawData, isBinary: boolean): void {
    if (!this.isHeard()) return;
    if (isBinary) this.protocol.close(CloseCode.BadRequest, 'Messages are texts');
    else this.protocol.receive(String(data));
  }

  answered(): void {
    if (this.isHeard()) this.isAsked = false;
  }

  /** Something has come. Who says too much is cut. */
  isHeard(): boolean {
    if (this.rate.take()) return true;
    this.parts.connections.drop(this, 'TOO_MANY_MESSAGES');
    return false;
  }

  closed(): void {
    this.protocol.closed();
    this.parts.connections.remove(this);
  }

  waitingBytes(): number {
    return this.socket.bufferedAmount;
  }

  ask(): void {
    if (this.isAsked) {
      this.parts.connections.drop(this, 'NO_PONG');
      return;
    }
    this.isAsked = true;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }

  cut(reason: CutReason): void {
    const code = reason === 'TOO_MANY_MESSAGES' ? SAYS_TOO_MUCH : TRY_AGAIN_LATER;
    this.protocol.close(code, reasons[reason]);
    if (reason === 'NO_PONG') this.terminate();
  }

  goAway(): void {
    this.protocol.close(GOING_AWAY, 'Going away');
  }

  refuse(why: RequestRefused): void {
    this.protocol.refuse(why);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private send(text: string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(text);
    this.parts.connections.wasWritten(this);
  }

  private close(code: number, reason: string): void {
    this.socket.close(code, reason);
    // One that reads nothing would never hear of it, and its memory would stay.
    const stopWaiting = this.parts.clock.after(LAST_WORDS_MS, () => this.socket.terminate());
    this.socket.once('close', stopWaiting);
  }
}
