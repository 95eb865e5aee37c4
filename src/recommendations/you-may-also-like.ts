// You May Also Like, the recipe: where the readers of this article, and of what was read before it, went on to;
// backed off to what is read in general, in the section, and to similar texts; what is left empty is filled with the
// same topic and the newest. Pure: figures in, list out.

import type { ArticleCard } from '../articles/article-card';
import { type HeadlineWords, isSameStory, type Story } from '../ranking/formulas/variety';
import { type AlsoLike, type AlsoLikeGround, AlsoLikeScoring } from './also-like-scoring';
import { BestFirst } from './best-first';
import { type NewArticle, type NewArticlesPlace, newArticlesFor } from './new-articles';
import { isSameTongue } from './same-tongue';

export interface AlsoLikeInput extends AlsoLikeGround {
  /** What is never shown: the article and all that was read, as cards; stories told by these are not shown again. */
  read: readonly ArticleCard[];
  /** The newest, as they may fill places: of the section and language first, at last of the site. */
  newest: () => Iterable<ArticleCard>;
  /** What is shown of others only if readers go there; absent: every language alike. */
  language: string | undefined;
  /** Ids of the sections that were asked for. */
  asked?: readonly string[];
  /** Who comes before all others: those of a section, or in a language, that was asked for. */
  isAsked?: (card: ArticleCard) => boolean;
  /** How many of five neighbouring places one section may have, while there is anything else; absent: three. */
  ofOneSection?: number | 'all';
  /** A card, if it may be shown now. */
  shownCard: (article: number) => ArticleCard | undefined;
  /** Absent: those of the last hour come as their scores have it. */
  newArticles?: NewArticlesPlace;
  wordsOf: (card: ArticleCard) => HeadlineWords;
  places: number;
}

/** At most three of five neighbouring places come from one section, while there is anything else and no rule. */
export const WINDOW = 5;
export const OF_ONE_SECTION = 3;

export function rankAlsoLike(input: AlsoLikeInput): AlsoLike[] {
  const scoring = new AlsoLikeScoring(input);
  const untold = new UntoldStories(input);
  const newArticles = newArticlesFor(input.newArticles?.candidates ?? [], scoring, input);
  const mix = new SectionMix(inOrder(scoring, input), untold, {
    ...{ ofOneSection: input.ofOneSection, newArticles, worth: input.newArticles?.worth ?? 0 },
  });
  while (mix.list.length < input.places && mix.placeNext(scoring));
  return mix.list;
}

/** Articles of an order that was shown before, those that may still be shown, each as it would be scored now. */
export function storiesInOrder(input: AlsoLikeInput, order: readonly number[]): AlsoLike[] {
  const scoring = new AlsoLikeScoring(input);
  const left = new Set(input.read.map(({ number }) => number));
  return order.flatMap((number) => {
    const card = left.has(number) ? undefined : input.shownCard(number);
    return card === undefined ? [] : [scoring.storyOf(card)];
  });
}

/** By score, then what may fill places; where a section was asked for, its own first. */
function* inOrder(scoring: AlsoLikeScoring, input: AlsoLikeInput): Generator<AlsoLike> {
  const { isAsked } = input;
  if (isAsked === undefined) {
    for (const card of scoredCards(scoring, input)) yield scoring.storyOf(card);
    for (const card of fillingCards(scoring, input)) yield scoring.storyOf(card);
    return;
  }
  const scored = [...scoredCards(scoring, input)];
  const filling = fillingCards(scoring, input);
  for (const card of scored) if (isAsked(card)) yield scoring.storyOf(card);
  for (const card of filling) if (isAsked(card)) yield scoring.storyOf(card);
  for (const card of [...scored, ...filling]) if (!isAsked(card)) yield scoring.storyOf(card);
}

/** By score: where readers go and what is similar, between what comes in by the prior alone, which is in order. */
function* scoredCards(scoring: AlsoLikeScoring, input: AlsoLikeInput): Generator<ArticleCard> {
  const { language, shownCard, sections, asked, prior } = input;
  const special = specialScores(scoring);
  // Where people go is learnt across languages; what is only popular or similar is shown in the reader's own.
  const specialCard = (number: number): ArticleCard | undefined => {
    const card = shownCard(number);
    if (card === undefined || language === undefined || scoring.isReadNext(number)) return card;
    return isSameTongue(card.language, language) ? card : undefined;
  };
  const order = prior.inOrder(sections, { language, also: asked });
  for (const { card: known, prior: share } of order) {
    const { number } = known;
    if (scoring.isSpecial(number)) continue;
    const score = scoring.ofPrior(share);
    while (special.isBefore(score, number)) {
      const card = specialCard(special.take()!);
      if (card !== undefined) yield card;
    }
    const card = score > 0 ? shownCard(number) : undefined;
    if (card !== undefined) yield card;
  }
  for (let number = special.take(); number !== undefined; number = special.take()) {
    const card = specialCard(number);
    if (card !== undefined) yield card;
  }
}

/** Cards are looked at as they are taken: a list takes few of them. */
function specialScores(scoring: AlsoLikeScoring): BestFirst {
  const special = new BestFirst();
  for (const number of scoring.special()) {
    const score = scoring.scoreOf(number);
    if (score > 0) special.add(number, score);
  }
  return special;
}

