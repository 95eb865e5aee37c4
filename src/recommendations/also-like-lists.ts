// You May Also Like of this moment. A list that everybody gets alike is kept for a second, but not past the next change
// of an article, so that what editors bring back is there as soon as on other rails, nor for what has stopped being
// public, or has been buried, meanwhile.

import { LRUCache } from 'lru-cache';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock } from '../platform/clock';
import { type HeadlineWords, headlineWords } from '../ranking/formulas/variety';
import type { AlsoLikeRule, RankingRules, SettledRules } from '../ranking/rules/ranking-rules';
import type { Reading, Snapshot } from '../ranking/snapshot';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import { ALSO_LIKE_PLACES, type AlsoLikeQuestion, sharedNameOf } from './also-like-question';
import { AlsoLikeRules, alsoLikeDefaults } from './also-like-rule';
import type { AlsoLike, AlsoLikeSource } from './also-like-scoring';
import { AskedAgain } from './asked-again';
import { BuriedHere } from './buried-here';
import { evenWeights, neighboursOf, type OnwardClicks, READ_BACK, readWeights } from './formulas/back-off';
import { keptStories } from './kept-stories';
import { newArticlesPlace } from './new-articles';
import { newestFor } from './newest-for';
import type { OnwardMemory } from './onward-memory';
import { ReadingPrior, type SectionWeights } from './reading-prior';
import { isSameTongue } from './same-tongue';
import { NOTHING_SIMILAR, type SimilarArticle, type SimilarArticles } from './similar-articles';
import { type AlsoLikeInput, rankAlsoLike, storiesInOrder } from './you-may-also-like';

export interface AlsoLikeListsParts {
  onward: Pick<OnwardMemory, 'ofEach'>;
  cards: CardCache;
  latest: LatestStories;
  mirror: Pick<SnapshotMirror, 'snapshot'>;
  clock: Clock;
  /** What editors have buried, and what they have set; absent: nothing. */
  rules?: Pick<RankingRules, 'placementsOf'> & SettledRules;
  /** Absent: texts are not compared. */
  similar?: SimilarArticles;
  /** Whether a place is kept for a new article where no rule says else; absent: none is. */
  newArticles?: AlsoLikeRule['newArticles'];
  /** With 'by-worth': how many other clicks a click on one is worth; absent: 2. */
  newArticleWorth?: number;
}

/** Whole lists, without what was read. */
export type AlsoLikeAnswer = readonly AlsoLike[];

const KEPT_MS = 1_000;
/** Some 5 KB each: as many as are asked for within the second that they are good for. */
const KEPT_LISTS = 2_000;

interface KeptList {
  madeMs: number;
  /** Of the articles that it was made of. */
  changes: number;
  list: AlsoLikeAnswer;
}

/** Who asks, as cards. */
interface Asked {
  sources: readonly ArticleCard[];
  weights: readonly number[];
  left: readonly ArticleCard[];
}

export class AlsoLikeLists {
  private readonly kept = new LRUCache<string, KeptList>({ max: KEPT_LISTS });
  private readonly asked = new AskedAgain({ forMs: KEPT_MS, most: 10_000 });
  /** Whoever asks while a list is being made waits for the same: a page that everyone reads has hundreds a second. */
  private readonly underWay = new Map<string, Promise<AlsoLikeAnswer>>();
  private readonly words = new WeakMap<ArticleCard, HeadlineWords>();
  private readonly buried: BuriedHere;
  private readonly rules: AlsoLikeRules;
  private prior: { of: Snapshot | undefined; prior: ReadingPrior } | undefined;

  constructor(private readonly parts: AlsoLikeListsParts) {
    this.buried = new BuriedHere(parts.rules ?? { placementsOf: () => [] });
    this.rules = new AlsoLikeRules(alsoLikeDefaults(parts), parts.rules);
  }

  /** @param read ids of what the client has read in this session, latest last; unknown ones are left out. */
  listFor(page: ArticleCard, read: readonly string[]): AlsoLikeAnswer | Promise<AlsoLikeAnswer> {
    return this.list({ page, read, places: ALSO_LIKE_PLACES });
  }

  list(question: AlsoLikeQuestion): AlsoLikeAnswer | Promise<AlsoLikeAnswer> {
    const name = sharedNameOf(question);
    if (name === undefined) return this.compute(question);
    const nowMs = this.parts.clock.nowMs();
    const kept = this.kept.get(name);
    if (
      kept &&
      kept.changes === this.parts.cards.changes &&
      nowMs - kept.madeMs < KEPT_MS &&
      this.areShown(kept.list, question)
    ) {
      return kept.list;
    }
    this.asked.ask(name, nowMs);
    return this.underWay.get(name) ?? this.makeAnew(name, question, nowMs);
  }

