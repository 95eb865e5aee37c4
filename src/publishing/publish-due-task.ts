import type { JobToAdd } from '../platform/jobs/job-queue.repository';

/** The name of the task that tells the world of an article whose time has come. */
export const PUBLISH_DUE = 'publish-due';

/** One for each article: a new time replaces the one before. */
export function dueKey(articleId: string): string {
  return `${PUBLISH_DUE}:${articleId}`;
}

export function dueJob(articleId: string, dueAt: Date): JobToAdd {
  return { task: PUBLISH_DUE, payload: { articleId }, runAt: dueAt, key: dueKey(articleId) };
}
