// The stories of a list that is kept for a second. Whatever lives that long is copied twice by the collector of garbage
// while all requests wait, and hundreds of lists are made in a second: so little stays of a list but what is shown.
// What it comes from is worked out anew when somebody asks for it, from the same boards and the similar texts of then.

import type { ArticleCard } from '../articles/article-card';
import {
  type RankFigures,
  type RecommendedFigures,
  type ScorePart,
  type ScorePartKind,
} from '../ranking/rank-figures';
import type { RankReason } from '../ranking/rank-reason';
import { type AlsoLike, type AlsoLikeGround, AlsoLikeScoring } from './also-like-scoring';
import { ExplainedFigures } from './explained-figures';
import { type PackedClicks, packClicks, unpackClicks } from './packed-clicks';
import type { SimilarArticles } from './similar-articles';

export function keptStories(
  list: readonly AlsoLike[],
  ground: AlsoLikeGround,
  similar: Pick<SimilarArticles, 'similarTo'>,
): AlsoLike[] {
  const grounds = new Grounds(ground, similar);
  const parts = new KeptParts(list);
  return list.map((story, place) => new KeptStory(story, { grounds, parts, place }));
}

/** The parts of all scores as numbers, two for each: objects would take ten times the memory, typed arrays twice. */
class KeptParts {
  private readonly kinds: ScorePartKind[] = [];
  private readonly ends: number[] = [];
  private readonly numbers: number[] = [];

  constructor(list: readonly AlsoLike[]) {
    for (const { figures } of list) {
      for (const { kind, value } of figures.parts) {
        if (!this.kinds.includes(kind)) this.kinds.push(kind);
        this.numbers.push(this.kinds.indexOf(kind), value);
      }
      this.ends.push(this.numbers.length);
    }
  }

  of(place: number): ScorePart[] {
    const parts: ScorePart[] = [];
    for (let at = place === 0 ? 0 : this.ends[place - 1]!; at < this.ends[place]!; at += 2) {
      parts.push({ kind: this.kinds[this.numbers[at]!]!, sinceMs: null, value: this.numbers[at + 1]! });
    }
    return parts;
  }
}

/** What explanations need, and nothing else that the list was made of. */
class Grounds {
  private readonly ground: Omit<AlsoLikeGround, 'sources'>;
  private readonly sources: readonly { card: ArticleCard; weight: number; onward: PackedClicks }[];

  constructor(
    { page, prior, sections, viewsInWindow, rule, sources }: AlsoLikeGround,
    private readonly similar: Pick<SimilarArticles, 'similarTo'>,
  ) {
    this.ground = { page, prior, sections, viewsInWindow, ...(rule && { rule }) };
    this.sources = sources.map(({ card, weight, onward }) => ({ card, weight, onward: packClicks(onward) }));
  }

  explain(card: ArticleCard): RecommendedFigures {
    const sources = this.sources.map(({ card: from, weight, onward }) => ({
      ...{ card: from, weight, onward: unpackClicks(onward) },
      similar: this.similar.similarTo(from.number),
    }));
    return new AlsoLikeScoring({ ...this.ground, sources }).explain(card);
  }
}

interface Kept {
  grounds: Grounds;
  parts: KeptParts;
  place: number;
}

class KeptStory implements AlsoLike {
  readonly card: ArticleCard;
  readonly score: number;
  readonly reason: RankReason;
  private readonly grounds: Grounds;
  private readonly parts: KeptParts;
  private readonly place: number;

  constructor({ card, score, reason }: AlsoLike, { grounds, parts, place }: Kept) {
    this.card = card;
    this.score = score;
    this.reason = reason;
    this.grounds = grounds;
    this.parts = parts;
    this.place = place;
  }

  get figures(): RankFigures {
    return new ExplainedFigures(this.parts.of(this.place), this.card, this.grounds);
  }
}
