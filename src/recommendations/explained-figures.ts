// The figures of a recommendation, which say where it comes from when somebody asks. A class on purpose: a getter in a
// literal gives each object a shape of its own, and a shape lives, with all that its getter holds, until old memory is
// collected. Of every list 30 KB stayed that way.

import type { ArticleCard } from '../articles/article-card';
import type { RankFigures, RecommendedFigures, ScorePart } from '../ranking/rank-figures';

export class ExplainedFigures implements RankFigures {
  readonly reading = null;
  readonly held = null;
  readonly placement = null;
  readonly surprise = null;

  constructor(
    readonly parts: readonly ScorePart[],
    private readonly card: ArticleCard,
    private readonly explains: { explain(card: ArticleCard): RecommendedFigures },
  ) {}

  get recommended(): RecommendedFigures {
    return this.explains.explain(this.card);
  }
}
