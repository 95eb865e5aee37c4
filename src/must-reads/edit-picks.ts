// Must-Reads as editors pick them: before an article is public, from and to a time, in an order of their own.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository, ChangeRow } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import { checkReason } from '../ranking/rules/check-words';
import { checkPick } from './check-pick';
import { pinOf } from './check-pin';
import type { MustReadPick, PickLifetime } from './must-read-pick.entity';
import { AlreadyPicked, NoSuchPick, NothingToPick, StalePick } from './must-reads.errors';
import {
  articleToPick,
  deletePick,
  type PickEditingRepository,
  type PickTransaction,
  type PickWithNumber,
  pickById,
  pickOfArticle,
  pinnedPicks,
  writePick,
} from './pick-editing.repository';

export interface NewPick {
  articleId: string;
  value: number;
  lifetime: PickLifetime;
  /** Now, where absent. */
  from?: Date | null;
  to?: Date | null;
  pinned?: boolean | null;
  /** Of a pinned one, where it is pinned anew. */
  pinReason?: string | null;
  pinnedUntil?: Date | null;
  position?: number | null;
}

/** What is left out stays as it is; a `to` of null takes its end away. */
export interface PickUpdate extends Partial<Omit<NewPick, 'articleId' | 'value' | 'lifetime'>> {
  id: string;
  version: number;
  value?: number | null;
  lifetime?: PickLifetime | null;
}

export interface PickEditorParts {
  picks: PickEditingRepository;
  audit: AuditLogRepository;
  changeRows: ArticleChangeRepository;
  changes: Pick<ArticleChanges, 'announce'>;
  clock: Clock;
}

interface Done<T> {
  result: T;
  act: string;
  details: Record<string, unknown>;
  /** Those that are different now. */
  picks: readonly PickWithNumber[];
}

/** More pins than any rail has places. */
export const PINS_MAX = 100;
const NOT_PINNED = { pinned: false, pinReason: null, pinnedUntil: null };

export class PickEditor {
  constructor(private readonly parts: PickEditorParts) {}

  /** A pick that is over makes room. @throws NothingToPick, AlreadyPicked, BadUserInput */
  pick(by: Account, given: NewPick): Promise<MustReadPick> {
    const nowMs = this.parts.clock.nowMs();
    return this.carryOut(by, async (transaction) => {
      const articleId = readUuid(given.articleId);
      const article = articleId === undefined ? undefined : await articleToPick(transaction, articleId);
      if (article === undefined) throw new NothingToPick(given.articleId);
      const times = { from: given.from ?? new Date(nowMs), to: given.to ?? null };
      const graded = {
        ...{ id: uuidv7(), articleId: article.id, number: article.number, version: 1 },
        ...{ value: given.value, lifetime: given.lifetime, position: given.position ?? 0 },
        ...times,
        ...NOT_PINNED,
      };
      checkPick(graded);
      const pick: PickWithNumber = { ...graded, ...pinOf(given, NOT_PINNED, { ...times, nowMs }) };
      if (pick.to !== null && pick.to.getTime() <= nowMs) {
        throw new BadUserInput('to', '"to" has passed: the pick would be over already.');
      }
      const before = await pickOfArticle(transaction, article.id);
      if (before && (before.to === null || before.to.getTime() > nowMs)) throw new AlreadyPicked(before.id);
      if (before) await deletePick(transaction, before.id);
      await writePick(transaction, pick);
      return { result: pick, act: 'PICKED', details: said(pick), picks: [pick] };
    });
  }

  update(by: Account, given: PickUpdate): Promise<MustReadPick> {
    return this.carryOut(by, async (transaction) => {
      const before = await find(transaction, given.id);
      if (given.version !== before.version) {
        throw new StalePick({ seen: given.version, present: before.version });
      }
      const graded = {
        ...before,
        value: given.value ?? before.value,
        lifetime: given.lifetime ?? before.lifetime,
        from: given.from ?? before.from,
        to: given.to === undefined ? before.to : given.to,
        position: given.position ?? before.position,
        version: before.version + 1,
      };
      checkPick(graded);
      const { from, to } = graded;
      const pin = pinOf(given, before, { from, to, nowMs: this.parts.clock.nowMs() });
      const pick: PickWithNumber = { ...graded, ...pin };
      await writePick(transaction, pick);
      const details = { before: said(before), after: said(pick) };
      return { result: pick, act: 'UPDATED', details, picks: [pick] };
    });
  }

