// The protocol graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md) as a server
// speaks it, to the letter of its close codes, without a socket: texts come in and go out. It is not the server of the
// package graphql-ws, whose messages and codes it uses, because that one writes each result anew for each socket and
// lets what waits for a slow client grow.

import { CloseCode, MessageType, validateMessage } from 'graphql-ws';
import type { Clock, Stop } from '../../clock';
import { MostreadError } from '../../errors';
import type { RequestContext } from '../per-request';
import { LiveClient, type LiveClientParts, type LiveOutlet } from './live-client';
import type { LiveRequest } from './live-operations';

export interface TransportSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface TransportWsParts extends LiveClientParts {
  clock: Clock;
  /** Who has connected, by what the socket has brought and what its first message says; a refusal is thrown. */
  contextOf(params: Readonly<Record<string, unknown>>): RequestContext | Promise<RequestContext>;
}

const INIT_WITHIN_MS = 5_000;
/** A text after a close code has at most 123 bytes (RFC 6455). */
const REASON_BYTES_MAX = 123;

export class TransportWs {
  private readonly client: LiveClient;
  private readonly stopWaiting: Stop;
  private state: 'new' | 'initialising' | 'acknowledged' | 'closed' = 'new';
  private context: RequestContext | undefined;

  constructor(
    private readonly parts: TransportWsParts,
    private readonly socket: TransportSocket,
  ) {
    this.client = new LiveClient(parts, this.outlet());
    this.stopWaiting = parts.clock.after(INIT_WITHIN_MS, () => {
      if (this.state !== 'acknowledged')
        this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    });
  }

  receive(text: string): void {
    if (this.state === 'closed') return;
    const message = readMessage(text);
    if (typeof message === 'string') this.close(CloseCode.BadRequest, message);
    else this.take(message);
  }

  private take(message: Message): void {
    switch (message.type) {
      case MessageType.ConnectionInit:
        void this.initialise(message.payload ?? {});
        break;
      case MessageType.Ping:
        this.socket.send(JSON.stringify({ type: MessageType.Pong, payload: message.payload }));
        break;
      case MessageType.Pong:
        break;
      case MessageType.Subscribe:
        this.subscribe(message.id, message.payload);
        break;
      case MessageType.Complete:
        this.client.unsubscribe(message.id);
        break;
      default:
        this.close(CloseCode.BadRequest, `Unexpected message of type ${message.type} received`);
    }
  }

  /** The socket has gone. */
  closed(): void {
    this.state = 'closed';
    this.stopWaiting();
    this.client.leave();
  }

  close(code: number, reason: string): void {
    this.closed();
    this.socket.close(code, shortened(reason));
  }

  private async initialise(params: Record<string, unknown>): Promise<void> {
    if (this.state !== 'new') {
      this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    this.state = 'initialising';
    try {
      this.context = await this.parts.contextOf(params);
    } catch (error) {
      this.refuse(error);
      return;
    }
    if (this.hasClosed()) return;
    this.state = 'acknowledged';
    this.stopWaiting();
    this.socket.send(JSON.stringify({ type: MessageType.ConnectionAck }));
  }

  /** In the words of the protocol. */
  refuse(error: unknown): void {
    if (error instanceof MostreadError) this.close(CloseCode.Forbidden, `${error.code}: ${error.message}`);
    else this.close(CloseCode.InternalServerError, 'Internal error');
  }

  /** Asked anew: it may have happened during a wait. */
  private hasClosed(): boolean {
    return this.state === 'closed';
  }

  private subscribe(id: string, request: LiveRequest): void {
    if (this.context === undefined || this.state !== 'acknowledged')
      this.close(CloseCode.Unauthorized, 'Unauthorized');
    else if (this.client.has(id))
      this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    else this.client.subscribe(id, request, { ...this.context, memory: new Map() });
  }

  private outlet(): LiveOutlet {
    return {
      next: (id, payload) =>
        this.socket.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${payload}}`),
      failed: (id, errors) =>
        this.socket.send(JSON.stringify({ id, type: MessageType.Error, payload: errors })),
      completed: (id) => this.socket.send(JSON.stringify({ id, type: MessageType.Complete })),
    };
  }
}

type Message = ReturnType<typeof validateMessage>;

function readMessage(text: string): Message | string {
  try {
    return validateMessage(JSON.parse(text));
  } catch (error) {
    return error instanceof SyntaxError
      ? 'Invalid message received: no JSON'
      : String((error as Error).message);
  }
}

function shortened(reason: string): string {
  const bytes = Buffer.from(reason);
  // A letter that is cut in two is left out.
  return bytes.length <= REASON_BYTES_MAX
    ? reason
    : new TextDecoder().decode(bytes.subarray(0, REASON_BYTES_MAX), { stream: true });
}
