// What any article would get as a recommendation for someone who has read these, and why: the parts of its score, and
// what they come from. Pure: figures in, figures out.

import type { ArticleCard } from '../articles/article-card';
import {
  type RankFigures,
  type ReadBeforeFigures,
  type ReadNextFigures,
  type RecommendedFigures,
  type ScorePart,
  ScorePartKind,
  type SimilarFigures,
} from '../ranking/rank-figures';
import { RankReason } from '../ranking/rank-reason';
import { ExplainedFigures } from './explained-figures';
import {
  type BackOff,
  backOff,
  clicksKnown,
  likenessKnown,
  type OnwardClicks,
  TEXT_WEIGHT,
  textWeight,
} from './formulas/back-off';
import type { ReadingPrior, SectionWeights } from './reading-prior';
import type { SimilarArticle } from './similar-articles';

/** One of what was read, or is read now. */
export interface AlsoLikeSource {
  card: ArticleCard;
  /** How much it counts; those of all sources add up to one. */
  weight: number;
  onward: OnwardClicks;
  similar: readonly SimilarArticle[];
}

export interface AlsoLikeGround {
  sources: readonly AlsoLikeSource[];
  /** The article whose page asks, if one does. */
  page: ArticleCard | undefined;
  prior: ReadingPrior;
  /** Where the reader reads. */
  sections: SectionWeights;
  /** Views of the last hour; 0 for what is hardly read. */
  viewsInWindow: (article: number) => number;
  /** What a rule has set; absent: the constants of formulas/back-off.ts. */
  rule?: { priorClicks: number; textWeight: number };
}

export interface AlsoLike {
  card: ArticleCard;
  /** The share of the readers that are expected to go on to it: all parts together. */
  score: number;
  reason: RankReason;
  figures: RankFigures;
}

export interface ScoreParts {
  fromNeighbours: number;
  fromReadBefore: number;
  fromSite: number;
  fromSection: number;
  fromNew: number;
  fromText: number;
}

const kinds: readonly [keyof ScoreParts, ScorePartKind, RankReason][] = [
  ['fromNeighbours', ScorePartKind.READ_NEXT, RankReason.READ_NEXT],
  ['fromReadBefore', ScorePartKind.READ_BEFORE, RankReason.READ_BEFORE],
  ['fromSite', ScorePartKind.READ_NOW, RankReason.READ_NOW],
  ['fromSection', ScorePartKind.READ_IN_SECTION, RankReason.READ_IN_SECTION],
  ['fromNew', ScorePartKind.JUST_PUBLISHED, RankReason.NEWEST],
  ['fromText', ScorePartKind.SIMILAR_TEXT, RankReason.SIMILAR_TEXT],
];

export class AlsoLikeScoring {
  private readonly known: BackOff;
  private readonly clicks: number;
  private readonly fromText: ReadonlyMap<number, number>;
  private readonly likeness: number;
  private readonly tags: ReadonlySet<string>;
  private readonly mostOfText: number;

  constructor(private readonly ground: AlsoLikeGround) {
    const { sources } = ground;
    this.known = backOff(
      sources.map(({ onward }) => onward),
      sources.map(({ weight }) => weight),
      ground.rule?.priorClicks,
    );
    this.clicks = sources.reduce((sum, { weight, onward }) => sum + weight * clicksKnown(onward), 0);
    this.likeness = likenessOf(sources);
    this.fromText = shareOfTexts(sources, this.likeness);
    this.mostOfText = ground.rule?.textWeight ?? TEXT_WEIGHT;
    this.tags = new Set(sources.flatMap(({ card }) => card.tags.map(({ slug }) => slug)));
  }

  /** Everything that may come in by something else than the prior. */
  *special(): Iterable<number> {
    const { fromNeighbours } = this.known;
    yield* fromNeighbours.keys();
    for (const article of this.fromText.keys()) if (!fromNeighbours.has(article)) yield article;
  }

  isSpecial(article: number): boolean {
    return this.known.fromNeighbours.has(article) || this.fromText.has(article);
  }

  isReadNext(article: number): boolean {
    return this.known.fromNeighbours.has(article);
  }

  /** What an article of this prior gets by it alone. */
  ofPrior(prior: number): number {
    return this.known.priorWeight * (1 - this.textWeightFor(Infinity)) * prior;
  }

  scoreOf(article: number): number {
    const { priorWeight, fromNeighbours } = this.known;
    const share = this.ground.prior.of(article, this.ground.sections);
    const text = this.fromText.get(article) ?? 0;
    const own = this.textWeightOf(article, text, share);
    return (fromNeighbours.get(article) ?? 0) + priorWeight * ((1 - own) * share + own * text);
  }

