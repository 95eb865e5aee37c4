// How a preview is asked for and answered between processes: the question goes to all, whoever leads the ranking
// answers, and the answer lies in Redis for a moment, where the one who has asked looks for it. A question may be
// lost; it is asked again.

import type { Stop } from '../../platform/clock';
import { Channel } from '../../platform/redis/channel';
import type { RedisConnection } from '../../platform/redis/connection';
import type { PackedList } from '../packed-list';
import { previewAnswerKey, previewChannel } from '../ranking-keys';
import type { Placement, RankingScope } from './placement';
import type { RuledRail, RuleSettings } from './ranking-rules';

export interface PreviewAsked {
  id: string;
  /** The names of the lists that are wanted. */
  lists: readonly string[];
  rule: { rail: RuledRail; scope: RankingScope; settings: RuleSettings } | undefined;
  placements: readonly Placement[];
}

export interface PreviewAnswer {
  atMs: number;
  lists: readonly PackedList[];
}

const ANSWER_KEPT_SECONDS = 30;

export class PreviewStore {
  private readonly channel: Channel<PreviewAsked>;

  constructor(private readonly redis: RedisConnection) {
    this.channel = new Channel(redis, previewChannel());
  }

  /** @throws StoreUnavailable */
  ask(asked: PreviewAsked): Promise<void> {
    return this.channel.publish(asked);
  }

  onAsked(listener: (asked: PreviewAsked) => void): Promise<Stop> {
    return this.channel.subscribe(listener);
  }

  async keepAnswer(id: string, answer: PreviewAnswer): Promise<void> {
    await this.redis.client.set(previewAnswerKey(id), JSON.stringify(answer), 'EX', ANSWER_KEPT_SECONDS);
  }

  async readAnswer(id: string): Promise<PreviewAnswer | undefined> {
    const kept = await this.redis.client.get(previewAnswerKey(id));
    return kept === null ? undefined : (JSON.parse(kept) as PreviewAnswer);
  }
}
