import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { type Account, theProgram } from '../accounts/account';
import type { ArticleChanges } from '../articles/article-changes';
import type { Clock } from '../platform/clock';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Readers, RequestOrigin } from '../visitors/readers';
import type { CommentLimitsStore } from './comment-limits.store';
import { CommentStatus, HeldReason } from './comment-status';
import { reportTextOf } from './comment-text';
import { NoSuchComment } from './comments.errors';
import type { ModerationRepository } from './moderation.repository';
import { speaksForMany, writerOf } from './post-comment';
import type { ReportReason } from './report-reason';

export interface ReportWanted {
  commentId: string;
  reason: ReportReason;
  text?: string | null;
  visitor?: string | null;
}

export interface ReportCommentParts {
  repository: ModerationRepository;
  limits: CommentLimitsStore;
  readers: Pick<Readers, 'of'>;
  changes: Pick<ArticleChanges, 'announce'>;
  clock: Clock;
  /** So many reporters hold a comment; 0 is never. */
  reportsToHold: number;
}

export class CommentReporting {
  constructor(private readonly parts: ReportCommentParts) {}

  /**
   * One reader reports a comment once a day, whatever comes again. What a machine reports is not kept: nobody should
   * take comments away by a script. The answer is always the same, so that nobody learns what others have reported.
   */
  async report(origin: RequestOrigin, by: Account, wanted: ReportWanted): Promise<void> {
    const { limits, readers, repository, changes } = this.parts;
    const commentId = readUuid(wanted.commentId);
    if (commentId === undefined) throw new NoSuchComment('commentId');
    const text = wanted.text == null ? '' : reportTextOf(wanted.text);
    const reader = await readers.of(origin, wanted.visitor);
    const writer = writerOf(reader, by);
    await limits.takeReport(writer);
    const isMachine = reader.kind === 'BOT' && !speaksForMany(by);
    const rows = await repository.inOne(async (transaction) => {
      const place = await repository.lock(transaction, commentId);
      if (place?.status !== CommentStatus.VISIBLE) throw new NoSuchComment('commentId');
      if (isMachine) return [];
      const isNew = await repository.report(transaction, {
        ...{ id: uuidv7(), commentId, text, reason: wanted.reason },
        reportedAt: new Date(this.parts.clock.nowMs()),
        visitorMark: markOf(writer.visitor, commentId),
        networkMark: writer.network === undefined ? null : markOf(writer.network, commentId),
      });
      if (!isNew || this.parts.reportsToHold === 0) return [];
      const reporters = await repository.openReporters(transaction, commentId);
      if (reporters < this.parts.reportsToHold) return [];
      const { decidedBy, decidedAt } = place;
      return repository.decide(transaction, place, {
        decision: {
          ...{ status: CommentStatus.HELD, heldFor: HeldReason.REPORTS, rejectionReason: null },
          ...{ decidedBy, decidedAt },
        },
        act: { by: theProgram, act: 'HELD', details: { reporters } },
      });
    });
    await changes.announce(rows);
  }
}

export function markOf(pseudonym: string, commentId: string): string {
  return createHash('sha256').update(`${pseudonym}\n${commentId}`).digest('base64url');
}
