import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { Role } from '../accounts/role';
import { Scope } from '../accounts/scope';
import { isPublic } from '../articles/article-card';
import type { ArticleChanges } from '../articles/article-changes';
import type { CardCache } from '../articles/card-cache';
import type { Clock } from '../platform/clock';
import { BadUserInput, MostreadError } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Reader, Readers, RequestOrigin } from '../visitors/readers';
import type { Comment } from './comment.entity';
import type { CommentLimitsStore, Writer } from './comment-limits.store';
import { authorNameOf, commentTextOf } from './comment-text';
import type { CommentWritingRepository, NewComment } from './comment-writing.repository';
import {
  CommentsClosed,
  EventIdTaken,
  NameReserved,
  NoArticleToComment,
  NoCommentToAnswer,
} from './comments.errors';
import { type HoldingRules, heldFor, isReserved } from './held-first';

export interface CommentWanted {
  articleId: string;
  parentId?: string | null;
  text: string;
  authorName: string;
  visitor?: string | null;
  eventId?: string | null;
}

export interface PostCommentParts {
  cards: Pick<CardCache, 'byIds'>;
  writing: CommentWritingRepository;
  limits: CommentLimitsStore;
  readers: Pick<Readers, 'of'>;
  changes: Pick<ArticleChanges, 'announce'>;
  clock: Clock;
  rules: HoldingRules & { comments: 'open' | 'closed'; reservedNames: readonly string[] };
}

const EVENT_ID_LENGTH_MAX = 100;

export class CommentPosting {
  /** By event id: what is sent again while it is being written waits for that, and costs no one's limit. */
  private readonly underWay = new Map<string, Promise<Comment>>();

  constructor(private readonly parts: PostCommentParts) {}

  /**
   * The comment as it is stored; readers see it, or it is held. What is sent again with its event id is written once.
   * Nothing of who wrote it is stored: a pseudonym of the day would tell moderators nothing the day after.
   * @throws CommentRefused, or MostreadError that names the field; StoreUnavailable
   */
  async post(origin: RequestOrigin, by: Account, wanted: CommentWanted): Promise<Comment> {
    const eventId = readEventId(wanted.eventId);
    if (eventId === null) return this.postOnce(origin, by, { ...wanted, eventId });
    const started = this.underWay.get(eventId);
    if (started !== undefined) await started.catch(() => undefined); // its own caller hears of it
    const posting = this.postOnce(origin, by, { ...wanted, eventId });
    this.underWay.set(eventId, posting);
    try {
      return await posting;
    } finally {
      if (this.underWay.get(eventId) === posting) this.underWay.delete(eventId);
    }
  }

  private async postOnce(
    origin: RequestOrigin,
    by: Account,
    wanted: CommentWanted & { eventId: string | null },
  ): Promise<Comment> {
    const { cards, writing, clock, rules } = this.parts;
    const isModerator = by.may(Scope.COMMENTS_MODERATE);
    const { text, authorName } = this.checked(wanted, isModerator ? [] : rules.reservedNames);
    const { eventId } = wanted;
    const articleId = readUuid(wanted.articleId);
    const [card] = articleId === undefined ? [] : await cards.byIds([articleId]);
    const nowMs = clock.nowMs();
    if (card === undefined || !isPublic(card, nowMs)) throw new NoArticleToComment();
    if (rules.comments === 'closed') throw new CommentsClosed();
    const parentId = readParentId(wanted.parentId);

    const createdAt = new Date(nowMs);
    const id = uuidv7({ msecs: nowMs });
    const comment = { id, articleId: card.id, parentId, authorName, text, createdAt, eventId, heldFor: null };
    const before = eventId === null ? undefined : await writing.byEvent(eventId);
    if (before !== undefined) return sameOr(before, comment);
    if (isModerator) return this.write(comment);

    const reader = await this.parts.readers.of(origin, wanted.visitor);
    const byline = card.authors.map(({ name }) => name);
    const isMachine = reader.kind === 'BOT' && !speaksForMany(by);
    const held = heldFor({ text, authorName, byline, isMachine }, rules);
    return this.writeWithin(writerOf(reader, by), { ...comment, heldFor: held });
  }

  /** Whatever is wrong is told at once. */
  private checked(
    { text, authorName }: CommentWanted,
    reservedNames: readonly string[],
  ): { text: string; authorName: string } {
    const reasons: MostreadError[] = [];
    const or = (read: () => string): string => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof MostreadError)) throw error;
        reasons.push(error);
        return '';
      }
    };
    const clean = { text: or(() => commentTextOf(text)), authorName: or(() => authorNameOf(authorName)) };
    if (clean.authorName !== '' && isReserved(clean.authorName, reservedNames))
      reasons.push(new NameReserved());
    if (reasons.length > 0) throw new CommentRefused(reasons);
    return clean;
  }

  private async writeWithin(writer: Writer, comment: NewComment): Promise<Comment> {
    const { limits } = this.parts;
    const written = { visitor: writer.visitor, text: comment.text, eventId: comment.eventId ?? undefined };
    await limits.takeComment(writer);
    await limits.noteText(written);
    try {
      return await this.write(comment);
    } catch (error) {
      await limits.forgetText(written);
      throw error;
    }
  }

  private async write(comment: NewComment): Promise<Comment> {
    const posted = await this.parts.writing.post(comment);
    await this.parts.changes.announce(posted.changes);
    return sameOr(posted.comment, comment);
  }
}

/** For all of these reasons. */
export class CommentRefused extends Error {
  constructor(readonly reasons: readonly MostreadError[]) {
    super(reasons.map(({ message }) => message).join(' '));
  }
}

/** A server of the publisher sends what many readers write: its network and its agent say nothing of them. */
export function speaksForMany(by: Account): boolean {
  return by.roles.some((role) => role !== Role.READER_CLIENT);
}

export function writerOf({ visitor, network }: Reader, by: Account): Writer {
  return { visitor, network: speaksForMany(by) ? undefined : network };
}

function readEventId(eventId: string | null | undefined): string | null {
  if (eventId == null) return null;
  if (eventId !== '' && eventId.length <= EVENT_ID_LENGTH_MAX) return eventId;
  throw new BadUserInput('eventId', `An event id has 1 to ${EVENT_ID_LENGTH_MAX} characters.`);
}

function readParentId(parentId: string | null | undefined): string | null {
  if (parentId == null) return null;
  const known = readUuid(parentId);
  if (known === undefined) throw new NoCommentToAnswer();
  return known;
}

function sameOr(stored: Comment, wanted: NewComment): Comment {
  const isSame =
    stored.articleId === wanted.articleId &&
    stored.parentId === wanted.parentId &&
    stored.text === wanted.text &&
    stored.authorName === wanted.authorName;
  if (isSame) return stored;
  throw new EventIdTaken();
}
