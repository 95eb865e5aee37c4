// What editors do with single articles on the ranked lists: pin, bury, boost, and take back. Each act and its entry in
// the audit log are one transaction.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../../accounts/account';
import { AuditSubject } from '../../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../../accounts/audit-log.repository';
import type { Clock } from '../../platform/clock';
import { readUuid } from '../../platform/graphql/id-or-slug';
import type { SectionTree } from '../../sections/section-tree';
import { draftOf, type PlacementDraft, type PlacementGiven } from './check-placement';
import { checkReason } from './check-words';
import { checkAgainst } from './placement-conflicts';
import {
  type ArticleToPlace,
  articleToPlace,
  countNotOver,
  insertPlacement,
  type PlacementEditingRepository,
  placementById,
  placementsWithin,
  writeTakenBack,
} from './placement-editing.repository';
import type { RulesTransaction } from './rule-editing.repository';
import type { RuleReach } from './rule-reach';
import {
  ArticleNotOfList,
  NothingToPlace,
  PlacementNotFound,
  PlacementOver,
  TooManyPlacements,
} from './rules.errors';
import { type StoredPlacement, stateOf } from './stored-placement';

export interface PlacementEditorParts {
  placements: PlacementEditingRepository;
  audit: AuditLogRepository;
  reach: RuleReach;
  keeper: { announce(id: string): Promise<void> };
  sections: SectionTree;
  clock: Clock;
}

/** Not over at one time. Every list is computed with them several times a second. */
export const PLACEMENTS_MAX = 500;
const acts = { PIN: 'PINNED', BURY: 'BURIED', BOOST: 'BOOSTED' } as const;

export class PlacementEditor {
  constructor(private readonly parts: PlacementEditorParts) {}

  /** @throws BadUserInput, PlaceTaken, AlreadyPlaced, ArticleBuried and others that name the field */
  async place(by: Account, given: PlacementGiven): Promise<StoredPlacement> {
    const { placements, audit, keeper, sections, clock } = this.parts;
    const draft = draftOf(given, { sections, nowMs: clock.nowMs() });
    const placed = await placements.inOne(async (transaction) => {
      const article = await this.articleOf(transaction, given.articleId);
      this.checkMembership(article, draft, given);
      const now = new Date(clock.nowMs());
      if ((await countNotOver(transaction, now)) >= PLACEMENTS_MAX)
        throw new TooManyPlacements(PLACEMENTS_MAX);
      const { sectionId } = draft.scope;
      const above = sectionId === null ? [] : sections.ancestorsOf(sectionId).map(({ id }) => id);
      const others = await placementsWithin(transaction, draft);
      checkAgainst({ ...draft, articleId: article.id }, others, above);
      if (draft.act === 'BURY') this.parts.reach.checkBury(article.number, draft.scope, now.getTime());
      const { kind, id, name } = by;
      const placement = {
        ...draft,
        ...{ id: uuidv7(), articleId: article.id, article: article.number },
        ...{ placedAt: now, placedBy: { kind, id, name } },
      };
      await insertPlacement(transaction, placement);
      await audit.write(transaction, {
        ...{ by, act: acts[draft.act], subject: AuditSubject.PLACEMENT, subjectId: placement.id },
        details: said(placement),
      });
      return (await placementById(transaction, placement.id)) as StoredPlacement;
    });
    await keeper.announce(placed.id);
    return placed;
  }

  /** One that was taken back before stays as it is. @throws PlacementNotFound, PlacementOver */
  async takeBack(by: Account, given: { id: string; reason: string }): Promise<StoredPlacement> {
    const { placements, audit, keeper, clock } = this.parts;
    const reason = checkReason(given.reason);
    const known = readUuid(given.id);
    const placement = await placements.inOne(async (transaction) => {
      const before = known === undefined ? undefined : await placementById(transaction, known);
      if (before === undefined) throw new PlacementNotFound(given.id);
      const nowMs = clock.nowMs();
      const state = stateOf(before, nowMs);
      if (state === 'TAKEN_BACK') return before;
      if (state === 'OVER') throw new PlacementOver(before.until);
      const { kind, id, name } = by;
      const doer = { kind, id, name };
      const at = new Date(nowMs);
      await writeTakenBack(transaction, { id: before.id, at, by: doer, reason });
      await audit.write(transaction, {
        ...{ by, act: 'TAKEN_BACK', subject: AuditSubject.PLACEMENT, subjectId: before.id },
        details: { ...said(before), placedFor: before.reason, reason },
      });
      return { ...before, takenBackAt: at, takenBackBy: doer, takenBackReason: reason };
    });
    await keeper.announce(placement.id);
    return placement;
  }

  private async articleOf(transaction: RulesTransaction, written: string): Promise<ArticleToPlace> {
    const id = readUuid(written);
    const article = id === undefined ? undefined : await articleToPlace(transaction, id);
    if (article === undefined) throw new NothingToPlace(written);
    return article;
  }

  private checkMembership(article: ArticleToPlace, draft: PlacementDraft, given: PlacementGiven): void {
    const { sectionId, language } = draft.scope;
    if (language !== null && article.language !== language) throw new ArticleNotOfList('language', language);
    if (sectionId === null) return;
    const family = this.parts.sections.withDescendants(sectionId);
    if (article.sectionId === null || !family.has(article.sectionId)) {
      throw new ArticleNotOfList('section', given.section ?? sectionId);
    }
  }
}

function said(placement: PlacementDraft & { articleId: string }) {
  const { articleId, scope, rails, place, factor, reason, from, until } = placement;
  return { articleId, ...scope, rails, place, factor, reason, from, until };
}
