// Marks of who has reported a comment are made of the comment and the pseudonym of the day: found again only by trying
// the pseudonym on every comment that was reported since it could be used.

import type { ModerationRepository } from './moderation.repository';
import { markOf } from './report-comment';

const MARKS_A_READ = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Replaces the marks of these visitors by such as nobody makes; gives how many there were. */
export async function forgetReporter(
  repository: Pick<ModerationRepository, 'marksSince' | 'replaceMarks'>,
  { visitors, since }: { visitors: readonly string[]; since: Date },
): Promise<number> {
  let forgotten = 0;
  for (let after = BEFORE_ALL; ; ) {
    const marks = await repository.marksSince(since, { after, limit: MARKS_A_READ });
    const theirs = marks.filter(({ commentId, visitorMark }) =>
      visitors.some((visitor) => markOf(visitor, commentId) === visitorMark),
    );
    if (theirs.length > 0) await repository.replaceMarks(theirs.map(({ id }) => id));
    forgotten += theirs.length;
    const last = marks.at(-1);
    if (last === undefined || marks.length < MARKS_A_READ) return forgotten;
    after = last.id;
  }
}
