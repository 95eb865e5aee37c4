// The stories of a list that is kept for a second. Whatever lives that long is copied twice by the collector of garbage
// while all requests wait, and hundreds of lists are made in a second: so little stays of a list but what is shown.
// What it comes from is worked out anew when somebody asks for it, from the same boards and the similar texts of then.

import type { ArticleCard } from '../articles/article-card';
import {
  figuresOf,
  type RankFigures,
  type RecommendedFigures,
  type ScorePart,
  type ScorePartKind,
} from '../ranking/rank-figures';
import type { RankReason } from '../ranking/rank-reason';
import { type AlsoLike, type AlsoLikeGround, AlsoLikeScoring } from './also-like-scoring';
import type { SimilarArticles } from './similar-articles';

export function keptStories(
  list: readonly AlsoLike[],
  ground: AlsoLikeGround,
  similar: Pick<SimilarArticles, 'similarTo'>,
): AlsoLike[] {
  const sources = ground.sources.map((source) => ({ ...source, similar: [] }));
  const grounds = new Grounds({ ...ground, sources }, similar);
  const parts = new KeptParts(list);
  return list.map((story, place) => new KeptStory(story, { grounds, parts, place }));
}

/** The parts of all scores as numbers, two for each: objects would take ten times the memory. */
class KeptParts {
  private readonly kinds: ScorePartKind[] = [];
  private readonly ends: Uint16Array;
  private readonly numbers: Float64Array;

  constructor(list: readonly AlsoLike[]) {
    const all = list.map(({ figures }) => figures.parts);
    this.ends = new Uint16Array(list.length);
    this.numbers = new Float64Array(2 * all.reduce((sum, parts) => sum + parts.length, 0));
    let at = 0;
    all.forEach((parts, place) => {
      for (const { kind, value } of parts) {
        if (!this.kinds.includes(kind)) this.kinds.push(kind);
        this.numbers[at++] = this.kinds.indexOf(kind);
        this.numbers[at++] = value;
      }
      this.ends[place] = at;
    });
  }

  of(place: number): ScorePart[] {
    const parts: ScorePart[] = [];
    for (let at = place === 0 ? 0 : this.ends[place - 1]!; at < this.ends[place]!; at += 2) {
      parts.push({ kind: this.kinds[this.numbers[at]!]!, sinceMs: null, value: this.numbers[at + 1]! });
    }
    return parts;
  }
}

class Grounds {
  constructor(
    private readonly ground: AlsoLikeGround,
    private readonly similar: Pick<SimilarArticles, 'similarTo'>,
  ) {}

  explain(card: ArticleCard): RecommendedFigures {
    const { ground, similar } = this;
    const sources = ground.sources.map((source) => ({
      ...source,
      similar: similar.similarTo(source.card.number),
    }));
    return new AlsoLikeScoring({ ...ground, sources }).explain(card);
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
    const { card, grounds } = this;
    return {
      ...figuresOf(this.parts.of(this.place)),
      get recommended() {
        return grounds.explain(card);
      },
    };
  }
}
