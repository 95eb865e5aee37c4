// You May Also Like under the time of a log: the lists that the product makes, asked for as a page asks, with what its
// reader has read. Everything that was read before a question is learnt when it is asked. Articles are stand-ins.

import { SimulatedClock } from '../../../src/platform/clock';
import type { SnapshotMirror } from '../../../src/ranking/snapshot-mirror';
import {
  type AlsoLikeAnswer,
  AlsoLikeLists,
  type AlsoLikeListsParts,
} from '../../../src/recommendations/also-like-lists';
import type { OnwardClicks } from '../../../src/recommendations/formulas/back-off';
import type { OnwardMemory } from '../../../src/recommendations/onward-memory';
import type { Question, Recommender, Step } from '../recommender';
import type { Learning } from './learning';
import { ReadingUnderLog } from './reading-under-log';
import { articleOf, numberOf, StandInCards } from './stand-in-cards';

const SECOND_MS = 1_000;
/** What nobody has asked about meanwhile is learnt together, so long after it was read: of half-lives of hours it is nothing, */
const SETTLED_AFTER_MS = 10_000;
/** or sooner, so that nothing is let go. */
const SETTLED_AT = 256;

const NO_LIMIT: AlsoLikeListsParts['rules'] = {
  placementsOf: () => [],
  settingsOf: () => ({ perSection: 0 }),
};

/** What is done with new articles; nothing: as their scores have it. */
export type NewArticlesSetting = Pick<AlsoLikeListsParts, 'newArticles' | 'newArticleWorth'>;

export interface ListsUnderLogRules {
  learningUnder: (clock: SimulatedClock) => Learning;
  settledAfterMs?: number;
  /** A list under each; absent: one, without a place for new articles. */
  settings?: readonly NewArticlesSetting[];
}

export class ListsUnderLog implements Recommender {
  private readonly clock = new SimulatedClock(0);
  private readonly cards: StandInCards;
  private readonly reading = new ReadingUnderLog();
  /** By setting; all of what is learnt once. */
  private readonly lists: AlsoLikeLists[];
  private readonly learning: Learning;
  /** Of the question that is being answered: every setting starts from the same. */
  private readonly asked = new Map<string, OnwardClicks[] | Promise<OnwardClicks[]>>();
  private unsettled = 0;
  private settledMs = -Infinity;

  private readonly settledAfterMs: number;

  constructor(
    sectionOf: readonly string[],
    {
      learningUnder,
      settledAfterMs = SETTLED_AFTER_MS,
      settings = [{ newArticles: 'by-score' }],
    }: ListsUnderLogRules,
  ) {
    this.settledAfterMs = settledAfterMs;
    this.cards = new StandInCards(sectionOf);
    this.learning = learningUnder(this.clock);
    const parts: AlsoLikeListsParts = {
      // What a page is made of is a second old at most in the product; here it is of this moment.
      onward: this.onward() as OnwardMemory,
      cards: this.cards.asCache(),
      latest: this.cards.asLatest(this.clock),
      mirror: this.mirror() as SnapshotMirror,
      clock: this.clock,
    };
    // What all are of limits nobody: the lists are the same without it, and made in a fifth of the time.
    const rules = new Set(sectionOf).size > 1 ? {} : { rules: NO_LIMIT };
    this.lists = settings.map((setting) => new AlsoLikeLists({ ...parts, ...rules, ...setting }));
  }

  async list(question: Question, places: number): Promise<number[]> {
    const list = await this.scored(question);
    return list.slice(0, places).map(({ article }) => article);
  }

  /** The list as it was scored, under the first setting; what only fills places has no score. */
  async scored(question: Question): Promise<{ article: number; score: number }[]> {
    const [list = []] = await this.ask(question, this.lists.slice(0, 1));
    return list.map((story) => ({ article: articleOf(story.card.number), score: story.score }));
  }

  /** A list under each setting, in their order. */
  async underEach(question: Question, places: number): Promise<number[][]> {
    const lists = await this.ask(question, this.lists);
    return lists.map((list) => list.slice(0, places).map(({ card }) => articleOf(card.number)));
  }

  private async ask({ atMs, read }: Question, lists: readonly AlsoLikeLists[]): Promise<AlsoLikeAnswer[]> {
    await this.moveTo(atMs);
    await this.settle();
    const [card] = read.map((article) => this.cards.know(article, atMs)).slice(-1);
    if (card === undefined) return [];
    const ids = read.map((article) => String(numberOf(article)));
    this.asked.clear();
    const answers: AlsoLikeAnswer[] = [];
    for (const one of lists) answers.push(await one.listFor(card, ids));
    return answers;
  }

  async take({ atMs, article, visitor }: Step): Promise<void> {
    await this.moveTo(atMs);
    this.cards.publish(article, atMs);
    this.reading.count(numberOf(article), atMs);
    this.learning.learn({ visitor: `visitor ${visitor}`, article: numberOf(article), atMs });
    if (++this.unsettled >= SETTLED_AT) await this.settle();
  }

  async close(): Promise<void> {
    await this.settle();
    await this.learning.close?.();
  }

  private async moveTo(atMs: number): Promise<void> {
    const secondMs = (Math.floor(atMs / SECOND_MS) + 1) * SECOND_MS;
    if (secondMs <= this.clock.nowMs()) return;
    if (secondMs - this.settledMs > this.settledAfterMs) await this.settle();
    await this.clock.advanceTo(secondMs);
  }

  private async settle(): Promise<void> {
    this.settledMs = this.clock.nowMs();
    if (this.unsettled === 0) return;
    this.unsettled = 0;
    await this.learning.settle();
  }

  private onward(): Pick<OnwardMemory, 'ofEach'> {
    return {
      ofEach: (articles) => {
        const name = articles.join();
        const known = this.asked.get(name) ?? this.learning.onward(articles, this.clock.nowMs());
        this.asked.set(name, known);
        return known;
      },
    };
  }

  private mirror(): Pick<SnapshotMirror, 'snapshot'> {
    const { reading, clock } = this;
    return {
      get snapshot() {
        return reading.snapshotAt(clock.nowMs());
      },
    };
  }
}