  /** Whether others will be given this very list. */
  keeps(question: AlsoLikeQuestion, list: AlsoLikeAnswer): boolean {
    const name = sharedNameOf(question);
    return name !== undefined && this.kept.peek(name)?.list === list;
  }

  /** What is left of a list that was made before, as it would be scored now. */
  async goOn(question: AlsoLikeQuestion, order: readonly number[]): Promise<AlsoLikeAnswer> {
    const input = await this.inputFor(question, order);
    return storiesInOrder(input, order);
  }

  private makeAnew(name: string, question: AlsoLikeQuestion, nowMs: number): Promise<AlsoLikeAnswer> {
    const { cards, similar = NOTHING_SIMILAR } = this.parts;
    const { changes } = cards;
    const making = this.inputFor(question)
      .then((input): AlsoLikeAnswer => {
        const made = rankAlsoLike(input);
        if (!this.asked.has(name)) return made;
        const list = keptStories(made, input, similar);
        this.kept.set(name, { madeMs: nowMs, changes, list });
        return list;
      })
      .finally(() => this.underWay.delete(name));
    this.underWay.set(name, making);
    return making;
  }

  private async compute(question: AlsoLikeQuestion): Promise<AlsoLikeAnswer> {
    return rankAlsoLike(await this.inputFor(question));
  }

  private async inputFor(question: AlsoLikeQuestion, also: readonly number[] = []): Promise<AlsoLikeInput> {
    const { onward: memory, latest, similar = NOTHING_SIMILAR } = this.parts;
    const { page, places } = question;
    const rule = this.rules.ruleFor(question, this.parts.clock.nowMs());
    const asked = sharedNameOf(question) === undefined ? await this.cardsOf(question, rule) : ofPage(page);
    const { sources, weights, left } = asked;
    const found = memory.ofEach(sources.map(({ number }) => number));
    const unknown = similar.know(sources.map(({ number }) => number));
    const onward = found instanceof Promise ? await found : found;
    if (unknown !== undefined) await unknown;
    const alike = sources.map(({ number }) => similar.similarTo(number));
    const missing = this.missing(onward, alike, also);
    // Neighbours may be older than what is in memory: one statement the first time, none while they are remembered.
    // Without Postgres the list is made of what is in memory.
    if (missing.length > 0) await this.parts.cards.byNumbers(missing).catch(() => undefined);
    const language = question.language ?? tongueOf(sources);
    const shownCard = this.shownFor(question);
    const mayStand = (card: ArticleCard) => language === undefined || isSameTongue(card.language, language);
    const ground = sources.map((card, index) => ({
      ...{ card, weight: weights[index]!, onward: onward[index]! },
      similar: alike[index]!,
    }));
    return {
      sources: ground,
      rule,
      ...newArticlesPlace(rule, latest, (card) => mayStand(card) && shownCard(card.number) !== undefined),
      page,
      prior: this.currentPrior(),
      sections: readIn(question, ground),
      viewsInWindow: viewsIn(this.parts.mirror.snapshot?.reading),
      read: left,
      newest: () =>
        newestFor(latest, { sections: sectionsOf(question, sources), language, but: left.length }),
      language,
      ofOneSection: rule.perSection === 0 ? 'all' : rule.perSection,
      ...askedFor(question),
      shownCard,
      wordsOf: (card) => this.wordsOf(card),
      places,
    };
  }

  private areShown(list: AlsoLikeAnswer, question: AlsoLikeQuestion): boolean {
    const shownCard = this.shownFor(question);
    return list.every(({ card }) => shownCard(card.number));
  }

  private shownFor({
    page,
    section,
    language,
  }: AlsoLikeQuestion): (article: number) => ArticleCard | undefined {
    const { cards, clock } = this.parts;
    const nowMs = clock.nowMs();
    const place = { sectionId: section?.id ?? page?.sectionId, language: language ?? page?.language };
    const isBuried = this.buried.on(place, nowMs);
    return (article) => {
      const card = cards.peek(article);
      return card && isPublic(card, nowMs) && !isBuried(article) ? card : undefined;
    };
  }

