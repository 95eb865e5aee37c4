// Taking a proven burst out of the figures, and putting it back. The rollups keep what was counted; what was excluded
// grows beside it and is subtracted when read. An exclusion covers what had been counted when it was made: views of its
// range that are reported later (up to a day) count, until another exclusion with the same condition takes them, and
// that one takes no view a second time.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../accounts/audit-log.repository';
import { type BoardChange, boardChangeOf, type WeighedView } from '../boards/board-change';
import { KEPT_MINUTES } from '../boards/board-keys';
import { partitionOf } from '../boards/partition';
import type { Clock } from '../platform/clock';
import { sourceOfCounter } from './counter-names';
import { type Exclusion, type ExclusionAmount, type ExclusionCondition, NOBODY } from './exclusion';
import { type ExclusionPlan, planExclusion } from './exclusion-plan';
import { type ExclusionReadingParts, readForExclusion } from './exclusion-reading';
import { ExclusionEventUsed, ExclusionNotFound, NothingToExclude } from './exclusions.errors';
import { spreadOverMinutes } from './spread-views';
import { rankingWeight } from './view-source';

export interface ExclusionDraft {
  condition: ExclusionCondition;
  reason: string;
  eventId?: string | null;
}

export interface ExclusionOutcome {
  /** Absent after a dry run. */
  exclusion: Exclusion | undefined;
  views: number;
  amounts: readonly ExclusionAmount[];
}

export interface ExcludeViewsParts extends ExclusionReadingParts {
  audit: AuditLogRepository;
  clock: Clock;
  /** Tells all processes, and has the boards follow; it does not fail. */
  onChanged: (exclusionId: string) => Promise<void>;
}

/** So many articles of a partition change in one script call. */
const ARTICLES_A_PART = 200;
const MINUTE_MS = 60_000;

export class ExcludeViews {
  constructor(private readonly parts: ExcludeViewsParts) {}

  /** What it would take, and nothing is changed. @throws as `exclude` */
  dryRun({ condition }: ExclusionDraft): Promise<ExclusionOutcome> {
    return this.parts.repository.alone(async (manager) => {
      const { amounts } = planExclusion(await readForExclusion(this.parts, manager, condition));
      return { exclusion: undefined, amounts, views: sumOf(amounts) };
    });
  }

  /**
   * Sent again under the same event id, it gives what was made the first time.
   * @throws NothingToExclude, ExclusionCutsSlice, ViewStreamTooShort, ExclusionTooLarge, ExclusionEventUsed
   */
  async exclude(draft: ExclusionDraft, by: Account): Promise<ExclusionOutcome> {
    const made = await this.parts.repository.alone(async (manager) => {
      const { repository, audit, clock } = this.parts;
      const { condition, reason, eventId = null } = draft;
      const earlier = eventId === null ? undefined : await repository.byEvent(manager, eventId);
      if (earlier !== undefined) return sameAs(draft, earlier);
      const inputs = await readForExclusion(this.parts, manager, condition);
      const plan = planExclusion(inputs);
      if (plan.amounts.length === 0) throw new NothingToExclude();
      const at = new Date(clock.nowMs());
      const views = sumOf(plan.amounts);
      const exclusion = {
        ...{ id: uuidv7(), eventId, condition, reason, views, at, by: { id: by.id, name: by.name } },
        ...{ amounts: plan.amounts, streamPositions: inputs.positions },
        boards: boardsOf(plan, at.getTime()),
      };
      await repository.write(manager, exclusion);
      const details = { reason, views, ...conditionInWords(condition) };
      await audit.write(manager, {
        ...{ by, act: 'EXCLUDED', subject: AuditSubject.EXCLUSION, subjectId: exclusion.id, details },
      });
      return { id: exclusion.id };
    });
    await this.parts.onChanged(made.id);
    return this.outcomeOf(made.id);
  }

