// One answer of server-sent events: of one subscription, or of all that a client has reserved it for. The words are
// those of the protocol graphql-sse (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md).

import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { Clock } from '../../clock';
import type { RequestRefused } from '../../errors';
import { LiveClient, type LiveClientParts, type LiveOutlet } from './live-client';
import type { LiveConnection, LiveConnections } from './live-connections';
import type { CutReason } from './live-figures';
import type { LiveRequest } from './live-operations';
import type { Visitor } from './live-visitor';

export interface EventStreamParts extends LiveClientParts {
  connections: LiveConnections;
  clock: Clock;
}

export type StreamMode = 'one subscription' | 'reserved';

/** A comment, which clients pass over: it opens the stream, and keeps what lies between from closing it. */
const HEARTBEAT = ':\n\n';
/** How long one that has been ended may take to hear of it. */
const LAST_WORDS_MS = 1_000;

export class EventStream implements LiveConnection {
  private readonly client: LiveClient;
  /** Names that are taken, of what does not go on yet: two may not ask for one at once. */
  private readonly taken = new Set<string>();
  /** Until it is opened. */
  private early = '';
  private response: ServerResponse | undefined;
  private hasClosed = false;
  onClosed: () => void = () => undefined;

  constructor(
    private readonly parts: EventStreamParts,
    readonly visitor: Visitor,
    private readonly mode: StreamMode,
  ) {
    this.client = new LiveClient(parts, this.outlet());
    parts.connections.add(this, visitor.clientIp);
  }

  get isOpen(): boolean {
    return this.response !== undefined;
  }

  has(id: string): boolean {
    return this.taken.has(id) || this.client.has(id);
  }

  async subscribe(id: string, request: LiveRequest): Promise<void> {
    this.taken.add(id);
    try {
      const context = await this.visitor.context();
      if (this.taken.delete(id) && !this.hasClosed) this.client.subscribe(id, request, context);
    } finally {
      this.taken.delete(id);
    }
  }

  unsubscribe(id: string): void {
    if (!this.has(id)) return;
    this.taken.delete(id);
    this.client.unsubscribe(id);
    this.outlet().completed(id);
  }

  /** Its head has been written. */
  open(response: ServerResponse): void {
    this.response = response;
    response.on('close', () => this.closed());
    response.on('error', () => this.closed());
    response.write(HEARTBEAT + this.early);
    this.early = '';
  }

  /** The answer has gone, or will never come. */
  closed(): void {
    if (this.hasClosed) return;
    this.hasClosed = true;
    this.client.leave();
    this.parts.connections.remove(this);
    this.onClosed();
  }

  waitingBytes(): number {
    return this.response === undefined ? this.early.length : this.response.writableLength;
  }

  ask(): void {
    this.write(HEARTBEAT);
  }

  cut(_reason: CutReason): void {
    this.terminate();
  }

  goAway(): void {
    const { response } = this;
    if (this.hasClosed) return;
    this.closed();
    if (response === undefined) return;
    // One that reads nothing would never hear of it, and its memory would stay.
    const cut = () => void response.destroy();
    response.once('finish', this.parts.clock.after(LAST_WORDS_MS, cut));
    response.end();
  }

  refuse(why: RequestRefused): void {
    this.client.refuse(why);
    this.goAway();
  }

  terminate(): void {
    this.response?.destroy();
    this.closed();
  }

  private write(text: string): void {
    if (this.hasClosed) return;
    if (this.response === undefined) this.early += text;
    else this.response.write(text);
    this.parts.connections.wasWritten(this);
  }

  private outlet(): LiveOutlet {
    const payloadOf = (errors: readonly GraphQLFormattedError[]) => JSON.stringify({ errors });
    return {
      next: (id, payload) => this.write(`event: next\ndata: ${this.named(id, payload)}\n\n`),
      failed: (id, errors) => {
        this.outlet().next(id, payloadOf(errors));
        this.outlet().completed(id);
      },
      completed: (id) => {
        const data = this.mode === 'reserved' ? ` ${JSON.stringify({ id })}` : '';
        this.write(`event: complete\ndata:${data}\n\n`);
        if (this.mode === 'one subscription') this.goAway();
      },
    };
  }

  private named(id: string, payload: string): string {
    return this.mode === 'reserved' ? `{"id":${JSON.stringify(id)},"payload":${payload}}` : payload;
  }
}
