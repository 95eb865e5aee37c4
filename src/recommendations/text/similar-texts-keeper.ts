// Has the lists of similar texts brought up to date by a job: when an article has changed, at the start, and now and
// then to find what a message that was lost or a job that died has left. What is to be done is found by looking, so
// one job waits at most, whatever is published meanwhile.

import type { ArticleChanges } from '../../articles/article-changes';
import type { Clock, Stop } from '../../platform/clock';
import type { Log } from '../../platform/log/log';
import type { Channel } from '../../platform/redis/channel';
import type { TextIndexer } from './index-texts';
import type { IndexTurns } from './index-turns.repository';

/** The name of the task that brings the lists of similar texts up to date. */
export const SIMILAR_TEXTS = 'similar-texts';

export interface SimilarTextsKeeperParts {
  turns: Pick<IndexTurns, 'addJob'>;
  indexer: Pick<TextIndexer, 'isBehind' | 'catchUp'>;
  changes: Pick<ArticleChanges, 'onChange'>;
  channel: Pick<Channel<number[]>, 'publish'>;
  clock: Clock;
  log: Log;
}

/** What is published together is heard of one by one. */
const GATHER_MS = 100;
const SWEEP_EVERY_MS = 60_000;
/** Another process is at it: looked for again after this. */
const TRY_AGAIN_MS = 1_000;
const NUMBERS_A_MESSAGE = 5_000;

export class SimilarTextsKeeper {
  private stops: Stop[] = [];
  private isAsked = false;
  private isStopping = false;
  private failing = false;
  private underWay: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SimilarTextsKeeperParts) {}

  start(): void {
    const { changes, clock } = this.parts;
    this.stops = [changes.onChange(() => this.askSoon()), clock.every(SWEEP_EVERY_MS, () => this.sweep())];
    void this.sweep();
  }

  /** Work under way ends with the articles that it is at. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stop of this.stops.splice(0)) stop();
    await this.underWay;
  }

  /** The job. */
  async catchUp(): Promise<void> {
    const { indexer } = this.parts;
    const isDone = await indexer.catchUp(async (changed) => {
      await this.tell(changed);
      return this.isStopping ? 'stop' : 'go on';
    });
    if (!isDone) await this.ask(TRY_AGAIN_MS);
  }

  private askSoon(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.parts.clock.after(GATHER_MS, () => {
      this.isAsked = false;
      return this.isStopping ? undefined : this.attempt(() => this.ask(0));
    });
  }

  private ask(inMs: number): Promise<void> {
    return this.parts.turns.addJob(SIMILAR_TEXTS, new Date(this.parts.clock.nowMs() + inMs));
  }

  private sweep(): Promise<void> {
    return this.attempt(async () => {
      if (await this.parts.indexer.isBehind()) await this.ask(0);
    });
  }

  /** The next sweep finds what could not be asked for. */
  private attempt(act: () => Promise<void>): Promise<void> {
    this.underWay = act().then(
      () => {
        this.failing = false;
      },
      (error: unknown) => {
        if (!this.failing)
          this.parts.log.warn({ err: error }, 'cannot ask for similar texts to be looked for');
        this.failing = true;
      },
    );
    return this.underWay;
  }

  /** A message that is lost costs a minute: lists in memory are read again by then. */
  private async tell(changed: readonly number[]): Promise<void> {
    try {
      for (let at = 0; at < changed.length; at += NUMBERS_A_MESSAGE) {
        await this.parts.channel.publish(changed.slice(at, at + NUMBERS_A_MESSAGE));
      }
    } catch (error) {
      this.parts.log.debug({ err: error }, 'other processes were not told of similar texts');
    }
  }
}