  /** Gives the id of the pick that is gone. */
  remove(by: Account, id: string): Promise<string> {
    return this.carryOut(by, async (transaction) => {
      const pick = await find(transaction, id);
      await deletePick(transaction, pick.id);
      return { result: pick.id, act: 'TAKEN_BACK', details: said(pick), picks: [pick] };
    });
  }

  /** Pins in the order of these ids; pinned ones that are not named follow as they are. */
  async reorderPins(
    by: Account,
    { ids, reason: written }: { ids: readonly string[]; reason?: string | null },
  ): Promise<MustReadPick[]> {
    if (written == null) {
      throw new BadUserInput('reason', '"reason" is missing. Say why the order changes, for those who ask.');
    }
    const reason = checkReason(written);
    if (ids.length > PINS_MAX) {
      throw new BadUserInput('ids', `"ids" has ${ids.length} entries; it may have ${PINS_MAX}.`);
    }
    if (ids.length === 0) throw new BadUserInput('ids', '"ids" is empty. Name the pins in their order.');
    const wanted = ids.map((id) => readUuid(id) ?? id);
    if (new Set(wanted).size < wanted.length) {
      throw new BadUserInput('ids', '"ids" names a pick twice.');
    }
    return this.carryOut(by, async (transaction) => {
      const pinned = await pinnedPicks(transaction, this.parts.clock.nowMs());
      const byId = new Map(pinned.map((pick) => [pick.id, pick]));
      for (const id of wanted) if (!byId.has(id)) throw new NoSuchPick(id, 'ids');
      const order = [...wanted, ...[...byId.keys()].filter((id) => !wanted.includes(id))];
      const placed = order.map((id, position) => {
        const pick = byId.get(id) as PickWithNumber;
        return pick.position === position ? pick : { ...pick, position, version: pick.version + 1 };
      });
      const moved = placed.filter((pick) => byId.get(pick.id) !== pick);
      for (const pick of moved) await writePick(transaction, pick);
      const details = { order, reason };
      return { result: placed, act: 'REORDERED', details, picks: moved };
    });
  }

  private async carryOut<T>(
    by: Account,
    work: (transaction: PickTransaction) => Promise<Done<T>>,
  ): Promise<T> {
    const { picks, audit, changes } = this.parts;
    const { result, rows } = await picks.inOne(async (transaction) => {
      const done = await work(transaction);
      const { act, details } = done;
      for (const pick of done.picks) {
        await audit.write(transaction, { by, act, subject: AuditSubject.PICK, subjectId: pick.id, details });
      }
      return { result: done.result, rows: await this.tell(transaction, done.picks) };
    });
    await changes.announce(rows);
    return result;
  }

  private tell(transaction: PickTransaction, picks: readonly PickWithNumber[]): Promise<ChangeRow[]> {
    const kind = ArticleChangeKind.PICKS;
    return this.parts.changeRows.writeChanges(
      transaction,
      picks.map(({ articleId, number }) => ({ articleId, number, kind })),
    );
  }
}

async function find(transaction: PickTransaction, id: string): Promise<PickWithNumber> {
  const known = readUuid(id);
  const pick = known === undefined ? undefined : await pickById(transaction, known);
  if (pick === undefined) throw new NoSuchPick(id);
  return pick;
}

function said(pick: MustReadPick) {
  const { articleId, value, lifetime, from, to, pinned, pinReason, pinnedUntil, position, version } = pick;
  return { articleId, value, lifetime, from, to, pinned, pinReason, pinnedUntil, position, version };
}