  private missing(
    onward: readonly OnwardClicks[],
    alike: readonly (readonly SimilarArticle[])[],
    also: readonly number[],
  ): number[] {
    const { cards } = this.parts;
    const missing = also.filter((number) => !cards.has(number));
    for (const list of alike) for (const { article } of list) if (!cards.has(article)) missing.push(article);
    for (const known of onward)
      for (const number of neighboursOf(known)) if (!cards.has(number)) missing.push(number);
    return missing;
  }

  private async cardsOf(question: AlsoLikeQuestion, rule: AlsoLikeRule): Promise<Asked> {
    const { page, read = [], articles = [], excluding = [], steeredByReading = true } = question;
    const [asRead, alike, left] = await Promise.all(
      [read, articles, excluding].map((ids) => this.known(ids)),
    );
    const own = page === undefined ? [] : [page];
    const latestFirst = steeredByReading ? [...asRead!].reverse() : [];
    // What readers may not see says nothing, so that no explanation names it.
    const nowMs = this.parts.clock.nowMs();
    const seen = alike!.length > 0 ? alike! : [...own, ...latestFirst];
    const all = distinct(seen.filter((card) => isPublic(card, nowMs)));
    const sources = alike!.length > 0 ? all : all.slice(0, READ_BACK);
    return {
      sources,
      weights: alike!.length > 0 ? evenWeights(sources.length) : readWeights(sources.length, rule.readBefore),
      left: [...own, ...asRead!, ...alike!, ...left!],
    };
  }

  private async known(ids: readonly string[]): Promise<ArticleCard[]> {
    if (ids.length === 0) return [];
    const { cards } = this.parts;
    // Without Postgres what is not in memory counts as unknown: a list is never the reason that a page is not there.
    const known = await cards.byIds(ids).catch(() => ids.map((id) => cards.peekById(id)));
    return known.filter((card) => card !== undefined);
  }

  private currentPrior(): ReadingPrior {
    const { snapshot } = this.parts.mirror;
    if (this.prior === undefined || this.prior.of !== snapshot) {
      const reading = snapshot?.reading ?? new Map<number, Reading>();
      const newest = { latest: this.parts.latest, nowMs: this.parts.clock.nowMs() };
      this.prior = { of: snapshot, prior: new ReadingPrior(reading, this.shownFor({ places: 0 }), newest) };
    }
    return this.prior.prior;
  }

  private wordsOf(card: ArticleCard): HeadlineWords {
    const known = this.words.get(card) ?? headlineWords(card.headline);
    this.words.set(card, known);
    return known;
  }
}

function viewsIn(reading: Snapshot['reading'] | undefined): AlsoLikeInput['viewsInWindow'] {
  return (article) => reading?.get(article)?.viewsInWindow ?? 0;
}

function ofPage(page: ArticleCard | undefined): Asked {
  const own = page === undefined ? [] : [page];
  return { sources: own, weights: readWeights(own.length), left: own };
}

function distinct(cards: readonly ArticleCard[]): ArticleCard[] {
  return [...new Map(cards.map((card) => [card.number, card])).values()];
}

/** The one that all are written in. */
function tongueOf([first, ...others]: readonly ArticleCard[]): string | undefined {
  if (first === undefined) return undefined;
  return others.every(({ language }) => isSameTongue(language, first.language)) ? first.language : undefined;
}

function sectionsOf({ page, section }: AlsoLikeQuestion, sources: readonly ArticleCard[]): string[] {
  const own = section?.id ?? page?.sectionId;
  return own !== undefined
    ? [own]
    : [...new Set(sources.map(({ sectionId }) => sectionId))].sort().slice(0, READ_BACK);
}

/** Whoever reads is in the section of what is read now; articles that are named count alike. */
function readIn({ articles = [] }: AlsoLikeQuestion, sources: readonly AlsoLikeSource[]): SectionWeights {
  const weights = new Map<string, number>();
  const [first] = sources;
  if (articles.length === 0) return first === undefined ? weights : weights.set(first.card.sectionId, 1);
  for (const { card, weight } of sources)
    weights.set(card.sectionId, (weights.get(card.sectionId) ?? 0) + weight);
  return weights;
}

/** Who is asked for by name: of a section, in a language. */
function askedFor({
  section,
  language,
}: AlsoLikeQuestion): Pick<AlsoLikeInput, 'isAsked' | 'ofOneSection' | 'asked'> {
  if (section === undefined && language === undefined) return {};
  const isAsked = (card: ArticleCard) =>
    (section === undefined || section.family.has(card.sectionId)) &&
    (language === undefined || isSameTongue(card.language, language));
  return section === undefined ? { isAsked } : { isAsked, ofOneSection: 'all', asked: [...section.family] };
}
