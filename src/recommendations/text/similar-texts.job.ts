import type { Task } from '../../platform/jobs/job-runner';
import type { SimilarTextsKeeper } from './similar-texts-keeper';

/** What is to be done is found by looking: the job says only that something is. */
export function similarTextsJob(keeper: Pick<SimilarTextsKeeper, 'catchUp'>): Task {
  return () => keeper.catchUp();
}
