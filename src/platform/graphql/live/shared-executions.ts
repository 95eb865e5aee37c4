// A subscription is run once for all who follow the same with the same rights. Whoever joins is sent the state that all
// others have, and then hears every change with them, as one text.

import type { GraphQLSchema } from 'graphql';
import type { Clock, Stop } from '../../clock';
import type { Caller, RequestContext } from '../per-request';
import { TooMuchFollowed } from './live.errors';
import type { LiveFigures } from './live-figures';
import type { LiveOperation, Refused } from './live-operations';
import type { LiveSubscriber } from './live-subscriber';
import type { NetworkFollowing } from './network-following';
import { RunningSubscription } from './running-subscription';

export interface SharedExecutionsParts {
  schema: GraphQLSchema;
  tell(thrown: readonly unknown[]): Refused;
  figures: LiveFigures;
  clock: Clock;
  /** How many different things may be followed at a time. */
  executionsMax: number;
  networks: Pick<NetworkFollowing, 'follow'>;
}

export class SharedExecutions {
  private readonly running = new Map<string, RunningSubscription>();

  constructor(private readonly parts: SharedExecutionsParts) {}

  /** How many different things are followed. */
  get count(): number {
    return this.running.size;
  }

  /** Ends with the call of what it gives; the subscriber hears nothing after that. */
  join(operation: LiveOperation, context: RequestContext, subscriber: LiveSubscriber): Stop {
    const key = `${context.caller.rights} ${operation.key}`;
    try {
      const { networks, executionsMax } = this.parts;
      if (!this.running.has(key) && this.running.size >= executionsMax)
        throw new TooMuchFollowed({ by: 'all', allowed: executionsMax });
      const leave = networks.follow(context, key);
      const subscription = this.running.get(key) ?? this.begin(key, operation, context);
      const stop = subscription.join(leaving(subscriber, leave), context.spender);
      return () => {
        leave();
        stop();
      };
    } catch (error) {
      subscriber.fail(this.parts.tell([error]).errors);
      return () => undefined;
    }
  }

  private begin(key: string, operation: LiveOperation, { caller }: RequestContext): RunningSubscription {
    const { schema, tell, figures, clock } = this.parts;
    const onEnd = () => {
      if (this.running.get(key) === begun) this.running.delete(key);
    };
    const begun: RunningSubscription = new RunningSubscription(
      { schema, tell, figures, clock, onEnd },
      operation,
      anyOf(caller),
    );
    this.running.set(key, begun);
    return begun;
  }
}

/** By itself or with the stream, whichever comes first. */
function leaving(subscriber: LiveSubscriber, leave: Stop): LiveSubscriber {
  return {
    push: (payload) => subscriber.push(payload),
    finish() {
      leave();
      subscriber.finish();
    },
    fail(errors) {
      leave();
      subscriber.fail(errors);
    },
  };
}

/** Whoever has these rights: what one is told must not name another. */
function anyOf(caller: Caller): Caller {
  const { isKnown, rights } = caller;
  return { id: '', name: 'This credential', isKnown, rights, may: (scope) => caller.may(scope) };
}
