import type { Stop } from '../clock';
import type { RedisClient, RedisConnection } from './connection';

// Messages between processes. They can be lost (Redis is away, a connection breaks), so nothing may depend on one: who
// listens also looks by itself from time to time.

/** A channel belongs to the feature that publishes on it, and T is what it says; messages travel as JSON. */
export class Channel<T> {
  private readonly name: string;

  constructor(
    private readonly redis: RedisConnection,
    name: string,
  ) {
    this.name = redis.channel(name);
  }

  /** @throws when Redis does not answer; the caller decides whether that matters. */
  async publish(message: T): Promise<void> {
    await this.redis.client.publish(this.name, JSON.stringify(message));
  }

  /** Resolves once the subscription stands, or at once when Redis is away: it then begins when Redis is back. */
  async subscribe(listener: (message: T) => void): Promise<Stop> {
    const client = await this.redis.another();
    client.on('message', (channel: string, text: string) => {
      if (channel === this.name) listener(JSON.parse(text) as T);
    });
    client.on('ready', () => void this.begin(client));
    await this.begin(client);
    return () => client.disconnect();
  }

  /** Also after each reconnect: ioredis restores only subscriptions that had been confirmed. */
  private async begin(client: RedisClient): Promise<void> {
    if (client.status !== 'ready') {
      await new Promise<void>((resolve) => {
        client.once('ready', resolve);
        client.once('error', () => resolve());
        client.once('end', resolve);
      });
    }
    await client.subscribe(this.name).catch(() => undefined); // away again: the next "ready" tries anew
  }
}
