// How much each network or account follows, in this process: subscriptions, and how many different things. A client may
// open one connection after another, and word what it asks for in many ways; of networks and keys it has few.

import type { Stop } from '../../clock';
import type { RequestContext } from '../per-request';
import { TooManySubscriptions, TooMuchFollowed } from './live.errors';

/** Where a subscription comes from. */
export type Origin = Pick<RequestContext, 'clientIp' | 'caller'>;

export interface NetworkFollowingParts {
  subscriptionsPerNetwork: number;
  executionsPerNetwork: number;
  /** The network, or the account of a credential. Undefined for an address of no network: there is no limit for it. */
  followerOf(origin: Origin): string | undefined;
}

interface Followed {
  subscriptions: number;
  /** By key, how many subscriptions are of the same. */
  executions: Map<string, number>;
}

export class NetworkFollowing {
  private readonly followers = new Map<string, Followed>();

  constructor(private readonly parts: NetworkFollowingParts) {}

  /** Ends with the call of what it gives. @throws TooManySubscriptions, TooMuchFollowed */
  follow(origin: Origin, key: string): Stop {
    const follower = this.parts.followerOf(origin);
    if (follower === undefined) return () => undefined;
    const followed = this.followers.get(follower) ?? { subscriptions: 0, executions: new Map() };
    this.refuseBeyondLimits(followed, key);
    this.followers.set(follower, followed);
    const { executions } = followed;
    followed.subscriptions += 1;
    executions.set(key, (executions.get(key) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      followed.subscriptions -= 1;
      const left = (executions.get(key) ?? 1) - 1;
      if (left > 0) executions.set(key, left);
      else executions.delete(key);
      if (followed.subscriptions === 0) this.followers.delete(follower);
    };
  }

  private refuseBeyondLimits({ subscriptions, executions }: Followed, key: string): void {
    const { subscriptionsPerNetwork, executionsPerNetwork } = this.parts;
    if (subscriptions >= subscriptionsPerNetwork)
      throw new TooManySubscriptions({ whose: 'network', allowed: subscriptionsPerNetwork });
    if (executions.size >= executionsPerNetwork && !executions.has(key))
      throw new TooMuchFollowed({ by: 'network', allowed: executionsPerNetwork });
  }
}