  /** One that was taken back before stays as it is. @throws ExclusionNotFound */
  async takeBack(id: string, reason: string, by: Account): Promise<ExclusionOutcome> {
    const { repository, audit, clock } = this.parts;
    if ((await repository.byId(id)) === undefined) throw new ExclusionNotFound(id);
    await repository.alone(async (manager) => {
      const doer = { id: by.id, name: by.name };
      const taken = await repository.takeBack(manager, {
        ...{ id, reason, at: new Date(clock.nowMs()), by: doer },
      });
      if (taken === undefined) return;
      await audit.write(manager, {
        ...{ by, act: 'TAKEN_BACK', subject: AuditSubject.EXCLUSION, subjectId: id },
        details: { reason, views: taken.views },
      });
    });
    await this.parts.onChanged(id);
    return this.outcomeOf(id);
  }

  /** @throws ExclusionNotFound */
  async outcomeOf(id: string): Promise<ExclusionOutcome> {
    const exclusion = await this.parts.repository.byId(id);
    if (exclusion === undefined) throw new ExclusionNotFound(id);
    return { exclusion, views: exclusion.views, amounts: await this.parts.repository.amountsOf(id) };
  }
}

function sameAs({ condition, reason }: ExclusionDraft, earlier: Exclusion): { id: string } {
  const isSame = reason === earlier.reason && sameCondition(condition, earlier.condition);
  if (!isSame) throw new ExclusionEventUsed();
  return { id: earlier.id };
}

function sameCondition(a: ExclusionCondition, b: ExclusionCondition): boolean {
  const names = ['fromMs', 'toMs', 'source', 'rail', 'slot', 'article'] as const;
  // Whom one meant whose pseudonym is kept no more cannot be compared.
  const isSameVisitor = a.visitor === b.visitor || (a.visitor !== undefined && b.visitor === NOBODY);
  return isSameVisitor && names.every((name) => a[name] === b[name]);
}

/** The audit log is for ever: it names no visitor. */
function conditionInWords({ fromMs, toMs, visitor, ...others }: ExclusionCondition): Record<string, unknown> {
  const from = new Date(fromMs).toISOString();
  const to = new Date(toMs).toISOString();
  return { from, to, ...others, ...(visitor === undefined ? {} : { ofOneVisitor: true }) };
}

function sumOf(amounts: readonly ExclusionAmount[]): number {
  return amounts.reduce((sum, { amount }) => sum + amount, 0);
}

function boardsOf(
  { known, spread }: ExclusionPlan,
  nowMs: number,
): { partition: number; part: number; change: BoardChange }[] {
  const oldestMinute = Math.floor(nowMs / MINUTE_MS) - KEPT_MINUTES + 1;
  const ofArticles = new Map<number, WeighedView[]>();
  const add = (view: WeighedView) => {
    const views = ofArticles.get(view.article);
    if (views) views.push(view);
    else ofArticles.set(view.article, [view]);
  };
  for (const { article, atMs, weight } of known) add({ article, atMs, weight, views: 1 });
  for (const one of spread) {
    const from = sourceOfCounter(one.counter);
    const weight = from === undefined ? 1 : rankingWeight(from.source, from.rail);
    for (const { atMs, views } of spreadOverMinutes(one)) add({ article: one.article, atMs, weight, views });
  }
  const articlesOf = new Map<number, number[]>();
  for (const article of ofArticles.keys()) {
    articlesOf.set(partitionOf(article), [...(articlesOf.get(partitionOf(article)) ?? []), article]);
  }
  const boards: { partition: number; part: number; change: BoardChange }[] = [];
  for (const [partition, articles] of articlesOf) {
    for (let first = 0; first < articles.length; first += ARTICLES_A_PART) {
      const views = articles
        .slice(first, first + ARTICLES_A_PART)
        .flatMap((article) => ofArticles.get(article) ?? []);
      boards.push({ partition, part: first / ARTICLES_A_PART, change: boardChangeOf(views, oldestMinute) });
    }
  }
  return boards;
}