/** The same language first; then the most tags in common, then as they came. */
function fillingCards(
  scoring: AlsoLikeScoring,
  { newest, language, shownCard }: AlsoLikeInput,
): ArticleCard[] {
  const found: { card: ArticleCard; foreign: number; shared: number }[] = [];
  const seen = new Set<number>();
  for (const { number } of newest()) {
    const card = shownCard(number);
    if (card === undefined || seen.has(number)) continue;
    seen.add(number);
    const foreign = language === undefined || isSameTongue(card.language, language) ? 0 : 1;
    found.push({ card, foreign, shared: scoring.sharedTags(card) });
  }
  found.sort((a, b) => a.foreign - b.foreign || b.shared - a.shared);
  return found.map(({ card }) => card);
}

/** What has been read, and what is on the list already, is not told again. */
class UntoldStories {
  private readonly seen = new Set<number>();
  private readonly told = new Map<string, ToldStory[]>();

  constructor(private readonly input: Pick<AlsoLikeInput, 'read' | 'wordsOf'>) {
    for (const card of input.read) this.tell(card);
  }

  /** Whether it is new; from then on it is told. */
  tell(card: ArticleCard): boolean {
    if (this.seen.has(card.number)) return false;
    this.seen.add(card.number);
    const story = new ToldStory(card, this.input.wordsOf);
    const ofSection = this.told.get(card.sectionId);
    if (ofSection === undefined) this.told.set(card.sectionId, [story]);
    else if (ofSection.some((other) => isSameStory(story, other))) return false;
    else ofSection.push(story);
    return true;
  }
}

/** Its words are looked at where another story of the section appeared on the same day. */
class ToldStory implements Omit<Story, 'score'> {
  readonly article: number;
  readonly sectionId: string;
  readonly authorIds = [];
  readonly publishedAtMs: number;

  constructor(
    private readonly card: ArticleCard,
    private readonly wordsOf: (card: ArticleCard) => HeadlineWords,
  ) {
    this.article = card.number;
    this.sectionId = card.sectionId;
    this.publishedAtMs = card.publishedAt?.getTime() ?? 0;
  }

  get words(): HeadlineWords {
    return this.wordsOf(this.card);
  }
}

interface MixRules {
  ofOneSection: AlsoLikeInput['ofOneSection'];
  /** Best first. */
  newArticles: NewArticle[];
  worth: number;
}

/** Takes the next that fits beside its neighbours; what does not fit yet waits. */
class SectionMix {
  readonly list: AlsoLike[] = [];
  private readonly waiting: AlsoLike[] = [];
  private readonly newArticles: NewArticle[];
  private readonly newOnes: ReadonlySet<number>;
  private readonly worth: number;
  /** Of five neighbours; who asks for a section gets it. */
  private readonly ofOneSection: number;

  constructor(
    private readonly stories: Iterator<AlsoLike>,
    private readonly untold: UntoldStories,
    { ofOneSection = OF_ONE_SECTION, newArticles, worth }: MixRules,
  ) {
    this.newArticles = newArticles;
    this.newOnes = new Set(newArticles.map(({ card }) => card.number));
    this.worth = worth;
    this.ofOneSection = ofOneSection === 'all' ? WINDOW : ofOneSection;
  }

  /** False where there is nothing left. */
  placeNext(scoring: AlsoLikeScoring): boolean {
    const next = this.nextWaiting() ?? this.nextOfAll() ?? this.waiting.shift();
    const newer = this.newInPlaceOf(next);
    // It comes behind it.
    if (newer !== undefined && next !== undefined) this.waiting.unshift(next);
    const placed = newer === undefined ? next : scoring.storyOf(newer);
    if (placed === undefined) return false;
    this.list.push(placed);
    return true;
  }

  /** The place is given once, to the one that would stand there by itself if that is new. */
  private newInPlaceOf(next: AlsoLike | undefined): ArticleCard | undefined {
    if (this.list.length % WINDOW !== WINDOW - 1) return undefined;
    if (next !== undefined && this.newOnes.has(next.card.number)) return undefined;
    const least = next?.score ?? 0;
    // Where no other section is to be had, as on a site that has one, the limit holds for nobody.
    const hasLimit = next !== undefined && this.fits(next.card);
    const at = this.newArticles.findIndex(
      ({ card, expected }) =>
        this.worth * expected <= least || ((!hasLimit || this.fits(card)) && this.isLeft(card)),
    );
    const found = this.newArticles[at];
    if (found === undefined || this.worth * found.expected <= least) return undefined;
    this.newArticles.splice(0, at + 1);
    const waits = this.waiting.findIndex(({ card }) => card.number === found.card.number);
    if (waits !== -1) this.waiting.splice(waits, 1);
    return found.card;
  }

  /** Told by no other: what waits has been told by itself. */
  private isLeft(card: ArticleCard): boolean {
    return this.waiting.some((story) => story.card.number === card.number) || this.untold.tell(card);
  }

  private nextWaiting(): AlsoLike | undefined {
    const at = this.waiting.findIndex(({ card }) => this.fits(card));
    return at === -1 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private nextOfAll(): AlsoLike | undefined {
    for (let next = this.stories.next(); next.done !== true; next = this.stories.next()) {
      const story = next.value;
      if (!this.untold.tell(story.card)) continue;
      if (this.fits(story.card)) return story;
      this.waiting.push(story);
    }
    return undefined;
  }

  private fits({ sectionId }: ArticleCard): boolean {
    if (this.ofOneSection >= WINDOW) return true;
    let ofSection = 0;
    for (const { card } of this.list.slice(1 - WINDOW)) if (card.sectionId === sectionId) ofSection++;
    return ofSection < this.ofOneSection;
  }
}
