// Which articles have similar texts: worked out where jobs run, read where requests are answered.

import type { Clock } from '../platform/clock';
import { JobQueueRepository } from '../platform/jobs/job-queue.repository';
import type { Task } from '../platform/jobs/job-runner';
import type { Log } from '../platform/log/log';
import { Channel } from '../platform/redis/channel';
import { TextIndexer } from '../recommendations/text/index-texts';
import { IndexTurns } from '../recommendations/text/index-turns.repository';
import { SimilarTexts } from '../recommendations/text/similar-texts';
import { similarTextsJob } from '../recommendations/text/similar-texts.job';
import { SimilarTextsRepository } from '../recommendations/text/similar-texts.repository';
import { SIMILAR_TEXTS, SimilarTextsKeeper } from '../recommendations/text/similar-texts-keeper';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

const channelOf = (redis: Stores['redis']) => new Channel<number[]>(redis, 'similar-texts');

export function composeSimilarTexts(
  { dataSource, redis, clock }: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  settings: Pick<Settings, 'articles'>,
  log: Log,
): SimilarTexts {
  const repository = new SimilarTextsRepository(dataSource);
  return new SimilarTexts({
    ...{ repository, clock, log, channel: channelOf(redis) },
    size: settings.articles.cardCacheSize,
  });
}

export interface SimilarTextsKeeping {
  keeper: SimilarTextsKeeper;
  tasks: Readonly<Record<string, Task>>;
}

export function composeSimilarTextsKeeping(
  { dataSource, redis, clock }: Pick<Stores, 'dataSource' | 'redis'> & { clock: Clock },
  { changes }: Pick<Newsroom, 'changes'>,
  settings: Pick<Settings, 'similarTexts'>,
  log: Log,
): SimilarTextsKeeping {
  const turns = new IndexTurns(dataSource, new JobQueueRepository());
  const indexer = new TextIndexer({ turns, clock, corpus: settings.similarTexts });
  const keeper = new SimilarTextsKeeper({
    ...{ turns, indexer, changes, clock, log },
    channel: channelOf(redis),
  });
  return { keeper, tasks: { [SIMILAR_TEXTS]: similarTextsJob(keeper) } };
}
