import type { Task } from '../platform/jobs/job-runner';
import type { DuePublisher } from './publish-due';

/** The job of `dueJob`. What is not due any more needs no answer: the article has another job, or none. */
export function publishDueJob(publisher: Pick<DuePublisher, 'publish'>): Task {
  return async (payload) => {
    const { articleId } = payload as { articleId: string };
    await publisher.publish(articleId);
  };
}
