import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import type { Comment } from './comment.entity';
import type { CommentPlace } from './comment.repository';
import { NoSuchComment } from './comments.errors';
import { type ModeratedComment, ModerationQueueConnection } from './moderated-comment.type';
import type {
  ModerationQueueRepository,
  QueueState,
  StoredModeratedComment,
} from './moderation-queue.repository';

const FIRST_MAX = 100;

/** What waits for a moderator, oldest first. */
export class ModerationQueue {
  constructor(private readonly repository: ModerationQueueRepository) {}

  /** @throws BadUserInput for a size or a cursor that it cannot have */
  async page(
    state: QueueState,
    { first, after }: { first: number; after: string | null },
  ): Promise<ModerationQueueConnection> {
    readFirst(first, FIRST_MAX);
    const place = after === null ? undefined : readPlace(state, after);
    const found = await this.repository.page(state, first + 1, place);
    return new ModerationQueueConnection({
      edges: found.slice(0, first).map((stored) => ({
        node: moderated(stored),
        cursor: writeCursor(kindOf(state), [stored.createdAt.getTime(), stored.id]),
      })),
      hasNextPage: found.length > first,
      hasPreviousPage: place !== undefined,
      count: () => this.repository.count(state),
    });
  }

  /** Wherever it stands, in the queue or not. */
  async find(id: string): Promise<ModeratedComment | null> {
    const known = readUuid(id);
    const stored = known === undefined ? undefined : await this.repository.byId(known);
    return stored === undefined ? null : moderated(stored);
  }

  /** @throws NoSuchComment */
  async byId(id: string): Promise<ModeratedComment> {
    const found = await this.find(id);
    if (found === null) throw new NoSuchComment('id');
    return found;
  }
}

function moderated({ decidedBy, ...stored }: StoredModeratedComment): ModeratedComment {
  const { status, version, heldFor, reports, decidedAt, rejectionReason } = stored;
  return {
    ...{ status, version, heldFor, reports, decidedAt, rejectionReason },
    comment: stored as unknown as Comment,
    decidedBy: decidedBy?.name ?? null,
  };
}

function kindOf(state: QueueState): string {
  return `moderation:${state}`;
}

/** The years 1970 to 9999. */
const LAST_MS = 253_402_300_799_999;

function readPlace(state: QueueState, cursor: string): CommentPlace {
  const [createdAtMs, id, ...rest] = readCursor(kindOf(state), cursor);
  const isTime =
    Number.isInteger(createdAtMs) && (createdAtMs as number) >= 0 && (createdAtMs as number) <= LAST_MS;
  const isWhole = isTime && typeof id === 'string' && readUuid(id) === id && rest.length === 0;
  if (!isWhole) throw wrongCursor();
  return { createdAtMs: createdAtMs as number, id };
}
