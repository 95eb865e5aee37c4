// What a rule or a placement would do now: the lists computed once with it, beside those that readers see. Whoever
// leads the ranking works it out, from what it has in memory (preview-answers.ts); here it is asked for and waited
// for, so that no process of the API reads or ranks anything for it.

import { v7 as uuidv7 } from 'uuid';
import type { ArticleCard } from '../../articles/article-card';
import { isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { BadUserInput, type MostreadError } from '../../platform/errors';
import type { SectionTree } from '../../sections/section-tree';
import { ArrivedList } from '../packed-list';
import type { RankedEntry } from '../ranked-entry';
import type { SnapshotMirror } from '../snapshot-mirror';
import { draftOf } from './check-placement';
import { checkNumber, checkSettings, isAnySet, type SettingsGiven } from './check-rule';
import { findScope, type ScopeGiven } from './find-scope';
import type { Placement, PlacementAct, RankedRail, RankingScope } from './placement';
import type { PreviewAnswer, PreviewAsked, PreviewStore } from './previews.store';
import type { RuledRail } from './ranking-rules';
import { listNameOf, type RuleReach, type RuleTried } from './rule-reach';
import { ListWouldBeShort, NothingToPlace, PreviewUnanswered, TooManyPreviews } from './rules.errors';

export interface TriedPlacement {
  act: PlacementAct;
  articleId: string;
  place?: number | null;
  factor?: number | null;
  /** Of a bury; absent: every one. */
  rails?: readonly RankedRail[] | null;
}

export interface PreviewGiven extends ScopeGiven, SettingsGiven {
  rail: RuledRail;
  placements?: readonly TriedPlacement[] | null;
  places: number;
}

export interface PreviewedPlace {
  card: ArticleCard;
  rank: number;
  entry: RankedEntry;
}

export interface PreviewedLists {
  rail: RankedRail;
  before: PreviewedPlace[];
  after: PreviewedPlace[];
}

export interface Preview extends PreviewedLists {
  atMs: number;
  /** Of the same section or language, on the other rails that the placements reach. */
  others: PreviewedLists[];
  refusals: MostreadError[];
}

export interface RulePreviewsParts {
  store: Pick<PreviewStore, 'ask' | 'readAnswer'>;
  mirror: Pick<SnapshotMirror, 'list'>;
  reach: RuleReach;
  cards: CardCache;
  sections: SectionTree;
  clock: Clock;
}

const PLACEMENTS_AT_MOST = 20;
const PLACES_AT_MOST = 50;
/** In one process. */
const AT_ONCE = 4;
const ANSWER_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;
/** A question may be lost on its way. */
const ASK_AGAIN_MS = 1_000;
const HOUR_MS = 3_600_000;

export class RulePreviews {
  private underWay = 0;

  constructor(private readonly parts: RulePreviewsParts) {}

  /** @throws BadUserInput, NothingToPlace, TooManyPreviews, PreviewUnanswered, StoreUnavailable */
  async preview(given: PreviewGiven): Promise<Preview> {
    if (this.underWay >= AT_ONCE) throw new TooManyPreviews(AT_ONCE);
    this.underWay++;
    try {
      return await this.previewNow(given);
    } finally {
      this.underWay--;
    }
  }

  private async previewNow(given: PreviewGiven): Promise<Preview> {
    const { sections, clock } = this.parts;
    const { places } = given;
    const rail = railOfOneOrder(given.rail);
    const scope = findScope(given, sections);
    checkNumber('places', places, { min: 1, max: PLACES_AT_MOST, whole: true });
    const placements = await this.placementsOf(given.placements ?? [], scope);
    if (!isAnySet(given) && placements.length === 0) throw nothingTried();
    const settings = isAnySet(given) ? checkSettings(given, rail) : undefined;
    const rule = settings && { rail, scope, settings };
    const reached = new Set<RankedRail>([rail, ...placements.flatMap(({ rails }) => rails)]);
    const lists = [...reached].map((one) => listNameOf({ rail: one, scope }));
    const answer = await this.answered({ id: uuidv7(), lists, rule, placements });
    const after = new Map(answer.lists.map((list) => [list[0], new ArrivedList(list).entries]));
    const shown = [...reached].map(async (one): Promise<PreviewedLists> => {
      const list = listNameOf({ rail: one, scope });
      return {
        rail: one,
        before: await this.placesOf(this.parts.mirror.list(list)?.entries ?? [], places),
        after: await this.placesOf(after.get(list) ?? [], places),
      };
    });
    const [main, ...others] = await Promise.all(shown);
    const refusals = rule === undefined ? [] : this.refusalsOf(rule, clock.nowMs());
    return { ...main!, others, atMs: answer.atMs, refusals };
  }

  private async answered(asked: PreviewAsked): Promise<PreviewAnswer> {
    const { store, clock } = this.parts;
    for (let waitedMs = 0; waitedMs < ANSWER_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
      if (waitedMs % ASK_AGAIN_MS === 0) await store.ask(asked);
      await clock.wait(LOOK_EVERY_MS);
      const answer = await store.readAnswer(asked.id);
      if (answer !== undefined) return answer;
    }
    throw new PreviewUnanswered();
  }

  private refusalsOf(tried: RuleTried, nowMs: number): MostreadError[] {
    try {
      this.parts.reach.checkRule(tried, nowMs);
      return [];
    } catch (error) {
      if (error instanceof ListWouldBeShort || error instanceof BadUserInput) return [error];
      throw error;
    }
  }

  private async placementsOf(tried: readonly TriedPlacement[], scope: RankingScope): Promise<Placement[]> {
    const { cards, sections, clock } = this.parts;
    if (tried.length > PLACEMENTS_AT_MOST) {
      throw new BadUserInput(
        'placements',
        `"placements" has ${tried.length} entries; it may have at most ${PLACEMENTS_AT_MOST}.`,
      );
    }
    const nowMs = clock.nowMs();
    const found = await cards.byIds(tried.map(({ articleId }) => articleId));
    return tried.map((one, index) => {
      const card = found[index];
      if (card === undefined) throw new NothingToPlace(one.articleId);
      const given = { ...one, reason: 'tried', until: new Date(nowMs + HOUR_MS) };
      const { act, rails, place, factor, reason } = draftOf(given, { sections, nowMs });
      return {
        ...{ id: `tried ${index}`, act, article: card.number, articleId: card.id, scope, rails },
        ...{ place, factor, reason, by: '', fromMs: 0, untilMs: nowMs + HOUR_MS },
      };
    });
  }

  private async placesOf(entries: readonly RankedEntry[], most: number): Promise<PreviewedPlace[]> {
    const { cards, clock } = this.parts;
    const found = await cards.byNumbers(entries.map(({ article }) => article));
    const nowMs = clock.nowMs();
    const shown = entries.flatMap((entry, index) => {
      const card = found[index];
      return card && isPublic(card, nowMs) ? [{ card, entry }] : [];
    });
    return shown.slice(0, most).map((place, index) => ({ ...place, rank: index + 1 }));
  }
}

const nothingTried = () =>
  new BadUserInput('input', 'Nothing is tried: give at least one setting of a rule, or "placements".');

/** @throws BadUserInput for a rail whose lists are made for each request */
function railOfOneOrder(rail: RuledRail): Exclude<RuledRail, 'YOU_MAY_ALSO_LIKE'> {
  if (rail !== 'YOU_MAY_ALSO_LIKE') return rail;
  throw new BadUserInput(
    'rail',
    '"rail" is YOU_MAY_ALSO_LIKE, whose lists are made for each page and reader: there is no one list to preview. ' +
      'Let some readers try the settings with startExperiment.',
  );
}
