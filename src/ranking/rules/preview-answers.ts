// The leader's part of a preview: it has the readings, the cards and what steadiness remembers, so it can say what a
// list would be now under a rule that is not kept. One question is answered after each tick, while the snapshot is on
// its way: no tick waits for it, and whoever asks often waits for himself.

import { atEndOfTurn, type Clock, type Stop } from '../../platform/clock';
import type { Log } from '../../platform/log/log';
import type { ListSource, RankingTick } from '../list-source';
import { packList } from '../packed-list';
import type { RankedEntry } from '../ranked-entry';
import type { Snapshot } from '../snapshot';
import type { RankedCards } from '../tick-cards';
import type { PreviewAsked, PreviewStore } from './previews.store';
import type { RankingRules } from './ranking-rules';
import type { Tried } from './ranking-rules-keeper';

export interface PreviewAnswersParts {
  store: Pick<PreviewStore, 'onAsked' | 'keepAnswer'>;
  rules: { tried(what: Tried): RankingRules };
  /** Each is asked for the lists that are its own. */
  sources: readonly ListSource[];
  cards: RankedCards;
  clock: Clock;
  log: Log;
}

/** More wait for their next asking. */
const WAITING_AT_MOST = 8;
/** Who has asked gives up by then. */
const WAITS_MS = 5_000;
const LISTS_AT_MOST = 3;
const none: ReadonlyMap<string, readonly RankedEntry[]> = new Map();
const noOrder = { term: 0, sequence: 0 };

export class PreviewAnswers implements ListSource {
  private readonly waiting = new Map<string, { asked: PreviewAsked; sinceMs: number }>();
  private last: Snapshot | undefined;
  private stopListening: Stop = () => undefined;

  constructor(private readonly parts: PreviewAnswersParts) {}

  async start(): Promise<void> {
    let isOver = false;
    // Whoever stops while the subscription is on its way finds this, and it ends as it arrives.
    this.stopListening = () => {
      isOver = true;
    };
    const stop = await this.parts.store.onAsked((asked) => this.hear(asked));
    if (isOver) stop();
    else this.stopListening = stop;
  }

  stop(): void {
    this.stopListening();
    this.waiting.clear();
  }

  /** What is shown from now on. */
  note(snapshot: Snapshot): void {
    this.last = snapshot;
  }

  takeOver(last: Snapshot | undefined): void {
    this.last = last;
  }

  /** No lists of its own. */
  rank(tick: RankingTick): ReadonlyMap<string, readonly RankedEntry[]> {
    if (this.waiting.size > 0) atEndOfTurn(() => void this.answerNext(tick));
    return none;
  }

  private hear(asked: PreviewAsked): void {
    const { clock } = this.parts;
    const nowMs = clock.nowMs();
    for (const [id, { sinceMs }] of this.waiting) {
      if (Math.abs(nowMs - sinceMs) > WAITS_MS) this.waiting.delete(id);
    }
    if (this.waiting.has(asked.id) || this.waiting.size >= WAITING_AT_MOST) return;
    this.waiting.set(asked.id, { asked, sinceMs: nowMs });
  }

  private async answerNext(tick: RankingTick): Promise<void> {
    const { store, cards, log } = this.parts;
    const [next] = this.waiting.values();
    if (next === undefined) return;
    const { id, placements } = next.asked;
    try {
      // A pin shows what nobody reads, too: its card may be nowhere yet, and then the next tick answers.
      const missing = placements.map(({ article }) => article).filter((one) => !cards.peek(one));
      if (missing.length > 0 && tick.nowMs - next.sinceMs < WAITS_MS / 2) {
        void cards.byNumbers(missing).catch(() => undefined);
        return;
      }
      this.waiting.delete(id);
      const lists = this.listsOf(next.asked, tick).map(([name, entries]) =>
        packList(name, { orderId: noOrder, entries }, tick.nowMs),
      );
      await store.keepAnswer(id, { atMs: tick.nowMs, lists });
    } catch (error) {
      this.waiting.delete(id);
      log.warn({ err: error }, 'a preview could not be answered');
    }
  }

  private listsOf(
    { lists, rule, placements }: PreviewAsked,
    tick: RankingTick,
  ): [name: string, entries: readonly RankedEntry[]][] {
    const { rules: kept, sources } = this.parts;
    const rules = asIfForLong(kept.tried({ rule, placements }));
    return lists.slice(0, LISTS_AT_MOST).map((name) => {
      const trial = { name, rules, last: this.last };
      for (const source of sources) {
        const entries = source.tried?.(trial, tick);
        if (entries !== undefined) return [name, entries];
      }
      return [name, []];
    });
  }
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
