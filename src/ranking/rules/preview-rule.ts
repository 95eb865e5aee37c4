// What a rule or a placement would do now: the list computed once with it, from the boards as they are and the present
// order, beside the list that readers see. Any process of the API can do it, whoever leads; the boards are read once
// for all previews of two seconds.

import type { ArticleCard } from '../../articles/article-card';
import { isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { LatestStories } from '../../articles/latest-stories';
import type { Clock } from '../../platform/clock';
import { BadUserInput, type MostreadError } from '../../platform/errors';
import type { Log } from '../../platform/log/log';
import type { SectionTree } from '../../sections/section-tree';
import { BoardReadings, type ReadBoards, type ReadCountedLately } from '../board-readings';
import { PopularNowSource } from '../popular-now-source';
import type { RankedEntry } from '../ranked-entry';
import type { SnapshotMirror } from '../snapshot-mirror';
import { LOAD_PER_TICK, TickCards } from '../tick-cards';
import { draftOf } from './check-placement';
import { checkNumber, checkSettings, type SettingsGiven } from './check-rule';
import { findScope, type ScopeGiven } from './find-scope';
import type { Placement, PlacementAct, RankingScope } from './placement';
import type { RankingRules, RuleSettings } from './ranking-rules';
import type { RankingRulesKeeper } from './ranking-rules-keeper';
import { listNameOf, type RuleReach } from './rule-reach';
import { ListWouldBeShort, NothingToPlace } from './rules.errors';

export interface TriedPlacement {
  act: PlacementAct;
  articleId: string;
  place?: number | null;
  factor?: number | null;
}

export interface PreviewGiven extends ScopeGiven, SettingsGiven {
  placements?: readonly TriedPlacement[] | null;
  places: number;
}

export interface PreviewedPlace {
  card: ArticleCard;
  rank: number;
  entry: RankedEntry;
}

export interface Preview {
  atMs: number;
  before: PreviewedPlace[];
  after: PreviewedPlace[];
  refusals: MostreadError[];
}

export interface RulePreviewsParts {
  boards: ReadBoards;
  lately: ReadCountedLately;
  mirror: Pick<SnapshotMirror, 'snapshot' | 'list'>;
  rules: RankingRulesKeeper;
  reach: RuleReach;
  cards: CardCache;
  latest: LatestStories;
  sections: SectionTree;
  maxLiveArticles: number;
  clock: Clock;
  log: Log;
}

const PLACEMENTS_AT_MOST = 20;
const PLACES_AT_MOST = 50;
const READ_AGAIN_MS = 2_000;
const LOAD_WITHIN_MS = 3_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export class RulePreviews {
  private reading: { atMs: number; readings: Promise<BoardReadings> } | undefined;

  constructor(private readonly parts: RulePreviewsParts) {}

  /** @throws BadUserInput, NothingToPlace, StoreUnavailable */
  async preview(given: PreviewGiven): Promise<Preview> {
    const { rules, cards, latest, sections, mirror, clock } = this.parts;
    const scope = findScope(given, sections);
    checkNumber('places', given.places, { min: 1, max: PLACES_AT_MOST, whole: true });
    const placements = await this.placementsOf(given.placements ?? [], scope);
    const settings = hasSettings(given) || placements.length === 0 ? checkSettings(given) : undefined;
    const rule = settings && { rail: 'POPULAR_NOW' as const, scope, settings };
    const readings = await this.currentReadings();
    const nowMs = clock.nowMs();
    const list = listNameOf({ rail: 'POPULAR_NOW', scope });
    const source = new PopularNowSource(asIfForLong(rules.tried({ rule, placements })), list);
    source.takeOver(mirror.snapshot);
    const cardOf = (article: number) => cards.peek(article);
    const after = source.rank({ nowMs, readings, cardOf, latest, sections }).get(list) ?? [];
    const placesOf = (entries: readonly RankedEntry[]) => this.placesOf(entries, given.places, nowMs);
    return {
      atMs: nowMs,
      before: placesOf(mirror.list(list)?.entries ?? []),
      after: placesOf(after),
      refusals: settings === undefined ? [] : this.refusalsOf(settings, scope, nowMs),
    };
  }

  private refusalsOf(settings: RuleSettings, scope: RankingScope, nowMs: number): MostreadError[] {
    try {
      this.parts.reach.checkRule({ rail: 'POPULAR_NOW', scope, settings }, nowMs);
      return [];
    } catch (error) {
      if (error instanceof ListWouldBeShort) return [error];
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

  private placesOf(entries: readonly RankedEntry[], most: number, nowMs: number): PreviewedPlace[] {
    const places: PreviewedPlace[] = [];
    for (const entry of entries) {
      const card = this.parts.cards.peek(entry.article);
      if (card && isPublic(card, nowMs)) places.push({ card, rank: places.length + 1, entry });
      if (places.length === most) break;
    }
    return places;
  }

  private currentReadings(): Promise<BoardReadings> {
    const nowMs = this.parts.clock.nowMs();
    if (this.reading && nowMs - this.reading.atMs < READ_AGAIN_MS) return this.reading.readings;
    const readings = this.read(nowMs);
    this.reading = { atMs: nowMs, readings };
    const forget = () => {
      if (this.reading?.readings === readings) this.reading = undefined;
    };
    // A whole copy of the boards is not for keeping.
    readings.catch(forget);
    this.parts.clock.after(READ_AGAIN_MS, forget);
    return readings;
  }

  private async read(nowMs: number): Promise<BoardReadings> {
    const { boards, lately, maxLiveArticles, cards, log } = this.parts;
    // Which minutes late views have touched is told once, and the leader is the one to hear it.
    const quiet: ReadBoards = {
      minuteCounts: (minute) => boards.minuteCounts(minute),
      minuteCountsIn: (partition, minute) => boards.minuteCountsIn(partition, minute),
      minuteCountsOf: (minute, articles) => boards.minuteCountsOf(minute, articles),
      minutesTouchedLate: async () => [],
      top: (board, count, atMs) => boards.top(board, count, atMs),
    };
    const readings = new BoardReadings(quiet, lately, maxLiveArticles);
    await readings.refresh(nowMs);
    await readings.refreshSlow(nowMs);
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const most = readings.minutes.mostRead(LOAD_PER_TICK, runningPart).map(({ article }) => article);
    const wanted = { first: most, read: [], boards: readings.slowBoards, nowMs, withinMs: LOAD_WITHIN_MS };
    await new TickCards(cards, this.parts.clock, log).load(wanted);
    return readings;
  }
}

function hasSettings(given: SettingsGiven): boolean {
  const { entryLead, entryDwellSeconds, entryPatience, swapLead } = given;
  const { maxAgeDays, stories, perSection, perAuthor, leadHours } = given;
  const steadiness = [entryLead, entryDwellSeconds, entryPatience, swapLead];
  const all = [...steadiness, maxAgeDays, stories, perSection, perAuthor, leadHours];
  return all.some((value) => value != null);
}

/** Nobody waits until a lead has lasted. */
function asIfForLong(rules: RankingRules): RankingRules {
  return {
    ruleOf(list, nowMs) {
      const rule = rules.ruleOf(list, nowMs);
      return { ...rule, steadiness: { ...rule.steadiness, entryDwellMs: 0, entryPatience: 0 } };
    },
    placementsOf: (list, nowMs) => rules.placementsOf(list, nowMs),
  };
}