  partsOf(article: number): ScoreParts {
    const { prior, sections } = this.ground;
    const { priorWeight } = this.known;
    const { ofSite, ofSection, ofNew } = prior.shareOf(article, sections);
    const text = this.fromText.get(article) ?? 0;
    const own = this.textWeightOf(article, text, ofSite + ofSection + ofNew);
    return {
      fromNeighbours: this.addedBy(({ onward }) => onward.to.get(article)),
      fromReadBefore: this.addedBy(({ onward }) => onward.back?.from.get(article)),
      fromSite: priorWeight * (1 - own) * ofSite,
      fromSection: priorWeight * (1 - own) * ofSection,
      fromNew: priorWeight * (1 - own) * ofNew,
      fromText: priorWeight * own * text,
    };
  }

  private addedBy(clicksOf: (source: AlsoLikeSource) => number | undefined): number {
    let sum = 0;
    this.ground.sources.forEach((source, index) => {
      sum += this.known.perClick[index]! * (clicksOf(source) ?? 0);
    });
    return sum;
  }

  private textWeightOf(article: number, text: number, share: number): number {
    // What few have read so far loses nothing by that: its text counts where it says more.
    return this.textWeightFor(text > share ? this.ground.viewsInWindow(article) : Infinity);
  }

  private textWeightFor(views: number): number {
    if (this.fromText.size === 0) return 0;
    return this.likeness * textWeight({ clicks: this.clicks, views, most: this.mostOfText });
  }

  /** How many tags it has in common with what was read. */
  sharedTags(card: ArticleCard): number {
    return this.tags.size === 0 ? 0 : card.tags.filter(({ slug }) => this.tags.has(slug)).length;
  }

  storyOf(card: ArticleCard): AlsoLike {
    const parts = this.partsOf(card.number);
    let [score, most, reason] = [0, 0, RankReason.NEWEST];
    for (const [part, , because] of kinds) {
      const value = parts[part];
      score += value;
      if (value > most) [most, reason] = [value, because];
    }
    if (score === 0 && this.sharedTags(card) > 0) reason = RankReason.SAME_TOPIC;
    return new ScoredStory({ card, score, reason }, parts, this);
  }

  explain(card: ArticleCard): RecommendedFigures {
    const { sources, page, prior } = this.ground;
    const readNext: ReadNextFigures[] = [];
    let similar: SimilarFigures | null = null;
    let readBefore: (ReadBeforeFigures & { adds: number }) | null = null;
    sources.forEach(({ card: from, onward, similar: texts }, index) => {
      const readers = onward.to.get(card.number);
      if (readers !== undefined) {
        const adds = this.known.perClick[index]! * readers;
        readNext.push({ from, isOfPage: from === page, readers, of: onward.total, adds });
      }
      const adds = this.known.perClick[index]! * (onward.back?.from.get(card.number) ?? 0);
      if (adds > (readBefore?.adds ?? 0)) readBefore = { from, isOfPage: from === page, adds };
      const text = texts.find(({ article }) => article === card.number);
      if (text !== undefined && text.similarity > (similar?.similarity ?? 0))
        similar = { to: from, similarity: text.similarity, words: text.words };
    });
    return {
      readNext: readNext.sort((one, other) => other.adds - one.adds),
      readBefore,
      similar,
      sharedTags: card.tags.filter(({ slug }) => this.tags.has(slug)).map(({ name }) => name),
      section: card.section.name,
      shareOfReaders: prior.shareOfReaders(card.number),
    };
  }
}

/** What it comes from is looked up when somebody asks: mostly nobody does, and of the last places never. */
class ScoredStory implements AlsoLike {
  readonly card: ArticleCard;
  readonly score: number;
  readonly reason: RankReason;

  constructor(
    { card, score, reason }: Omit<AlsoLike, 'figures'>,
    private readonly parts: ScoreParts,
    private readonly scoring: AlsoLikeScoring,
  ) {
    this.card = card;
    this.score = score;
    this.reason = reason;
  }

  get figures(): RankFigures {
    const { card, parts, scoring } = this;
    const told: ScorePart[] = [];
    for (const [part, kind] of kinds)
      if (parts[part] > 0) told.push({ kind, sinceMs: null, value: parts[part] });
    return new ExplainedFigures(told, card, scoring);
  }
}

/** How much there is to be had of texts that are alike, by the cosines: from 0, for faint likeness, to 1. */
function likenessOf(sources: readonly AlsoLikeSource[]): number {
  return sources.reduce((sum, { similar, weight }) => sum + weight * likenessKnown(sumOf(similar)), 0);
}

/** Of each source's similar texts their share of all similarity, as far as it counts; together one. */
function shareOfTexts(sources: readonly AlsoLikeSource[], likeness: number): Map<number, number> {
  const shares = new Map<number, number>();
  for (const { similar, weight } of sources) {
    const all = sumOf(similar);
    const each = (weight * likenessKnown(all)) / (all * likeness);
    for (const { article, similarity } of similar)
      shares.set(article, (shares.get(article) ?? 0) + each * similarity);
  }
  return shares;
}

function sumOf(similar: readonly SimilarArticle[]): number {
  return similar.reduce((sum, { similarity }) => sum + similarity, 0);
}
