// The lists of variant B while something is tested on a rail: the same source once more, under the rule of every list
// as the experiment changes it. Both variants are in every snapshot, so that a page costs the same whatever it shows.
// While nothing is tested there is no second source, and this costs nothing.

import type { ListSource, RankingTick, SourceMemories } from './list-source';
import type { RankedEntry } from './ranked-entry';
import type { RankingRules, RuleSettings } from './rules/ranking-rules';
import type { RankingRulesKeeper } from './rules/ranking-rules-keeper';
import { type Snapshot, variantList, withoutVariant } from './snapshot';

/** A source that is told of changes of what it ranks. */
export interface VariantRanking extends ListSource {
  cardChanged?(article: number): void;
  sectionsChanged?(): void;
}

export interface TestedSettings {
  id: string;
  settings: RuleSettings;
}

export interface VariantSourceParts {
  rail: 'POPULAR_NOW' | 'TRENDING';
  /** What is tested on the rail now. */
  tested: () => TestedSettings | undefined;
  rules: Pick<RankingRulesKeeper, 'tried' | 'widest'>;
  /** Makes the source that ranks the rail. */
  make: (rules: RankingRules) => VariantRanking;
}

const everywhere = { sectionId: null, language: null };
const MEMORY = 'variant-b:';

export class VariantSource implements ListSource {
  private running: { id: string; source: VariantRanking; rules: RulesOfNow } | undefined;
  private takenOver: { last: Snapshot | undefined; memories: SourceMemories } | undefined;

  constructor(private readonly parts: VariantSourceParts) {}

  get lastRated(): number {
    return this.running?.source.lastRated ?? 0;
  }

  /** Goes on with the lists of B as the last leader left them; it may learn only later what is tested. */
  takeOver(last: Snapshot | undefined, memories: SourceMemories = {}): void {
    this.running = undefined;
    this.takenOver = { last: last && this.ofB(last), memories: this.memoriesOfB(memories) };
  }

  memories(): SourceMemories {
    const kept = this.running?.source.memories?.() ?? {};
    return Object.fromEntries(Object.entries(kept).map(([name, memory]) => [`${MEMORY}${name}`, memory]));
  }

  cardChanged(article: number): void {
    this.running?.source.cardChanged?.(article);
  }

  sectionsChanged(): void {
    this.running?.source.sectionsChanged?.();
  }

  rank(tick: RankingTick): ReadonlyMap<string, readonly RankedEntry[]> {
    const tested = this.parts.tested();
    if (tested === undefined) {
      this.running = undefined;
      return new Map();
    }
    if (this.running?.id !== tested.id) this.running = this.begin(tested.id);
    const { source, rules } = this.running;
    rules.now = this.rulesOf(tested, tick.nowMs);
    return new Map([...source.rank(tick)].map(([name, entries]) => [variantList(name), entries]));
  }

  private begin(id: string): NonNullable<VariantSource['running']> {
    const rules = new RulesOfNow();
    const source = this.parts.make(rules);
    if (this.takenOver !== undefined) source.takeOver(this.takenOver.last, this.takenOver.memories);
    this.takenOver = undefined;
    return { id, source, rules };
  }

  private rulesOf({ settings }: TestedSettings, nowMs: number): RankingRules {
    const { rail, rules } = this.parts;
    return rules.tried({
      rule: { rail, scope: everywhere, settings: { ...rules.widest(rail, nowMs), ...settings } },
    });
  }

  private ofB(last: Snapshot): Snapshot {
    const lists = [...last.lists]
      .map(([name, list]) => [name, withoutVariant(name), list] as const)
      .filter(([name, plain]) => name !== plain)
      .map(([, plain, list]) => [plain, list] as const);
    return { ...last, lists: new Map(lists) };
  }

  private memoriesOfB(memories: SourceMemories): SourceMemories {
    const ofB = Object.entries(memories).filter(([name]) => name.startsWith(MEMORY));
    return Object.fromEntries(ofB.map(([name, memory]) => [name.slice(MEMORY.length), memory]));
  }
}

/** The rules as they are at this tick: a source is made once. */
class RulesOfNow implements RankingRules {
  now: RankingRules | undefined;

  ruleOf(listName: string, nowMs: number): ReturnType<RankingRules['ruleOf']> {
    return this.now!.ruleOf(listName, nowMs);
  }

  placementsOf(listName: string, nowMs: number): ReturnType<RankingRules['placementsOf']> {
    return this.now!.placementsOf(listName, nowMs);
  }
}
