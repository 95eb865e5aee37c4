// Messages between processes. They can be lost (Redis is away, a connection breaks), so nothing may depend on
// one: who listens also looks by itself, from time to time and whenever `afterGap` says that messages may
// have been missed.

import type { Stop } from '../clock';
import type { RedisConnection } from './connection';

/** A channel belongs to the feature that publishes on it, and T is what it says; messages travel as JSON. */
export class Channel<T> {
  private readonly name: string;

  constructor(
    private readonly redis: RedisConnection,
    name: string,
  ) {
    this.name = redis.channel(name);
  }

  /** @throws StoreUnavailable; the caller decides whether that matters. */
  async publish(message: T): Promise<void> {
    await this.publishWritten(JSON.stringify(message));
  }

  /** A message that has been written already: a T as JSON. */
  async publishWritten(message: string): Promise<void> {
    await this.redis.client.publish(this.name, message);
  }

  /**
   * Resolves once the subscription stands, or at once when Redis is away: it then begins when Redis is back.
   * `afterGap` is called each time that it begins again.
   */
  async subscribe(listener: (message: T) => void, afterGap?: () => void): Promise<Stop> {
    const client = this.redis.another();
    client.on('message', (channel: string, text: string) => {
      if (channel === this.name) this.hand(text, listener);
    });
    let begun = 0;
    const begin = async () => {
      try {
        await client.subscribe(this.name);
        begun += 1;
      } catch {
        return; // away again: the next "ready" tries anew
      }
      if (begun > 1) afterGap?.();
    };
    await new Promise<void>((resolve) => {
      client.on('ready', () => void begin().then(resolve));
      client.once('error', () => resolve());
      client.once('end', resolve);
    });
    return () => this.redis.end(client);
  }

  /** One bad message or listener must not end the subscription, nor the process. */
  private hand(text: string, listener: (message: T) => void): void {
    try {
      listener(JSON.parse(text) as T);
    } catch (error) {
      this.redis.log?.error({ err: error, channel: this.name }, 'a message could not be taken in');
    }
  }
}
