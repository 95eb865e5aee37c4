// One connection of a client, whatever carries it: its subscriptions by their ids, and how many it may have.

import type { GraphQLFormattedError } from 'graphql';
import type { Stop } from '../../clock';
import type { RequestContext } from '../per-request';
import { TooManySubscriptions } from './live.errors';
import type { LiveOperations, LiveRequest } from './live-operations';
import type { LiveSubscriber } from './live-subscriber';
import type { SharedExecutions } from './shared-executions';

/** The way to the client, in the words of its protocol. */
export interface LiveOutlet {
  next(id: string, payload: string): void;
  failed(id: string, errors: readonly GraphQLFormattedError[]): void;
  completed(id: string): void;
}

export interface LiveClientParts {
  operations: Pick<LiveOperations, 'prepare' | 'tell'>;
  executions: Pick<SharedExecutions, 'join'>;
  subscriptionsMax: number;
}

/** What asking costs before anything is known of it, as for a request. */
const POINTS_OF_A_SUBSCRIPTION = 10;

export class LiveClient {
  private readonly subscriptions = new Map<string, Stop>();
  private hasLeft = false;

  constructor(
    private readonly parts: LiveClientParts,
    private readonly outlet: LiveOutlet,
  ) {}

  has(id: string): boolean {
    return this.subscriptions.has(id);
  }

  /** @param id one that this connection does not have */
  subscribe(id: string, request: LiveRequest, context: RequestContext): void {
    const { operations, executions, subscriptionsMax } = this.parts;
    if (this.has(id)) throw new Error(`The id "${id}" is taken: the one before would go on unseen`);
    try {
      context.spender?.spend(POINTS_OF_A_SUBSCRIPTION);
      if (this.subscriptions.size >= subscriptionsMax)
        throw new TooManySubscriptions({ whose: 'connection', allowed: subscriptionsMax });
    } catch (error) {
      this.outlet.failed(id, operations.tell([error]).errors);
      return;
    }
    const operation = operations.prepare(request, context);
    if ('errors' in operation) {
      this.outlet.failed(id, operation.errors);
      return;
    }
    // Reserved before anything can come back.
    this.subscriptions.set(id, () => undefined);
    const stop = executions.join(operation, context, this.subscriber(id));
    if (this.subscriptions.has(id)) this.subscriptions.set(id, stop);
  }

  unsubscribe(id: string): void {
    const stop = this.subscriptions.get(id);
    this.subscriptions.delete(id);
    stop?.();
  }

  /** All that it has ends, and is told why. */
  refuse(why: unknown): void {
    const { errors } = this.parts.operations.tell([why]);
    for (const id of [...this.subscriptions.keys()]) {
      this.unsubscribe(id);
      this.outlet.failed(id, errors);
    }
  }

  /** The connection has gone: nothing of it is left behind. */
  leave(): void {
    this.hasLeft = true;
    for (const id of [...this.subscriptions.keys()]) this.unsubscribe(id);
  }

  private subscriber(id: string): LiveSubscriber {
    const last = (tell: () => void) => {
      if (this.hasLeft) return;
      this.subscriptions.delete(id);
      tell();
    };
    return {
      push: (payload) => this.outlet.next(id, payload),
      finish: () => last(() => this.outlet.completed(id)),
      fail: (errors) => last(() => this.outlet.failed(id, errors)),
    };
  }
}
