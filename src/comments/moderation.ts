import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { ChangeRow } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import type { Clock } from '../platform/clock';
import { readUuid } from '../platform/graphql/id-or-slug';
import { CommentStatus } from './comment-status';
import { CommentDecided, NoArticleToComment, NoSuchComment, RejectionReasonWrong } from './comments.errors';
import type { CommentPlace, Decision, ModerationRepository } from './moderation.repository';

export interface SeenComment {
  id: string;
  /** The version that the moderator looked at. */
  version: number;
}

export interface ModerationParts {
  repository: ModerationRepository;
  changes: Pick<ArticleChanges, 'announce'>;
  clock: Clock;
}

const REASON_LENGTH_MAX = 500;

/** What moderators decide. Of two who decide otherwise at the same moment the second is told who was first. */
export class Moderation {
  constructor(private readonly parts: ModerationParts) {}

  /** Readers see it, and what was reported of it is settled. Approved once more, nothing happens. */
  approve(by: Account, seen: SeenComment): Promise<void> {
    return this.decide(by, seen, {
      isDone: (place) => place.status === CommentStatus.VISIBLE && place.openReports === 0,
      act: 'APPROVED',
      status: CommentStatus.VISIBLE,
      reason: null,
    });
  }

  /** Readers see neither it nor its answers any more. */
  async reject(by: Account, seen: SeenComment & { reason: string }): Promise<void> {
    const reason = seen.reason.trim();
    if (reason === '' || [...reason].length > REASON_LENGTH_MAX)
      throw new RejectionReasonWrong(REASON_LENGTH_MAX);
    await this.decide(by, seen, {
      isDone: (place) => place.status === CommentStatus.REJECTED,
      act: 'REJECTED',
      status: CommentStatus.REJECTED,
      reason,
    });
  }

  /** The article takes no more comments, or takes them again; those that it has stay. */
  async setClosed(by: Account, articleId: string, state: 'closed' | 'open'): Promise<void> {
    const { repository, changes, clock } = this.parts;
    const id = readUuid(articleId);
    if (id === undefined) throw new NoArticleToComment();
    const rows = await repository.inOne(async (transaction) => {
      const actor = { kind: by.kind, id: by.id, name: by.name };
      const outcome = await repository.setClosed(transaction, id, { state, by: actor, atMs: clock.nowMs() });
      if (outcome === undefined) throw new NoArticleToComment();
      if (outcome.isChanged) {
        const act = state === 'closed' ? 'CLOSED_COMMENTS' : 'OPENED_COMMENTS';
        await repository.writeAudit(transaction, { by, act, subject: AuditSubject.ARTICLE, subjectId: id });
      }
      return outcome.changes;
    });
    await changes.announce(rows);
  }

  private async decide(by: Account, seen: SeenComment, wanted: Wanted): Promise<void> {
    const { repository, changes } = this.parts;
    const id = readUuid(seen.id);
    if (id === undefined) throw new NoSuchComment('id');
    const rows = await repository.inOne(async (transaction): Promise<ChangeRow[]> => {
      const place = await repository.lock(transaction, id);
      if (place === undefined) throw new NoSuchComment('id');
      if (wanted.isDone(place)) return [];
      if (place.version !== seen.version) throw decidedMeanwhile(place, seen.version);
      const decision = this.decisionOf(by, wanted);
      const details = {
        before: place.status,
        ...(place.heldFor && { heldFor: place.heldFor }),
        ...(place.openReports > 0 && { reports: place.openReports }),
        ...(wanted.reason !== null && { reason: wanted.reason }),
      };
      await repository.settleReports(transaction, id);
      return repository.decide(transaction, place, { decision, act: { by, act: wanted.act, details } });
    });
    await changes.announce(rows);
  }

  private decisionOf({ kind, id, name }: Account, { status, reason }: Wanted): Decision {
    return {
      status,
      heldFor: null,
      decidedBy: { kind, id, name },
      decidedAt: new Date(this.parts.clock.nowMs()),
      rejectionReason: reason,
    };
  }
}

interface Wanted {
  isDone: (place: CommentPlace) => boolean;
  act: string;
  status: CommentStatus;
  reason: string | null;
}

function decidedMeanwhile(place: CommentPlace, seen: number): CommentDecided {
  const { status, version, decidedBy, decidedAt } = place;
  const act = status === CommentStatus.REJECTED ? 'rejected' : 'approved';
  const what =
    status === CommentStatus.HELD || decidedBy === null || decidedAt === null
      ? 'readers have reported it, and it is held'
      : `${decidedBy.name} has ${act} it at ${decidedAt.toISOString()}`;
  return new CommentDecided({ seen, present: version, what });
}
